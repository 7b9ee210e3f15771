#include <optional>

#include <fmt/format.h>

#include "analysis/experiment.hpp"
#include "app/command.hpp"
#include "app/scenario_options.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

struct ExperimentOptions {
    std::vector<std::string> names;
    std::vector<std::string> set;
    std::optional<std::string> scale;
    std::optional<int> replicates;
    ThreadOption threads;
    bool json = false;
    bool quiet = false;
};

constexpr const char* experiment_footer =
    "Runs every arm of an experiment on the same seeds and says whether its claim is supported, not supported or\n"
    "undecided. NAME is a folder of scenarios/experiments, or the path of an experiment's folder or file.\n"
    "Example:\n"
    "  qonys experiment p9";

fs::path file_of(const std::string& name) {
    if (fs::is_regular_file(name)) return name;
    for (const fs::path& folder : {fs::path(name), fs::path("scenarios/experiments") / name})
        if (fs::is_regular_file(folder / "experiment.toml")) return folder / "experiment.toml";
    throw FileError(
        fmt::format("there is no experiment '{}': neither {}/experiment.toml nor "
                    "scenarios/experiments/{}/experiment.toml",
                    name, name, name));
}

ExitCode experiment_command(const ExperimentOptions& options) {
    const Machine machine = options.threads.machine();
    std::vector<std::string> overrides = options.set;
    if (options.scale) overrides.push_back("run.scale=" + *options.scale);
    std::vector<Experiment> experiments;  // all are read before the first one runs
    for (const std::string& name : options.names) experiments.push_back(read_experiment(file_of(name), overrides));
    for (const Experiment& experiment : experiments) {
        const auto result = run_experiment(
            experiment, machine, options.replicates.value_or(static_cast<int>(experiment.settings.replicates)),
            [&](const std::string& what) {
                if (!options.quiet) tell(what);
            });
        print(options.json ? to_json(experiment, result) + '\n' : to_text(experiment, result) + '\n');
    }
    return ExitCode::done;
}

}  // namespace

void add_experiment(CLI::App& program, Action& chosen) {
    CLI::App* const command = program.add_subcommand("experiment", "Put a claim to the test with two or more arms")
                                  ->footer(experiment_footer);
    const auto options = std::make_shared<ExperimentOptions>();
    command->add_option("NAME", options->names, "The experiments")->required();
    command->add_option("--set", options->set, "Change one value of all arms: section.key=value; may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command->add_option("--scale", options->scale, "Agents per real household")->type_name("X");
    command->add_option("--replicates", options->replicates, "Seeds; by default what the experiment says")
        ->check(CLI::Range(2, 1000));
    options->threads.add_to(*command);
    command->add_flag("--json", options->json, "JSON instead of text, a line for each experiment");
    command->add_flag("--quiet", options->quiet, "No progress");
    command->callback([options, &chosen] { chosen = [options] { return experiment_command(*options); }; });
}

}  // namespace qonys::app
