#include "analysis/validation.hpp"
#include "app/command.hpp"
#include "app/scenario_options.hpp"

namespace qonys::app {
namespace {

struct ValidateOptions {
    ScenarioOptions scenario;
    ThreadOption threads;
    int seeds = 3;
};

constexpr const char* footer =
    "Runs the scenario with several seeds and writes, as Markdown, how its figures agree with the official ones, "
    "beside\n"
    "what simpler models reach. docs/validation.md is this:\n"
    "  qonys validate scenarios/baseline.toml > docs/validation.md";

ExitCode validate(const ValidateOptions& options) {
    const Machine machine = options.threads.machine();
    const CheckedScenario scenario = read_scenario(options.scenario);
    print(to_markdown(qonys::validate(scenario.model, scenario.official, machine, options.seeds,
                                      [](const std::string& what) { tell(what); })));
    return ExitCode::done;
}

}  // namespace

void add_validate(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("validate", "Compare a scenario's figures with the official ones")->footer(footer);
    const auto options = std::make_shared<ValidateOptions>();
    options->scenario.add_to(*command);
    options->threads.add_to(*command);
    command->add_option("--seeds", options->seeds, "Runs, with seeds 1, 2, ...")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->callback([options, &chosen] { chosen = [options] { return validate(*options); }; });
}

}  // namespace qonys::app
