#include <iostream>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "analysis/summary.hpp"
#include "app/command.hpp"
#include "app/interruption.hpp"
#include "app/resources.hpp"
#include "app/run_observers.hpp"
#include "app/scenario_options.hpp"
#include "model/run.hpp"
#include "output/progress.hpp"
#include "output/trajectory.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

struct RunOptions {
    ScenarioOptions scenario;
    ThreadOption threads;
    fs::path output;
    bool force = false;
    bool quiet = false;
    bool json = false;
};

constexpr const char* footer =
    "Examples:\n"
    "  qonys run scenarios/baseline.toml                        every household; writes baseline.h5\n"
    "  qonys run scenarios/baseline.toml --scale 0.01 -o b.h5   a quick look with one household in a hundred\n"
    "  qonys run scenarios/enbek.toml --set policy.enbek-2017.awareness=1\n"
    "Ctrl-C finishes the month under way and keeps the months so far as NAME.partial.h5.";

/// By default the scenario's name in the current folder.
fs::path output_of(const RunOptions& options) {
    if (!options.output.empty()) return options.output;
    return fs::path(options.scenario.scenario).stem().string() + ".h5";
}

void refuse_to_replace_input(const fs::path& output, const Model& model) {
    for (const SourceFile& file : model.scenario_files) {
        std::error_code ignored;
        if (fs::equivalent(output, file.path, ignored))
            throw UsageError(fmt::format("-o {}: this is the scenario itself", output.string()));
    }
}

void report(const RunOptions& options, const RunFigures& figures, const OfficialFigures& official,
            const Resources& resources, const fs::path& written) {
    if (options.json) {
        boost::json::object object = boost::json::parse(to_json(figures, official)).as_object();
        object["output"] = written.string();
        object["resources"] = to_json(resources);
        print(boost::json::serialize(object) + '\n');
    } else if (!options.quiet) {
        print(fmt::format("{}\n{} in {}\n", to_text(figures, official), written.string(), to_text(resources)));
    }
}

std::string interruption_message(const RunFigures& figures, const fs::path& written) {
    int months = 0;
    for (const YearFigures& year : figures.years) months += year.months;
    return fmt::format(
        "qonys run: interrupted; the {} months until {} are kept in {}\n"
        "  look at them with `qonys info {}`; for all months, run the same command again",
        months, to_string(figures.run.first + (months - 1)), written.string(), written.string());
}

ExitCode run_command(const RunOptions& options) {
    const Clock::time_point start = Clock::now();
    const Machine machine = options.threads.machine();
    const CheckedScenario scenario = read_scenario(options.scenario);
    if (!options.quiet) tell_warnings(scenario.model);
    const Model& model = scenario.model;
    const fs::path output = output_of(options);
    refuse_to_replace_input(output, model);
    Trajectory trajectory(output, options.force ? Existing::replace : Existing::refuse);
    listen_for_interruption(options.quiet ? Notice::quiet : Notice::spoken);
    Resources resources{.read_seconds = seconds_since(start), .threads = machine.threads};

    const Clock::time_point synthesis = Clock::now();
    World world = make_world(model, machine);
    resources.synthesis_seconds = seconds_since(synthesis);
    if (interruption_requested()) {
        tell("qonys run: interrupted before the first month; nothing was written");
        return ExitCode::interrupted;
    }

    Observers observers;
    if (!options.quiet) observers.push_back(std::make_unique<Progress>(std::cerr, Progress::style_of_standard_error()));
    observers.push_back(std::make_unique<Recount>(machine));
    auto& timed = static_cast<Timed&>(*observers.emplace_back(std::make_unique<Timed>(trajectory)));
    auto& summary = static_cast<Summary&>(*observers.emplace_back(std::make_unique<Summary>()));
    const Clock::time_point months = Clock::now();
    const RunEnd how =
        run(model, world, machine, run_info(model, machine, command_line()), observers, interruption_requested);
    resources.output_seconds = timed.seconds();
    resources.simulation_seconds = seconds_since(months) - timed.seconds();
    resources.wall_seconds = seconds_since(start);

    report(options, summary.figures(), scenario.official, resources, trajectory.written());
    if (how == RunEnd::complete) return ExitCode::done;
    tell(interruption_message(summary.figures(), trajectory.written()));
    return ExitCode::interrupted;
}

}  // namespace

void add_run(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("run", "Simulate a scenario and write its trajectory (HDF5)")->footer(footer);
    const auto options = std::make_shared<RunOptions>();
    options->scenario.add_to(*command);
    options->threads.add_to(*command);
    command->add_option("-o,--output", options->output, "The trajectory; by default the scenario's name with .h5, here")
        ->type_name("FILE");
    command->add_flag("--force", options->force, "Replace the trajectory if it is already there");
    command->add_flag("--quiet", options->quiet, "No progress, no summary: only what went wrong");
    command->add_flag("--json", options->json, "The summary as JSON instead of text, even with --quiet");
    command->callback([options, &chosen] { chosen = [options] { return run_command(*options); }; });
}

}  // namespace qonys::app
