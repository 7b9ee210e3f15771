#include "random/candidates.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "parallel/machine.hpp"
#include "statistics.hpp"

namespace qonys {
namespace {

constexpr Month start(2019, 1);
constexpr BlockId block_3{3};

Stream stream_of(int month) { return {Seed{11}, Purpose::benchmark, start + month, block_3}; }

/// A hazard for every row below the bound, of every kind: none at all, tiny, in between, the bound itself.
double hazard_of(std::uint32_t row, double bound) {
    constexpr std::array<double, 5> shares{0, 0.003, 0.4, 0.9, 1};
    return bound * shares[row % shares.size()];
}

class Candidates : public ::testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(bounds, Candidates, ::testing::Values(0.0005, 0.01, 0.2, 0.9),
                         [](const auto& of) { return fmt::format("{}_in_ten_thousand", of.param * 1e4); });

TEST_P(Candidates, come_in_ascending_order_and_within_the_rows) {
    for (int month = 0; month < 100; ++month) {
        std::int64_t last = -1;
        for_each_candidate(stream_of(month), 777, GetParam(), [&](std::uint32_t row, double uniform) {
            ASSERT_GT(static_cast<std::int64_t>(row), last);
            ASSERT_LT(row, 777U);
            ASSERT_GT(uniform, 0.0);
            ASSERT_LT(uniform, 1.0);
            last = row;
        });
    }
}

TEST_P(Candidates, visit_every_row_with_the_same_probability) {
    // Visits of a row in all months are binomial; rows are independent: the sum of squared standardised deviations is
    // chi-square with one degree per row, nothing fitted.
    const double bound = GetParam();
    const std::uint32_t rows = 101;
    const int months = static_cast<int>(20'000 / std::min(1.0, 20 * bound));
    std::vector<double> visits(rows);
    double dispersion = 0;
    for (int month = 0; month < months; ++month) {
        double in_month = 0;
        for_each_candidate(stream_of(month), rows, bound, [&](std::uint32_t row, double) {
            ++visits[row];
            ++in_month;
        });
        const double z = (in_month - rows * bound) / std::sqrt(rows * bound * (1 - bound));
        dispersion += z * z;
    }
    test::Cells cells;
    for (const double count : visits) cells.add(count, months * bound, months * bound * (1 - bound));
    EXPECT_PLAUSIBLE(cells.verdict(0));
    // Independent rows: the months' totals vary as binomial ones. Their squared deviations have mean 1 and variance
    // 2 + (1 - 6 b (1 - b)) / (n b (1 - b)).
    const double excess = (1 - 6 * bound * (1 - bound)) / (rows * bound * (1 - bound));
    const double z = (dispersion - months) / std::sqrt(months * (2 + excess));
    EXPECT_PLAUSIBLE(test::chi_square(z * z, 1));
}

TEST_P(Candidates, leave_geometric_gaps) {
    const double bound = GetParam();
    const std::size_t longest = static_cast<std::size_t>(8 / bound) + 2;
    std::vector<double> gaps(longest + 1);
    double all = 0;
    for (int month = 0; month < 300; ++month) {
        std::int64_t last = -1;
        // Only gaps that begin far from the end, since the end cuts gaps short.
        const auto rows = static_cast<std::uint32_t>(2000 / bound);
        for_each_candidate(stream_of(month), rows, bound, [&](std::uint32_t row, double) {
            const auto gap = static_cast<std::size_t>(row - last - 1);
            if (last + static_cast<std::int64_t>(40 / bound) < rows) {
                ++gaps[std::min(gap, longest)];
                ++all;
            }
            last = row;
        });
    }
    // Bins of about equal probability, whatever the bound.
    test::Cells cells;
    double observed = 0, expected = 0, tail = 1;
    for (std::size_t gap = 0; gap <= longest; ++gap) {
        const double probability = gap < longest ? std::pow(1 - bound, static_cast<double>(gap)) * bound : tail;
        tail -= probability;
        observed += gaps[gap];
        expected += all * probability;
        if (expected < all / 200 && gap < longest) continue;
        cells.add(observed, expected);
        observed = expected = 0;
    }
    EXPECT_PLAUSIBLE(cells.verdict(1));
}

TEST_P(Candidates, carry_a_uniform_number_that_the_gaps_do_not_tell) {
    const double bound = GetParam();
    constexpr std::size_t kinds = 10;
    std::vector<double> table(kinds * kinds);
    std::vector<double> margin(kinds);
    double all = 0;
    std::uint32_t last = 0;
    for (int month = 0; all < 50'000; ++month)
        for_each_candidate(stream_of(month), 4096, bound, [&](std::uint32_t row, double uniform) {
            // Distribution function of the gap, as far as whole rows allow.
            const std::uint32_t gap = row < last ? row : row - last;
            last = row;
            const auto kind = static_cast<std::size_t>(kinds * (1 - std::pow(1 - bound, gap)) * 0.999999);
            ++table[kind * kinds + static_cast<std::size_t>(uniform * kinds)];
            ++margin[kind];
            ++all;
        });
    test::Cells cells;
    double used = 0;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        if (margin[kind] < 50) continue;
        ++used;
        for (std::size_t u = 0; u < kinds; ++u) cells.add(table[kind * kinds + u], margin[kind] / kinds);
    }
    EXPECT_PLAUSIBLE(cells.verdict(used));
}

TEST_P(Candidates, thinned_are_as_many_as_a_walk_over_all_rows_finds) {
    const double bound = GetParam();
    const std::uint32_t rows = 500;
    const int months = static_cast<int>(1'000 / std::min(1.0, 20 * bound));
    std::vector<double> thinned(rows);
    std::vector<double> walked(rows);
    for (int month = 0; month < months; ++month) {
        for_each_candidate(stream_of(month), rows, bound, [&](std::uint32_t row, double uniform) {
            if (accept(uniform * bound, hazard_of(row, bound), bound, "test", block_3, row)) ++thinned[row];
        });
        Stream dense(Seed{12}, Purpose::benchmark, start + month, block_3);
        for (std::uint32_t row = 0; row < rows; ++row)
            if (dense.uniform() < hazard_of(row, bound)) ++walked[row];
    }
    test::Cells against_theory, walk_against_theory, against_walk;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const double hazard = hazard_of(row, bound);
        if (hazard == 0) {
            EXPECT_EQ(thinned[row], 0);
        }
        const double variance = months * hazard * (1 - hazard);
        against_theory.add(thinned[row], months * hazard, variance);
        walk_against_theory.add(walked[row], months * hazard, variance);
        if (variance > 5) against_walk.add(thinned[row] - walked[row] + 1e6, 1e6, 2 * variance);
    }
    EXPECT_PLAUSIBLE(against_theory.verdict(0));
    EXPECT_PLAUSIBLE(walk_against_theory.verdict(0));
    EXPECT_PLAUSIBLE(against_walk.verdict(0));
}

TEST(Candidates, are_none_at_bound_zero_and_all_at_bound_one) {
    int visited = 0;
    const auto count = [&](std::uint32_t row, double) { EXPECT_EQ(row, static_cast<std::uint32_t>(visited++)); };
    for_each_candidate(stream_of(0), 100, 0, count);
    EXPECT_EQ(visited, 0);
    for_each_candidate(stream_of(0), 0, 1, count);
    for_each_candidate(stream_of(0), 0, 0.5, count);
    EXPECT_EQ(visited, 0);
    for_each_candidate(stream_of(0), 100, 1, count);
    EXPECT_EQ(visited, 100);
}

TEST(Candidates, are_almost_all_just_below_bound_one_and_almost_none_just_above_zero) {
    int visited = 0;
    const auto count = [&](std::uint32_t, double) { ++visited; };
    for_each_candidate(stream_of(0), 1000, std::nextafter(1.0, 0.0), count);
    EXPECT_EQ(visited, 1000);
    visited = 0;
    for_each_candidate(stream_of(0), 1000, 1e-300, count);
    EXPECT_EQ(visited, 0);
}

TEST(Candidates, stay_the_same_whether_they_are_accepted_or_not) {
    std::vector<std::pair<std::uint32_t, double>> first, second;
    for_each_candidate(stream_of(0), 4096, 0.05, [&](std::uint32_t row, double u) { first.emplace_back(row, u); });
    for_each_candidate(stream_of(0), 4096, 0.05, [&](std::uint32_t row, double u) {
        second.emplace_back(row, u);
        accept(u * 0.05, 0.02, 0.05, "test", block_3, row);
    });
    EXPECT_EQ(first, second);
}

TEST(Thinning, throws_when_a_hazard_is_above_its_bound) {
    EXPECT_NO_THROW(accept(0.05, 0.1, 0.1, "test", block_3, 5));
    EXPECT_THROW(accept(0.05, std::nextafter(0.1, 1.0), 0.1, "test", block_3, 5), BrokenInvariant);
    try {
        accept(0.0625, 0.25, 0.125, "smuggling", block_3, 5);
        FAIL();
    } catch (const BrokenInvariant& error) {
        EXPECT_STREQ(error.what(), "smuggling: row 5 of block 3 has hazard 0.25 above its bound 0.125");
    }
}

TEST(Thinning, throws_out_of_parallel_blocks_the_error_of_the_lowest) {
    for (const int threads : {1, 3}) {
        try {
            for_each_block(Machine{threads}, 40, [](std::size_t b, std::size_t) {
                const auto id = static_cast<BlockId>(b);
                const double hazard = b < 7 ? 0.1 : 0.3;
                for_each_candidate(Stream(Seed{11}, Purpose::benchmark, start, id), 4096, 0.2,
                                   [&](std::uint32_t row, double u) { accept(u * 0.2, hazard, 0.2, "test", id, row); });
            });
            FAIL();
        } catch (const BrokenInvariant& error) {
            EXPECT_NE(std::string_view(error.what()).find("of block 7 "), std::string_view::npos) << error.what();
        }
    }
}

}  // namespace
}  // namespace qonys
