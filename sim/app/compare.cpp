#include <boost/json.hpp>

#include "analysis/comparison.hpp"
#include "app/command.hpp"
#include "app/scenario_options.hpp"

namespace qonys::app {
namespace {

struct CompareOptions {
    ScenarioOptions scenario;
    std::vector<std::string> variants;
    ThreadOption threads;
    std::filesystem::path output;
    int replicates = 5;
    int horizon_months = 12;
    bool force = false;
    bool json = false;
    bool quiet = false;
};

constexpr const char* footer =
    "Runs every scenario beside the first one, household by household on the same random numbers, and says what\n"
    "changed, where, for whom, how sure that is and what it cost. --set and --scale hold for all scenarios.\n"
    "Example:\n"
    "  qonys compare scenarios/no_policy.toml scenarios/enbek.toml --scale 0.1";

ExitCode compare_command(const CompareOptions& options) {
    const Machine machine = options.threads.machine();
    std::vector<std::string> names{options.scenario.scenario};
    names.insert(names.end(), options.variants.begin(), options.variants.end());
    std::vector<Arm> arms;
    for (const std::string& name : names) {
        ScenarioOptions one = options.scenario;
        one.scenario = name;
        arms.push_back({name, make_model(name, one.overrides())});
    }
    const Existing existing = options.force ? Existing::replace : Existing::refuse;
    if (!options.output.empty()) const PartialFile possible(options.output, existing);
    const Comparison comparison =
        qonys::compare(arms, machine, options.replicates, options.horizon_months, [&](const std::string& what) {
            if (!options.quiet) tell(what);
        });
    if (!options.output.empty()) write_hdf5(comparison, options.output, existing);
    print(options.json ? to_json(comparison) + '\n' : to_text(comparison));
    return ExitCode::done;
}

}  // namespace

void add_compare(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("compare", "Say what scenarios change against a base, for whom and at what price")
            ->footer(footer);
    const auto options = std::make_shared<CompareOptions>();
    options->scenario.add_to(*command);
    command->add_option("VARIANT", options->variants, "The scenarios to compare with the first one")->required();
    options->threads.add_to(*command);
    command->add_option("--replicates", options->replicates, "Pairs of runs, with seeds from the scenario's on")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command
        ->add_option("--horizon", options->horizon_months,
                     "Who would move within so many months without the policy would have gone anyway")
        ->check(CLI::Range(0, 600))
        ->type_name("MONTHS")
        ->capture_default_str();
    command->add_option("-o,--output", options->output, "Every difference with its interval, as HDF5")
        ->type_name("FILE");
    command->add_flag("--force", options->force, "Replace the output if it is already there");
    command->add_flag("--json", options->json, "JSON instead of text");
    command->add_flag("--quiet", options->quiet, "No progress");
    command->callback([options, &chosen] { chosen = [options] { return compare_command(*options); }; });
}

}  // namespace qonys::app
