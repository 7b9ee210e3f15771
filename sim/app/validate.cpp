#include <fmt/format.h>

#include "analysis/validation.hpp"
#include "app/command.hpp"
#include "app/scenario_options.hpp"

namespace qonys::app {
namespace {

struct ValidateOptions {
    ScenarioOptions scenario;
    std::vector<std::string> more;
    ThreadOption threads;
    int seeds = 3;
};

constexpr const char* validate_footer =
    "Runs each scenario with several seeds and writes, as one Markdown page with a chapter for each, how their "
    "figures\n"
    "agree with the official ones, beside what simpler models reach. docs/validation.md is this:\n"
    "  qonys validate scenarios/history.toml scenarios/baseline.toml > docs/validation.md";

/// The command that gives this page on any machine: no paths of this one's program, no threads.
std::string command_of(const std::vector<std::string>& scenarios, const ValidateOptions& options) {
    std::string command = fmt::format("qonys validate {}", fmt::join(scenarios, " "));
    for (const std::string& override : options.scenario.overrides()) command += " --set " + override;
    if (options.seeds != ValidateOptions{}.seeds) command += fmt::format(" --seeds {}", options.seeds);
    return command;
}

ExitCode validate(const ValidateOptions& options) {
    const Machine machine = options.threads.machine();
    std::vector<std::string> names{options.scenario.scenario};
    names.insert(names.end(), options.more.begin(), options.more.end());
    std::vector<CheckedScenario> scenarios;  // all are read before the first one runs
    for (const std::string& name : names) {
        ScenarioOptions one = options.scenario;
        one.scenario = name;
        scenarios.push_back(read_scenario(one));
    }
    std::vector<Validation> validations;
    for (std::size_t i = 0; i < scenarios.size(); ++i)
        validations.push_back(qonys::validate(std::move(scenarios[i].model), scenarios[i].official, machine,
                                              options.seeds,
                                              [&](const std::string& what) { tell(names[i] + ": " + what); }));
    print(to_markdown(validations, command_of(names, options)));
    return ExitCode::done;
}

}  // namespace

void add_validate(CLI::App& program, Action& chosen) {
    CLI::App* const command = program.add_subcommand("validate", "Compare scenarios' figures with the official ones")
                                  ->footer(validate_footer);
    const auto options = std::make_shared<ValidateOptions>();
    options->scenario.add_to(*command);
    command->add_option("MORE", options->more, "More scenarios, each with a chapter of its own");
    options->threads.add_to(*command);
    command->add_option("--seeds", options->seeds, "Runs, with seeds 1, 2, ...")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->callback([options, &chosen] { chosen = [options] { return validate(*options); }; });
}

}  // namespace qonys::app
