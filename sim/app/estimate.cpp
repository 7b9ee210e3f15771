#include <fmt/format.h>

#include "analysis/estimate.hpp"
#include "app/command.hpp"
#include "app/scenario_options.hpp"

namespace qonys::app {
namespace {

struct EstimateOptions {
    ScenarioOptions scenario;
    ThreadOption threads;
    std::vector<int> pattern_years{2015, 2020};
    std::vector<int> anchors{2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020};
    std::string output;
};

constexpr const char* estimate_footer =
    "Fits the effects of distance, borders, cities, networks and income to the flow matrices of the pattern years, "
    "then\n"
    "runs the scenario's model until its levels and the margins of the anchor years agree with the official ones.\n"
    "Writes migration_regions.csv, migration_abroad.csv, migration_levels.csv and estimated.toml (some minutes).\n"
    "Example:\n"
    "  qonys estimate scenarios/history.toml";

ExitCode estimate(const EstimateOptions& options) {
    const Machine machine = options.threads.machine();
    const Model model = read_scenario(options.scenario).model;
    const std::filesystem::path folder =
        options.output.empty() ? model.geography_folder : std::filesystem::path(options.output);
    open_folder(folder);
    const Estimation estimation = qonys::estimate(model, machine, options.pattern_years, options.anchors,
                                                  [](const std::string& what) { tell(what); });
    write_estimation(estimation, model, folder);
    print(to_text(estimation));
    print(fmt::format("\nWritten to {}\n", folder.string()));
    return ExitCode::done;
}

}  // namespace

void add_estimate(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("estimate", "Estimate the migration decision from official flow matrices")
            ->footer(estimate_footer);
    const auto options = std::make_shared<EstimateOptions>();
    options->scenario.add_to(*command);
    options->threads.add_to(*command);
    command->add_option("--years", options->pattern_years, "Years whose flow matrices the regression uses")
        ->expected(1, 20)
        ->capture_default_str();
    command->add_option("--anchors", options->anchors, "Years whose arrivals and departures of regions are met")
        ->expected(1, 20)
        ->capture_default_str();
    command->add_option("-o,--output", options->output, "Folder to write to (default: the geography's own)");
    command->callback([options, &chosen] { chosen = [options] { return estimate(*options); }; });
}

}  // namespace qonys::app
