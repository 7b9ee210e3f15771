#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "analysis/official.hpp"
#include "model/model.hpp"

namespace qonys::app {

/// The part of a command line that says which scenario is meant. The shorthands become overrides, so that the model
/// finds what is wrong with them and says it as it says everything else.
struct ScenarioOptions {
    std::string scenario;
    std::vector<std::string> set;
    std::optional<std::string> scale, seed, from, until;

    void add_to(CLI::App& command);
    /// --scale, --seed, --from and --until after all of --set, so that they win.
    std::vector<std::string> overrides() const;
};

/// Says what is odd about a scenario though no mistake, a line each, on standard error.
void tell_warnings(const Model& model);

/// A scenario read and checked, with the official figures of its geography to compare with.
struct CheckedScenario {
    Model model;
    OfficialFigures official;
};
/// Throws InputError.
CheckedScenario read_scenario(const ScenarioOptions& options);

/// --threads N: by default every processor that the process may use.
struct ThreadOption {
    std::optional<int> threads;

    void add_to(CLI::App& command);
    /// Throws UsageError for a number of threads that no machine has.
    Machine machine() const;
};

}  // namespace qonys::app
