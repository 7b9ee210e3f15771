#include "analysis/population_report.hpp"
#include "app/command.hpp"
#include "app/scenario_options.hpp"

namespace qonys::app {
namespace {

struct PopulationOptions {
    ScenarioOptions scenario;
    ThreadOption threads;
    bool full = false;
    bool json = false;
};

constexpr const char* population_footer =
    "Builds the synthetic population of a scenario and compares it with every table that it is made from.\n"
    "Example:\n"
    "  qonys population scenarios/baseline.toml --scale 0.1 --full";

ExitCode population(const PopulationOptions& options) {
    const Machine machine = options.threads.machine();
    const Model model = read_scenario(options.scenario).model;
    const World world = make_world(model, machine);
    const PopulationReport report = population_report(model, world);
    print(options.json ? to_json(report) + '\n' : to_text(report, options.full ? Detail::full : Detail::overview));
    return ExitCode::done;
}

}  // namespace

void add_population(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("population", "Build the synthetic population and show how well it fits its tables")
            ->footer(population_footer);
    const auto options = std::make_shared<PopulationOptions>();
    options->scenario.add_to(*command);
    options->threads.add_to(*command);
    command->add_flag("--full", options->full, "Every row of every table, not only the worst");
    command->add_flag("--json", options->json, "JSON instead of text, with every row");
    command->callback([options, &chosen] { chosen = [options] { return population(*options); }; });
}

}  // namespace qonys::app
