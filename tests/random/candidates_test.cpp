#include "random/candidates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "random/philox_batch.hpp"

namespace qonys {
namespace {

/// The candidates of one counter by Random123 and the library's logarithm.
std::array<CandidateNumbers::Candidate, 2> by_the_book(std::array<std::uint32_t, 4> counter,
                                                       std::array<std::uint32_t, 2> key) {
    const auto words = r123::Philox4x32()({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
    const auto uniform = [&](std::size_t w) { return (words[w] + 0.5) * 0x1p-32; };
    return {{{-std::log(uniform(0)), uniform(1)}, {-std::log(uniform(2)), uniform(3)}}};
}

TEST(Candidates, are_those_of_the_library_drawn_side_by_side) {
    constexpr std::uint32_t calls = PhiloxBatch::calls;
    const std::array<std::uint32_t, 2> key{0x243F6A88U, 0x85A308D3U};
    for (std::uint32_t n = 0; n < 50'000; ++n) {
        const std::array<std::uint32_t, 4> counter{n * calls, n, 1440, 9};
        CandidateBatch batch;
        draw_candidates(counter, key, batch);
        for (std::uint32_t k = 0; k < calls; ++k) {
            const auto expected = by_the_book({counter[0] + k, counter[1], counter[2], counter[3]}, key);
            const std::size_t first = k / CandidateBatch::run * 2 * CandidateBatch::run + k % CandidateBatch::run;
            for (const std::size_t half : {0U, 1U}) {
                const std::size_t at = first + half * CandidateBatch::run;
                ASSERT_NEAR(batch.wait[at] / expected[half].wait, 1, 1e-12);
                ASSERT_EQ(batch.uniform[at], expected[half].uniform);
            }
        }
    }
}

/// Rows visited in replicates of a block of 64.
std::vector<int> visits(double bound, std::uint32_t replicates) {
    std::vector<int> count(64);
    for (std::uint32_t b = 0; b < replicates; ++b)
        for_each_candidate(Stream({3}, Purpose::benchmark, Month(2020, 1), BlockId{b}), 64, bound,
                           [&](std::uint32_t row, double) { ++count[row]; });
    return count;
}

TEST(Candidates, come_with_their_probability_in_every_row) {
    constexpr int replicates = 20'000;
    for (const double bound : {0.02, 0.3, 0.97}) {
        double chi_square = 0;
        for (const int count : visits(bound, replicates))
            chi_square +=
                (count - replicates * bound) * (count - replicates * bound) / (replicates * bound * (1 - bound));
        EXPECT_LT(chi_square, 64 + 4 * std::sqrt(2.0 * 64)) << bound;
    }
}

TEST(Candidates, are_all_when_the_bound_is_one_and_none_when_it_is_zero) {
    EXPECT_EQ(visits(1, 3), std::vector<int>(64, 3));
    EXPECT_EQ(visits(0, 3), std::vector<int>(64, 0));
}

TEST(Candidates, end_with_the_last_row_of_the_largest_block) {
    for (const double bound : {1e-7, 1e-4, 0.5}) {
        std::uint32_t last = 0;
        std::uint32_t count = 0;
        for (std::uint32_t b = 0; b < 50; ++b)
            for_each_candidate(Stream({3}, Purpose::benchmark, Month(2020, 1), BlockId{b}), 0xFFFF, bound,
                               [&](std::uint32_t row, double) {
                                   ASSERT_LT(row, 0xFFFFU);
                                   last = row;
                                   ++count;
                               });
        const double mean = 50 * 65535 * bound;
        EXPECT_NEAR(count, mean, 4 * std::sqrt(mean) + 1);
        if (bound == 0.5) {
            EXPECT_GT(last, 0xFFF0U);
        }
    }
}

}  // namespace
}  // namespace qonys
