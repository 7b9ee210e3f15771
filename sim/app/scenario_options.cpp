#include "app/scenario_options.hpp"

#include <fmt/format.h>

#include "app/command.hpp"
#include "config/describe.hpp"

namespace qonys::app {
namespace {

constexpr int most_threads = 1024;

}  // namespace

void ScenarioOptions::add_to(CLI::App& command) {
    command.add_option("SCENARIO", scenario, "The scenario's file, such as scenarios/baseline.toml")->required();
    command.add_option("--set", set, "Change one value: section.key=value, as TOML writes it; may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command.add_option("--scale", scale, "Agents per real household, above 0 to 1: 0.01 is a quick look")
        ->type_name("X");
    command.add_option("--seed", seed, "Key of all random numbers; another one gives another possible history")
        ->type_name("N");
    command.add_option("--from", from, "First simulated month")->type_name("YYYY-MM");
    command.add_option("--until", until, "Last simulated month")->type_name("YYYY-MM");
}

std::vector<std::string> ScenarioOptions::overrides() const {
    std::vector<std::string> all = set;
    if (scale) all.push_back("run.scale=" + *scale);
    if (seed) all.push_back("run.seed=" + *seed);
    if (from) all.push_back("run.start=" + as_toml(*from));
    if (until) all.push_back("run.end=" + as_toml(*until));
    return all;
}

void tell_warnings(const Model& model) {
    for (const Problem& odd : model.warnings) tell(fmt::format("{}: warning: {}", to_string(odd.where), odd.what));
}

CheckedScenario read_scenario(const ScenarioOptions& options) {
    CheckedScenario checked{make_model(options.scenario, options.overrides()), {}};
    Problems problems;
    checked.official = read_official_figures(checked.model.geography_folder, *checked.model.geography, problems);
    problems.throw_if_any();
    return checked;
}

void ThreadOption::add_to(CLI::App& command) {
    command.add_option("--threads", threads, "Threads to compute with; the result is the same for any number")
        ->type_name("N");
}

Machine ThreadOption::machine() const {
    const int wanted = threads.value_or(available_threads());
    if (wanted < 1 || wanted > most_threads)
        throw UsageError(fmt::format("--threads {}: must be from 1 to {} (this machine offers {})", wanted,
                                     most_threads, available_threads()));
    return Machine{wanted, &all_ranks()};
}

}  // namespace qonys::app
