#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "../exactness/statistics.hpp"
#include "random/stream.hpp"

namespace qonys {
namespace {

constexpr Month june_2019(2019, 6);
constexpr BlockId block_17{17};

std::uint64_t first_two_words(Stream stream) {
    const std::uint64_t high = stream.word();
    return high << 32U | stream.word();
}

TEST(Stream, differs_in_every_part_of_its_address) {
    const Seed seed{7};
    std::set<std::uint64_t> seen;
    std::size_t streams = 0;
    const auto see = [&](Stream stream) {
        seen.insert(first_two_words(stream));
        ++streams;
    };
    see(Stream(seed, Purpose::birth, june_2019, block_17));
    see(Stream({8}, Purpose::birth, june_2019, block_17));
    see(Stream({7 + (1ULL << 32U)}, Purpose::birth, june_2019, block_17));
    see(Stream(seed, Purpose::death, june_2019, block_17));
    for (int months = 1; months <= 1000; ++months) see(Stream(seed, Purpose::birth, june_2019 + months, block_17));
    for (std::uint32_t other = 18; other < 2000; ++other)
        see(Stream(seed, Purpose::birth, june_2019, static_cast<BlockId>(other)));
    for (std::uint32_t row = 0; row < 0xFFFF; row += 7) see(Stream(seed, Purpose::birth, june_2019, block_17, row));
    EXPECT_EQ(seen.size(), streams);
}

TEST(Stream, does_not_run_into_the_stream_of_the_next_row) {
    // 2^16 blocks of four words: all that one address may use.
    Stream stream({7}, Purpose::birth, june_2019, block_17, 3);
    const std::uint64_t next = first_two_words(Stream({7}, Purpose::birth, june_2019, block_17, 4));
    std::uint64_t last = 0;
    for (std::uint32_t drawn = 0; drawn < 4 * 0x10000U; ++drawn) {
        last = last << 32U | stream.word();
        ASSERT_NE(last, next);
    }
}

TEST(Stream, does_not_depend_on_who_asks_first) {
    std::vector<std::uint64_t> forwards;
    for (std::uint32_t row = 0; row < 100; ++row)
        forwards.push_back(first_two_words(Stream({7}, Purpose::birth, june_2019, block_17, row)));
    for (std::uint32_t row = 100; row-- > 0;)
        EXPECT_EQ(first_two_words(Stream({7}, Purpose::birth, june_2019, block_17, row)), forwards[row]);
}

TEST(Stream, uniform_is_never_zero_or_one) {
    // As the formula stands, for the extreme words...
    EXPECT_GT((0 + 0.5) * 0x1p-32, 0.0);
    EXPECT_LT((static_cast<double>(0xFFFFFFFFU) + 0.5) * 0x1p-32, 1.0);
    // ... and as it is used.
    Stream stream({7}, Purpose::benchmark, june_2019, block_17);
    for (int drawn = 0; drawn < 200'000; ++drawn) {
        const double uniform = stream.uniform();
        ASSERT_GT(uniform, 0.0);
        ASSERT_LT(uniform, 1.0);
    }
}

TEST(Stream, uniform_is_uniform_within_and_across_streams) {
    constexpr std::size_t cells = 1000;
    std::vector<double> within(cells);
    std::vector<double> across(cells);
    for (std::uint32_t b = 0; b < 10; ++b) {
        Stream stream({7}, Purpose::benchmark, june_2019, static_cast<BlockId>(b));
        for (int drawn = 0; drawn < 100'000; ++drawn) ++within[static_cast<std::size_t>(stream.uniform() * cells)];
        for (std::uint32_t row = 0; row < 60'000; ++row)
            ++across[static_cast<std::size_t>(
                Stream({7}, Purpose::benchmark, june_2019, static_cast<BlockId>(b), row).uniform() * cells)];
    }
    EXPECT_PLAUSIBLE(test::goodness_of_fit(within, std::vector<double>(cells, 1000)));
    EXPECT_PLAUSIBLE(test::goodness_of_fit(across, std::vector<double>(cells, 600)));
}

TEST(Stream, neighbouring_addresses_are_not_correlated) {
    // Pairs of first numbers of neighbouring rows, and of the same row in neighbouring months, in a 32 x 32 table.
    constexpr std::size_t cells = 32;
    std::vector<double> rows(cells * cells);
    std::vector<double> months(cells * cells);
    const auto cell = [](Month month, std::uint32_t row) {
        return static_cast<std::size_t>(Stream({7}, Purpose::benchmark, month, block_17, row).uniform() * cells);
    };
    for (std::uint32_t row = 0; row < 60'000; ++row) {
        ++rows[cell(june_2019, row) * cells + cell(june_2019, row + 1)];
        ++months[cell(june_2019, row) * cells + cell(june_2019 + 1, row)];
    }
    const std::vector<double> expected(cells * cells, 60'000.0 / (cells * cells));
    EXPECT_PLAUSIBLE(test::goodness_of_fit(rows, expected));
    EXPECT_PLAUSIBLE(test::goodness_of_fit(months, expected));
}

TEST(Stream, exponential_is_the_logarithm_of_its_uniform_number) {
    Stream logarithm({5}, Purpose::benchmark, Month(2020, 1), BlockId{0});
    Stream uniform = logarithm;
    double sum = 0;
    constexpr int draws = 200'000;
    for (int k = 0; k < draws; ++k) {
        const double wait = logarithm.exponential();
        ASSERT_NEAR(wait, -std::log(uniform.uniform()), 1e-11);
        sum += wait;
    }
    EXPECT_NEAR(sum / draws, 1, 4 / std::sqrt(draws));
    for (const std::uint64_t word : {0ULL, 1ULL, 0x7FFFFFFFULL, 0x80000000ULL, 0xB504F333ULL, 0xFFFFFFFFULL})
        EXPECT_NEAR(log_uniform(word), std::log((static_cast<double>(word) + 0.5) * 0x1p-32), 1e-11);
}

TEST(Stream, below_is_uniform_on_the_numbers_below) {
    for (const std::uint32_t n : {2U, 3U, 12U, 106U, 1000U}) {
        Stream stream({7}, Purpose::benchmark, june_2019 + static_cast<int>(n), block_17);
        std::vector<double> counted(n);
        for (int drawn = 0; drawn < 200'000; ++drawn) {
            const std::uint32_t number = stream.below(n);
            ASSERT_LT(number, n);
            ++counted[number];
        }
        EXPECT_PLAUSIBLE(test::goodness_of_fit(counted, std::vector<double>(n, 200'000.0 / n)));
    }
    Stream stream({7}, Purpose::benchmark, june_2019, block_17);
    EXPECT_EQ(stream.below(1), 0U);
}

}  // namespace
}  // namespace qonys
