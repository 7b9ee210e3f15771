#include "world/block_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"

namespace qonys {
namespace {

using ::testing::HasSubstr;

/// A couple with a child, and somebody alone.
class BlockCheck : public ::testing::Test {
protected:
    BlockCheck() {
        const Month born(1990, 5);
        const Row family = block.add_household(PlaceId{0}, RegionId{0}, Ethnicity::kazakh, born);
        const Row single = block.add_household(PlaceId{0}, RegionId{0}, Ethnicity::russian, born);
        for (const Sex sex : {Sex::male, Sex::female})
            block.persons[block.add_person(family, born, sex)].partnered = true;
        block.add_person(family, Month(2015, 3), Sex::female);
        block.add_person(single, born, Sex::male);
        block.sort_by_birth();
        block.watch_all();
    }
    std::string said() const {
        try {
            check_block(block);
            return "";
        } catch (const BrokenInvariant& error) {
            return error.what();
        }
    }

    Block block;
};

TEST_F(BlockCheck, finds_nothing_in_a_block_in_order) {
    EXPECT_EQ(said(), "");
    block.remove_person(2);
    EXPECT_EQ(said(), "") << "nor when somebody is no more";
}

TEST_F(BlockCheck, finds_a_size_that_is_not_that_of_the_chain) {
    ++block.households[0].size;
    EXPECT_THAT(said(), HasSubstr("household 0 of block 0 has fewer members than its size says"));
    block.households[0].size = 2;
    EXPECT_THAT(said(), HasSubstr("household 0 of block 0 has more members than its size says"));
}

TEST_F(BlockCheck, finds_who_stands_in_another_chain_or_in_none) {
    block.persons[2].household = 1;
    EXPECT_THAT(said(), HasSubstr("person 2 of block 0 stands in the chain of another household"));
    block.persons[2].household = 0;
    block.persons[1].next = no_row;
    block.households[0].size = 2;
    EXPECT_THAT(said(), HasSubstr("are not all in the chain of their household"));
}

TEST_F(BlockCheck, finds_partners_who_stand_apart) {
    block.persons[1].partnered = false;
    EXPECT_THAT(said(), HasSubstr("person 0 of block 0 has no partner beside"));
    block.persons[2].partnered = true;
    EXPECT_THAT(said(), HasSubstr("person 0 of block 0 has no partner beside"));
}

TEST_F(BlockCheck, finds_a_head_of_another_age) {
    ++block.households[1].head_birth_month;
    EXPECT_THAT(said(), HasSubstr("household 1 of block 0 has another head than it says"));
}

TEST_F(BlockCheck, finds_disorder_among_the_birth_years) {
    std::swap(block.by_birth.front(), block.by_birth.back());
    EXPECT_THAT(said(), HasSubstr("stands in a run of another year or sex"));
    block.by_birth.back() = block.by_birth.front();
    EXPECT_NE(said(), "");
}

TEST_F(BlockCheck, finds_who_is_missing_in_a_list) {
    block.persons[3].activity = Activity::unemployed;
    EXPECT_THAT(said(), HasSubstr("person 3 of block 0 is not among those who do what the person does"));
    block.watch_all();
    EXPECT_EQ(said(), "");
    block.households[1].stage = Stage::resettled;
    EXPECT_THAT(said(), HasSubstr("household 1 of block 0 is not listed as its programme says"));
}

}  // namespace
}  // namespace qonys
