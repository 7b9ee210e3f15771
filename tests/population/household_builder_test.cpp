#include "population/household_builder.hpp"

#include <cmath>
#include <map>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"

namespace qonys {
namespace {

const Matrix<double> nobody_partnered(sex_count, age_count);

LongStream stream(std::uint32_t block = 0) {
    return LongStream(Stream(Seed{3}, Purpose::synthesis_household, Month(2020, 1), BlockId{block}));
}

using CountsBySexAndAge = std::map<std::pair<Sex, std::size_t>, std::uint32_t>;

CountsBySexAndAge random_counts(Dice& dice, int filled_in_ten) {
    CountsBySexAndAge counts;
    for (const Sex sex : {Sex::male, Sex::female})
        for (std::size_t age = 0; age < age_count; ++age)
            if (dice.between(1, 10) <= filled_in_ten)
                counts[{sex, age}] = static_cast<std::uint32_t>(dice.between(1, 9));
    return counts;
}

PersonPool pool_of(const CountsBySexAndAge& counts) {
    PersonPool pool;
    for (const auto& [kind, persons] : counts) pool.add(kind.first, kind.second, persons);
    return pool;
}

std::optional<std::size_t> nearest_by_looking(const CountsBySexAndAge& counts, Sex sex, int wanted, int from, int to) {
    std::optional<std::size_t> best;
    if (from > to) return best;
    const int aim = std::clamp(wanted, from, to);
    for (int age = std::max(from, 0); age <= std::min(to, 100); ++age) {
        const auto found = counts.find({sex, static_cast<std::size_t>(age)});
        if (found == counts.end() || found->second == 0) continue;
        if (!best || std::abs(age - aim) < std::abs(static_cast<int>(*best) - aim))
            best = static_cast<std::size_t>(age);
    }
    return best;
}

TEST(PersonPool, finds_the_nearest_age_as_a_search_of_all_ages_does) {
    Dice dice;
    for (int attempt = 0; attempt < 300; ++attempt) {
        CountsBySexAndAge counts = random_counts(dice, dice.between(0, 4));
        PersonPool pool = pool_of(counts);
        for (int question = 0; question < 60; ++question) {
            const Sex sex = dice.between(0, 1) == 0 ? Sex::male : Sex::female;
            const int from = dice.between(-5, 105);
            const int to = dice.between(-5, 110);
            const int wanted = dice.between(-20, 130);
            const auto found = pool.nearest(sex, wanted, from, to);
            ASSERT_EQ(found, nearest_by_looking(counts, sex, wanted, from, to))
                << wanted << " in " << from << " to " << to;
            if (!found) continue;
            pool.take(sex, *found);
            --counts[{sex, *found}];
        }
    }
}

TEST(PersonPool, prefers_the_younger_of_two_equally_near) {
    const PersonPool pool = pool_of({{{Sex::male, 60}, 1}, {{Sex::male, 68}, 1}});
    EXPECT_EQ(pool.nearest(Sex::male, 64, 0, 100), 60U);
    EXPECT_EQ(pool.nearest(Sex::male, 65, 0, 100), 68U);
    EXPECT_EQ(pool.nearest(Sex::female, 65, 0, 100), std::nullopt);
    EXPECT_EQ(pool.nearest(Sex::male, 64, 70, 60), std::nullopt) << "an empty range";
}

TEST(PersonPool, counts_who_is_left) {
    PersonPool pool = pool_of({{{Sex::male, 17}, 2}, {{Sex::female, 18}, 3}, {{Sex::male, 90}, 1}});
    EXPECT_EQ(pool.persons(), 6U);
    EXPECT_EQ(pool.aged_from(18), 4U);
    pool.take(Sex::female, 18);
    EXPECT_EQ(pool.persons(), 5U);
    EXPECT_EQ(pool.count(Sex::female, 18), 2U);
    EXPECT_EQ(pool.aged_from(18), 3U);
}

TEST(HouseholdSizes, sum_to_the_persons_within_their_bounds) {
    Dice dice;
    for (int attempt = 0; attempt < 200; ++attempt) {
        const auto households = static_cast<std::uint32_t>(dice.between(1, 500));
        const auto persons = static_cast<std::uint32_t>(
            dice.between(static_cast<int>(households), static_cast<int>(households) * largest_household));
        LongStream draws = stream(static_cast<std::uint32_t>(attempt));
        const auto sizes = household_sizes(households, persons, draws);
        ASSERT_EQ(sizes.size(), households);
        ASSERT_EQ(std::accumulate(sizes.begin(), sizes.end(), 0U), persons);
        for (const std::uint8_t size : sizes) {
            ASSERT_GE(size, 1);
            ASSERT_LE(size, largest_household);
        }
    }
}

TEST(HouseholdSizes, can_be_as_small_or_as_large_as_allowed) {
    LongStream draws = stream();
    EXPECT_EQ(household_sizes(40, 40, draws), std::vector<std::uint8_t>(40, 1));
    EXPECT_EQ(household_sizes(40, 40 * largest_household, draws), std::vector<std::uint8_t>(40, largest_household));
    EXPECT_TRUE(household_sizes(0, 0, draws).empty());
}

TEST(HouseholdSizes, are_one_more_than_poisson) {
    constexpr std::uint32_t households = 20'000;
    LongStream draws = stream();
    const auto sizes = household_sizes(households, households * 7 / 2, draws);  // mean 3.5
    double probability = std::exp(-2.5);
    for (int size = 1; size <= 8; ++size) {
        const auto found = static_cast<double>(std::ranges::count(sizes, size)) / households;
        EXPECT_NEAR(found, probability, 0.002) << "households of " << size;
        probability *= 2.5 / size;
    }
}

/// Builds households and checks what always holds: everyone is placed once, in the sizes asked for.
BuiltHouseholds built(const CountsBySexAndAge& counts, const std::vector<std::uint8_t>& sizes,
                      std::uint32_t block = 0) {
    LongStream draws = stream(block);
    BuiltHouseholds households = build_households(pool_of(counts), sizes, nobody_partnered, draws);
    CountsBySexAndAge placed;
    for (const Member& member : households.members) ++placed[{member.sex, member.age}];
    EXPECT_EQ(placed, counts);
    std::vector<std::uint32_t> found;
    for (std::size_t h = 0; h + 1 < households.start.size(); ++h)
        found.push_back(households.start[h + 1] - households.start[h]);
    std::vector<std::uint32_t> wanted(sizes.begin(), sizes.end());
    std::ranges::sort(found);
    std::ranges::sort(wanted);
    EXPECT_EQ(found, wanted);
    return households;
}

void expect_adult_heads(const BuiltHouseholds& households) {
    for (std::size_t h = 0; h + 1 < households.start.size(); ++h)
        EXPECT_GE(households.members[households.start[h]].age, adult_age) << "household " << h;
}

TEST(BuildHouseholds, places_everyone_once_in_the_sizes_asked_for_with_adult_heads) {
    Dice dice;
    for (std::uint32_t attempt = 0; attempt < 100; ++attempt) {
        const CountsBySexAndAge counts = random_counts(dice, 8);
        const PersonPool pool = pool_of(counts);
        const auto households = static_cast<std::uint32_t>(
            dice.between(static_cast<int>((pool.persons() + largest_household - 1) / largest_household),
                         static_cast<int>(pool.aged_from(adult_age) / 2)));
        LongStream draws = stream(attempt);
        expect_adult_heads(built(counts, household_sizes(households, pool.persons(), draws), attempt));
    }
}

TEST(BuildHouseholds, never_leaves_a_child_alone) {
    const CountsBySexAndAge counts{
        {{Sex::female, 30}, 10}, {{Sex::male, 32}, 10}, {{Sex::male, 5}, 15}, {{Sex::female, 8}, 5}};
    const BuiltHouseholds households = built(counts, std::vector<std::uint8_t>(10, 4));
    expect_adult_heads(households);
}

// Disabled until draw_heads() looks for an adult of either sex before it takes a child of the preferred one.
TEST(BuildHouseholds, takes_every_adult_as_head_before_any_child) {
    const CountsBySexAndAge counts{{{Sex::female, 19}, 6}, {{Sex::female, 40}, 4}, {{Sex::male, 12}, 5}};
    for (std::uint32_t block = 0; block < 20; ++block)
        expect_adult_heads(built(counts, {1, 1, 1, 1, 1, 2, 2, 2, 2, 2}, block));
}

TEST(BuildHouseholds, of_children_only_still_places_them) { built({{{Sex::male, 10}, 2}, {{Sex::female, 3}, 1}}, {3}); }

TEST(BuildHouseholds, of_nobody_is_empty) {
    LongStream draws = stream();
    EXPECT_TRUE(build_households({}, {}, nobody_partnered, draws).members.empty());
}

}  // namespace
}  // namespace qonys
