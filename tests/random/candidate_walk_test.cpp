#include "random/candidate_walk.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(CandidateWalk, visits_every_run_with_its_own_bound) {
    struct Run {
        std::uint32_t end;
        double bound;
    };
    // Empty runs, and bounds at which waits and rates are infinite, stand between the others.
    const std::vector<Run> runs{{3, 0.3}, {3, 1}, {8, 1}, {8, 0}, {20, 0}, {21, 0.9}, {21, 0.5}, {60, 0.02}, {64, 0.3}};
    constexpr int replicates = 20'000;
    std::vector<int> visits(64);
    for (std::uint32_t b = 0; b < replicates; ++b) {
        CandidateWalk walk(Stream({3}, Purpose::benchmark, Month(2020, 1), BlockId{b}));
        std::uint32_t row = 0;
        for (const Run& run : runs) {
            walk.through(row, run.end, CandidateWalk::bound(run.bound),
                         [&](std::uint32_t candidate, double) { ++visits[candidate]; });
            row = run.end;
        }
    }
    std::uint32_t row = 0;
    double chi_square = 0;
    double degrees = 0;
    for (const Run& run : runs)
        for (; row < run.end; ++row) {
            const double expected = replicates * run.bound;
            if (run.bound == 0 || run.bound == 1) {
                EXPECT_EQ(visits[row], expected) << row;
                continue;
            }
            chi_square += (visits[row] - expected) * (visits[row] - expected) / (expected * (1 - run.bound));
            ++degrees;
        }
    EXPECT_LT(chi_square, degrees + 4 * std::sqrt(2 * degrees));
}

}  // namespace
}  // namespace qonys
