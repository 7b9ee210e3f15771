#include "base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qonys {
namespace {

using ::testing::ElementsAre;

TEST(DidYouMean, suggests_the_nearest_candidate) {
    EXPECT_EQ(did_you_mean("qouta", {"quota", "quantity", "start"}), " (did you mean 'quota'?)");
    EXPECT_EQ(did_you_mean("distanse", {"instance", "distance"}), " (did you mean 'distance'?)");
    EXPECT_EQ(did_you_mean("hom", {"home", "hope"}), " (did you mean 'home'?)");
}

TEST(DidYouMean, takes_the_first_of_equally_near_ones) {
    EXPECT_EQ(did_you_mean("cat", {"bat", "hat"}), " (did you mean 'bat'?)");
}

TEST(DidYouMean, says_nothing_when_nothing_is_near) {
    EXPECT_EQ(did_you_mean("quota", {}), "");
    EXPECT_EQ(did_you_mean("quota", {"distance", "network"}), "");
}

TEST(DidYouMean, allows_two_mistakes_in_short_words_and_a_third_of_the_letters_in_long_ones) {
    EXPECT_EQ(did_you_mean("abcdef", {"abcdXY"}), " (did you mean 'abcdXY'?)");
    EXPECT_EQ(did_you_mean("abcdef", {"abcXYZ"}), "");
    EXPECT_EQ(did_you_mean("abcdefghijkl", {"abcdefghWXYZ"}), " (did you mean 'abcdefghWXYZ'?)");
    EXPECT_EQ(did_you_mean("abcdefghijkl", {"abcdefgVWXYZ"}), "");
}

TEST(DidYouMean, counts_insertions_and_deletions_as_one_mistake_each) {
    EXPECT_EQ(did_you_mean("networks", {"net"}), "") << "five letters too many";
    EXPECT_EQ(did_you_mean("ntwrk", {"network"}), " (did you mean 'network'?)") << "two letters missing";
}

TEST(Location, is_written_as_far_as_it_is_known) {
    EXPECT_EQ(to_string(Location{"a.toml", 14, 9}), "a.toml:14:9");
    EXPECT_EQ(to_string(Location{"a.toml", 14, 0}), "a.toml:14");
    EXPECT_EQ(to_string(Location{"a.toml", 0, 9}), "a.toml");
    EXPECT_EQ(to_string(Location{}), "");
}

TEST(Problems, throw_nothing_when_there_are_none) {
    const Problems problems;
    EXPECT_TRUE(problems.empty());
    EXPECT_NO_THROW(problems.throw_if_any());
}

TEST(Problems, are_thrown_together_in_the_order_of_file_line_and_column) {
    Problems problems;
    problems.add({"b.csv", 1, 1}, "last");
    problems.add({"a.csv", 10, 1}, "fifth");
    problems.add({"a.csv", 2, 7}, "third");
    problems.add({"a.csv", 2, 7}, "fourth: said after the third of the same cell");
    problems.add({"a.csv", 2, 3}, "second");
    problems.add({"a.csv", 0, 0}, "first: of the whole file");
    EXPECT_FALSE(problems.empty());
    try {
        problems.throw_if_any();
        FAIL() << "nothing thrown";
    } catch (const InputError& error) {
        std::vector<std::string> said;
        for (const Problem& problem : error.problems()) said.push_back(problem.what.substr(0, problem.what.find(':')));
        EXPECT_THAT(said, ElementsAre("first", "second", "third", "fourth", "fifth", "last"));
        EXPECT_STREQ(error.what(),
                     "a.csv: first: of the whole file\na.csv:2:3: second\na.csv:2:7: third\n"
                     "a.csv:2:7: fourth: said after the third of the same cell\na.csv:10:1: fifth\nb.csv:1:1: last");
    }
}

TEST(Problems, may_lie_nowhere) {
    Problems problems;
    problems.add({}, "no scenario given");
    try {
        problems.throw_if_any();
        FAIL() << "nothing thrown";
    } catch (const InputError& error) {
        EXPECT_STREQ(error.what(), "no scenario given");
    }
}

}  // namespace
}  // namespace qonys
