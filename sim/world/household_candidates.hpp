#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/prefetch.hpp"
#include "random/candidate_walk.hpp"
#include "random/candidates.hpp"
#include "world/block.hpp"

namespace qonys {

/// A household that a process asks.
struct HouseholdCandidate {
    Row household = no_row;
    double draw = 0;                  ///< uniform on (0, bound): the candidate is accepted if it lies below the hazard
    double bound = 0;                 ///< of all households that were asked with it
    const HeadAgeRun* run = nullptr;  ///< that it stands in, where bounds are by the age of the head

    bool accepted(double hazard, std::string_view process, const Block& block) const {
        return accept(draw, hazard, bound, process, block.id, household);
    }
};

/// Visits what `walk(found)` finds, as found(row, uniform, bound, run), when it has come from memory, a few dozen at a
/// time, so that the waits overlap.
template <class Walk, class Visit>
void visit_fetched(const Block& block, Walk&& walk, Visit&& visit) {
    std::array<HouseholdCandidate, 64> found;
    std::size_t number = 0;
    const auto visit_found = [&] {
        for (std::size_t k = 0; k < number; ++k) visit(found[k]);
        number = 0;
    };
    walk([&](std::uint32_t row, double uniform, double bound, const HeadAgeRun* run) {
        prefetch(block.households[row]);
        found[number++] = {static_cast<Row>(row), uniform * bound, bound, run};
        if (number == found.size()) visit_found();
    });
    visit_found();
}

/// for_each_candidate over a block's households, as visit(candidate): those who are no more among them. Households that
/// a visit adds are not visited.
template <class Visit>
void for_each_candidate(const Stream& stream, const Block& block, double bound, Visit&& visit) {
    visit_fetched(
        block,
        [&](auto&& found) {
            for_each_candidate(stream, block.household_rows(), bound,
                               [&](std::uint32_t row, double uniform) { found(row, uniform, bound, nullptr); });
        },
        visit);
}

/// The same with a bound for each age of the head when the run began, `of_run(run)`, and one for who came later.
template <class OfRun, class Visit>
void for_each_candidate(const Stream& stream, const Block& block, OfRun&& of_run, const CandidateWalk::Bound& of_others,
                        Visit&& visit) {
    visit_fetched(
        block,
        [&](auto&& found) {
            CandidateWalk walk(stream);
            std::uint32_t begin = 0;
            const auto through = [&](std::uint32_t end, const CandidateWalk::Bound& bound, const HeadAgeRun* run) {
                walk.through(begin, end, bound,
                             [&](std::uint32_t row, double uniform) { found(row, uniform, bound.hazard, run); });
                begin = end;
            };
            for (const HeadAgeRun& run : block.head_ages) through(run.end, of_run(run), &run);
            through(block.household_rows(), of_others, nullptr);
        },
        visit);
}

}  // namespace qonys
