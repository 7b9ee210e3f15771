#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "analysis/finished_run.hpp"

namespace qonys {

/// One side of a comparison in which some runs are finished: a scenario that is still to be run, or the trajectories of
/// one, one for each seed.
struct Contender {
    std::string name;
    std::optional<Model> model;  ///< to be run
    std::vector<FinishedRun> runs;
};

/// Adds a finished run to the contender whose scenario it is a run of, or as a contender of its own.
void add_run(std::vector<Contender>& contenders, FinishedRun run);

/// Compares contenders, of which the first is the base and at least one is finished, seed by seed in the months that
/// all have. Scenarios are run with the seeds of the trajectories; their scale must be that of these. No household can
/// be followed, so attribution is left out. Throws InputError for what cannot be compared.
Comparison compare_finished(const std::vector<Contender>& contenders, const Machine& machine,
                            const std::function<void(const std::string&)>& progress);

}  // namespace qonys
