#include "world/block.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "tests/support/three_places.hpp"
#include "world/block_check.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A family of three: born in 1970, 1972 and 2000.
class Family : public testing::Test {
protected:
    Block block = block_of_seven();
    Row household = block.add_household(PlaceId{2}, RegionId{1}, Ethnicity::russian, Month(2010, 5));
    Row father = block.add_person(household, Month(1970, 3), Sex::male);
    Row mother = block.add_person(household, Month(1972, 4), Sex::female);
    Row child = block.add_person(household, Month(2000, 5), Sex::female);

    Month head_born() const { return Month::from_index(block.households[household].head_birth_month); }
    static Block block_of_seven() {
        Block made;
        made.id = BlockId{7};
        return made;
    }
};

TEST_F(Family, is_apart_when_it_lives_elsewhere_or_has_another_head_than_its_run) {
    block.first_place = PlaceId{2};
    const Row second = block.add_household(PlaceId{2}, RegionId{1}, Ethnicity::russian, Month(2010, 5));
    const Row later = block.add_household(PlaceId{2}, RegionId{1}, Ethnicity::russian, Month(2010, 5));
    block.head_ages = {{1, static_cast<MonthIndex>(Month(1970, 3).index())},
                       {2, static_cast<MonthIndex>(Month(1960, 1).index())}};
    EXPECT_EQ(block.head_age_run(household), &block.head_ages[0]);
    EXPECT_EQ(block.head_age_run(second), &block.head_ages[1]);
    EXPECT_EQ(block.head_age_run(later), nullptr);
    EXPECT_FALSE(block.apart(household));
    EXPECT_TRUE(block.apart(second)) << "nobody heads it who was born in the sixties";
    EXPECT_FALSE(block.apart(later)) << "no bound by age is held against it";
    for (const Row row : {household, later}) {
        block.households[row].place = PlaceId{1};
        EXPECT_TRUE(block.apart(row));
        block.households[row].place = PlaceId{2};
    }
    block.remove_person(father);
    EXPECT_FALSE(block.apart(household)) << "its new head was born within five years";
    block.remove_person(mother);
    EXPECT_TRUE(block.apart(household));
}

TEST_F(Family, forms_a_chain_in_the_order_of_joining) {
    EXPECT_THAT(members(block, household), ElementsAre(father, mother, child));
    EXPECT_EQ(block.households[household].size, 3);
    EXPECT_EQ(head_born(), Month(1970, 3));
    for (const Row person : members(block, household)) EXPECT_EQ(block.persons[person].household, household);
}

TEST_F(Family, keeps_what_it_was_made_with) {
    EXPECT_EQ(block.households[household].place, PlaceId{2});
    EXPECT_EQ(block.households[household].home, RegionId{1});
    EXPECT_EQ(block.households[household].ethnicity, Ethnicity::russian);
    EXPECT_EQ(block.households[household].programme, no_programme);
    EXPECT_EQ(Month::from_index(block.households[household].last_move), Month(2010, 5));
    EXPECT_EQ(block.persons[mother].sex, Sex::female);
    EXPECT_EQ(Month::from_index(block.persons[child].birth_month), Month(2000, 5));
}

TEST_F(Family, passes_to_the_next_member_when_the_head_goes) {
    block.remove_person(father);
    EXPECT_THAT(members(block, household), ElementsAre(mother, child));
    EXPECT_EQ(block.households[household].first_person, mother);
    EXPECT_EQ(head_born(), Month(1972, 4));
    EXPECT_EQ(block.households[household].size, 2);
    EXPECT_EQ(block.persons[father].household, no_row);
}

TEST_F(Family, keeps_its_head_when_another_member_goes) {
    block.remove_person(mother);
    EXPECT_THAT(members(block, household), ElementsAre(father, child));
    EXPECT_EQ(head_born(), Month(1970, 3));
    block.remove_person(child);
    EXPECT_THAT(members(block, household), ElementsAre(father));
}

TEST_F(Family, leaves_a_row_that_nobody_else_gets_when_the_last_member_goes) {
    for (const Row person : {father, mother, child}) block.remove_person(person);
    EXPECT_THAT(members(block, household), ElementsAre());
    EXPECT_EQ(block.households[household].size, 0);
    EXPECT_EQ(block.households[household].first_person, no_row);
    EXPECT_EQ(block.add_household(PlaceId{1}, RegionId{0}, Ethnicity::other, Month(2020, 1)), household + 1);
    EXPECT_EQ(block.add_person(household + 1, Month(2020, 1), Sex::male), child + 1);
    for (const Row person : {father, mother, child}) EXPECT_EQ(block.persons[person].household, no_row);
}

TEST_F(Family, lets_a_member_move_to_another_household_behind_a_given_one_or_to_the_end) {
    const Row neighbours = block.add_household(PlaceId{0}, RegionId{0}, Ethnicity::other, Month(2010, 5));
    const Row head = block.add_person(neighbours, Month(1980, 1), Sex::male);
    const Row lodger = block.add_person(neighbours, Month(1985, 1), Sex::male);
    block.transfer(child, neighbours, head);
    EXPECT_THAT(members(block, neighbours), ElementsAre(head, child, lodger));
    block.transfer(father, neighbours);
    EXPECT_THAT(members(block, neighbours), ElementsAre(head, child, lodger, father));
    EXPECT_THAT(members(block, household), ElementsAre(mother));
    EXPECT_EQ(head_born(), Month(1972, 4)) << "the head left";
    EXPECT_EQ(block.households[neighbours].size, 4);
    EXPECT_EQ(block.persons[father].household, neighbours);
    block.transfer(mother, neighbours, lodger);
    EXPECT_THAT(members(block, neighbours), ElementsAre(head, child, lodger, mother, father));
    EXPECT_EQ(block.person_rows(), 5U) << "persons who move keep their rows";
}

TEST_F(Family, finds_partners_in_pairs_from_the_head_on) {
    const Row son_in_law = block.add_person(household, Month(1999, 1), Sex::male);
    const Row grandchild = block.add_person(household, Month(2019, 1), Sex::male);
    for (const Row person : {father, mother, child, son_in_law}) block.persons[person].partnered = true;
    EXPECT_EQ(block.partner_of(father), mother);
    EXPECT_EQ(block.partner_of(mother), father);
    EXPECT_EQ(block.partner_of(child), son_in_law);
    EXPECT_EQ(block.partner_of(son_in_law), child);
    EXPECT_THAT(message_of<BrokenInvariant>([&] { block.partner_of(grandchild); }),
                HasSubstr("person 4 of block 7 has no partner in the household"));
    block.persons[son_in_law].partnered = false;
    EXPECT_THAT(message_of<BrokenInvariant>([&] { block.partner_of(child); }),
                HasSubstr("person 2 of block 7 has no partner in the household"));
}

TEST(Block, agrees_with_a_list_of_lists_after_many_births_and_deaths) {
    Block block;
    struct Person {
        Row row;
        int born;
    };
    std::vector<std::vector<Person>> expected(40);
    std::vector<Row> row_of(40, no_row);  // of families; whoever lost the last member has none
    Dice dice;
    std::size_t births = 0;
    std::size_t founded = 0;
    for (int event = 0; event < 20'000; ++event) {
        const auto which = static_cast<std::size_t>(dice.between(0, 39));
        auto& family = expected[which];
        Row& h = row_of[which];
        if (!family.empty() && (dice.between(0, 1) == 0 || family.size() >= 12)) {
            const auto who = static_cast<std::size_t>(dice.between(0, static_cast<int>(family.size()) - 1));
            block.remove_person(family[who].row);
            family.erase(family.begin() + static_cast<std::ptrdiff_t>(who));
        } else {
            if (family.empty()) {
                h = block.add_household(PlaceId{0}, RegionId{0}, Ethnicity::kazakh, Month(2000, 1));
                ++founded;
            }
            const int born = dice.between(0, 1400);
            family.push_back({block.add_person(h, Month::from_index(born), Sex::male), born});
            ++births;
        }
        ASSERT_EQ(block.households[h].size, family.size());
        ASSERT_EQ(members(block, h).size(), family.size());
        if (family.empty()) continue;
        ASSERT_EQ(block.households[h].head_birth_month, family.front().born);
    }
    for (std::size_t h = 0; h < expected.size(); ++h) {
        if (expected[h].empty()) continue;
        const auto rows = members(block, row_of[h]);
        ASSERT_EQ(rows.size(), expected[h].size());
        for (std::size_t k = 0; k < rows.size(); ++k) {
            EXPECT_EQ(rows[k], expected[h][k].row);
            EXPECT_EQ(block.persons[rows[k]].birth_month, expected[h][k].born);
        }
    }
    EXPECT_EQ(block.person_rows(), births) << "no row is used twice";
    EXPECT_EQ(block.household_rows(), founded);
}

TEST(Block, has_the_same_order_of_birth_whether_or_not_persons_were_entered_one_by_one) {
    Dice dice;
    Block one_by_one;
    Block at_once;
    for (int k = 0; k < 500; ++k) {
        const Month born = Month::from_index(dice.between(0, 1400));
        const Sex sex = dice.between(0, 1) == 0 ? Sex::male : Sex::female;
        for (Block* block : {&one_by_one, &at_once})
            block->add_household(PlaceId{0}, RegionId{0}, Ethnicity::kazakh, Month(2000, 1));
        EXPECT_EQ(one_by_one.add_person(static_cast<Row>(k), born, sex),
                  at_once.add_unsorted_person(static_cast<Row>(k), born, sex));
    }
    EXPECT_TRUE(at_once.by_birth.empty());
    one_by_one.sort_by_birth();
    at_once.sort_by_birth();
    check_block(at_once);
    EXPECT_EQ(at_once.by_birth, one_by_one.by_birth);
    EXPECT_EQ(digest(at_once), digest(one_by_one));
    EXPECT_LT(at_once.birth_years.capacity(), one_by_one.birth_years.capacity());
}

TEST(Block, grows_by_an_eighth) {
    Block block;
    for (std::size_t rows = 1; rows <= 5000; ++rows) {
        block.add_household(PlaceId{0}, RegionId{0}, Ethnicity::kazakh, Month(2000, 1));
        ASSERT_EQ(block.households.size(), rows);
        ASSERT_LE(block.households.capacity(), rows - 1 + (rows - 1) / 8 + 16);
    }
    EXPECT_GE(bytes(block), 5000U * 24U) << "twenty-four bytes a household";
}

TEST(Block, refuses_what_its_row_numbers_cannot_address) {
    Block block;
    block.id = BlockId{12};
    for (std::size_t row = 0; row < block_rows; ++row) {
        block.add_household(PlaceId{0}, RegionId{0}, Ethnicity::kazakh, Month(2000, 1));
        block.add_person(static_cast<Row>(row), Month(1990, 1), Sex::male);
    }
    EXPECT_THAT(message_of<BrokenInvariant>([&] { block.add_person(0, Month(2020, 1), Sex::male); }),
                HasSubstr("block 12 has no row left for a person"));
    EXPECT_THAT(message_of<BrokenInvariant>(
                    [&] { block.add_household(PlaceId{0}, RegionId{0}, Ethnicity::kazakh, Month(2000, 1)); }),
                HasSubstr("block 12 has no row left for a household"));
}

/// The digests of all blocks that differ from `block` in one byte of the last of its rows, and its own.
template <class Record>
std::set<std::uint64_t> digests_of_variants(const Block& block, std::vector<Record> Block::*rows) {
    std::set<std::uint64_t> seen{digest(block)};
    for (std::size_t byte = 0; byte < sizeof(Record); ++byte) {
        Block variant = block;
        auto raw = std::bit_cast<std::array<unsigned char, sizeof(Record)>>((variant.*rows).back());
        raw[byte] ^= 1U;
        (variant.*rows).back() = std::bit_cast<Record>(raw);
        seen.insert(digest(variant));
    }
    return seen;
}

TEST_F(Family, has_a_digest_that_changes_with_any_byte) {
    const auto households = digests_of_variants(block, &Block::households);
    const auto persons = digests_of_variants(block, &Block::persons);
    EXPECT_EQ(households.size(), 1 + sizeof(Household) - 3) << "alarms are derived and do not count";
    EXPECT_EQ(persons.size(), 1 + sizeof(Person));
    EXPECT_EQ(digest(block), digest(Block(block)));
}

TEST_F(Family, has_a_digest_that_changes_with_the_block) {
    Block other = block;
    other.id = BlockId{8};
    EXPECT_NE(digest(other), digest(block));
}

}  // namespace
}  // namespace qonys
