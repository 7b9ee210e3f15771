#include "parallel/ranks.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(Ranks, OneRankHasEverythingAndKeepsItsNumbers) {
    EXPECT_EQ(one_rank.part(7), std::pair(std::size_t{0}, std::size_t{7}));
    std::vector<std::int64_t> numbers{3, -4};
    one_rank.sum(numbers);
    EXPECT_EQ(numbers, (std::vector<std::int64_t>{3, -4}));
    EXPECT_EQ(one_rank.gather(numbers), numbers);
    EXPECT_TRUE(one_rank.first());
    EXPECT_TRUE(one_rank.any(true));
    EXPECT_FALSE(one_rank.any(false));
}

TEST(Ranks, OneRankThatFailsSpeaksItself) { EXPECT_EQ(one_rank.fail(3), std::pair(3, true)); }

}  // namespace
}  // namespace qonys
