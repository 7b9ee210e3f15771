#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "analysis/comparison.hpp"
#include "analysis/finished_comparison.hpp"
#include "app/command.hpp"
#include "app/scenario_options.hpp"

namespace qonys::app {
namespace {

struct CompareOptions {
    ScenarioOptions scenario;
    std::vector<std::string> variants;
    ThreadOption threads;
    std::filesystem::path output;
    std::optional<int> replicates;
    int horizon_months = 12;
    bool force = false;
    bool json = false;
    bool quiet = false;

    /// The base first.
    std::vector<std::string> names() const {
        std::vector<std::string> all{scenario.scenario};
        all.insert(all.end(), variants.begin(), variants.end());
        return all;
    }
};

constexpr int default_replicates = 5;

constexpr const char* compare_footer =
    "Runs every scenario beside the first one, household by household on the same random numbers, and says what\n"
    "changed, where, for whom, how sure that is and what it cost. --set and --scale hold for all scenarios.\n"
    "Trajectories (.h5) are not run again: one for each seed, those of one scenario together; scenarios beside them "
    "run\n"
    "with their seeds and scale. Households can then not be followed one by one.\n"
    "Examples:\n"
    "  qonys compare scenarios/no_policy.toml scenarios/enbek.toml --scale 0.1\n"
    "  qonys compare base-1.h5 base-2.h5 enbek-1.h5 enbek-2.h5";

Comparison compare_scenarios(const CompareOptions& options, const Machine& machine,
                             const std::function<void(const std::string&)>& progress) {
    std::vector<Arm> arms;
    for (const std::string& name : options.names())
        arms.push_back({name, make_model(name, options.scenario.overrides())});
    return compare(arms, machine, options.replicates.value_or(default_replicates), options.horizon_months, progress);
}

/// The trajectories decide about pairs, scale and seeds.
void refuse_what_trajectories_decide(const CompareOptions& options, bool scenarios_too) {
    const auto refuse = [](const char* option, const char* why) {
        throw UsageError(fmt::format("{}: {}", option, why));
    };
    if (options.replicates) refuse("--replicates", "there is a pair for each seed of the trajectories");
    if (options.scenario.scale) refuse("--scale", "the trajectories decide it");
    if (options.scenario.seed) refuse("--seed", "the trajectories decide it");
    if (!scenarios_too && !options.scenario.overrides().empty())
        refuse("--set, --from and --until", "trajectories are finished, nothing of them can be changed");
}

Comparison compare_with_trajectories(const CompareOptions& options, const Machine& machine,
                                     const std::function<void(const std::string&)>& progress) {
    const std::vector<std::string> names = options.names();
    refuse_what_trajectories_decide(options, !std::ranges::all_of(names, names_trajectory));
    const FinishedRun first(*std::ranges::find_if(names, names_trajectory));
    std::vector<std::string> overrides = options.scenario.overrides();
    overrides.push_back(fmt::format("run.scale={}", first.scale()));
    std::vector<Contender> contenders;
    for (const std::string& name : names)
        if (names_trajectory(name))
            add_run(contenders, FinishedRun(name));
        else
            contenders.push_back({name, make_model(name, overrides), {}});
    if (contenders.size() < 2)
        throw UsageError("all trajectories are runs of one scenario: there is nothing to compare them with");
    return compare_finished(contenders, machine, progress);
}

ExitCode compare_command(const CompareOptions& options) {
    const Machine machine = options.threads.machine();
    const Existing existing = options.force ? Existing::replace : Existing::refuse;
    if (!options.output.empty()) const PartialFile possible(options.output, existing);
    const auto progress = [&](const std::string& what) {
        if (!options.quiet) tell(what);
    };
    const bool any_finished = std::ranges::any_of(options.names(), names_trajectory);
    const Comparison comparison = any_finished ? compare_with_trajectories(options, machine, progress)
                                               : compare_scenarios(options, machine, progress);
    if (!options.output.empty()) write_hdf5(comparison, options.output, existing);
    print(options.json ? to_json(comparison) + '\n' : to_text(comparison));
    return ExitCode::done;
}

}  // namespace

void add_compare(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("compare", "Say what scenarios change against a base, for whom and at what price")
            ->footer(compare_footer);
    const auto options = std::make_shared<CompareOptions>();
    options->scenario.add_to(*command);
    command->add_option("VARIANT", options->variants, "Scenarios or trajectories to compare with the first")
        ->required();
    options->threads.add_to(*command);
    command
        ->add_option("--replicates", options->replicates,
                     fmt::format("Pairs of runs, with seeds from the scenario's on [{}]", default_replicates))
        ->check(CLI::Range(1, 1000));
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
