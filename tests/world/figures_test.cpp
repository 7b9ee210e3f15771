#include "world/figures.hpp"

#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"

namespace qonys {
namespace {

const Month oldest(1895, 1);
const Month youngest(2022, 12);

/// Random numbers of persons in two places.
Cohorts random_cohorts(Dice& dice) {
    Cohorts cohorts(2, oldest, youngest);
    for (std::size_t place = 0; place < 2; ++place)
        for (const Sex sex : {Sex::male, Sex::female})
            for (int born = oldest.index(); born <= youngest.index(); ++born)
                cohorts.at(static_cast<PlaceId>(place), sex, static_cast<MonthIndex>(born)) = dice.between(0, 9);
    return cohorts;
}

/// Whole years between two months, counted birthday by birthday.
int birthdays(int born, int now) {
    int years = 0;
    while (born + 12 * (years + 1) <= now) ++years;
    return years;
}

TEST(Cohorts, count_completed_ages_as_birthdays_do) {
    Dice dice;
    const Cohorts cohorts = random_cohorts(dice);
    const std::vector<std::pair<int, int>> groups{{0, 0}, {0, 4}, {17, 17}, {18, 62}, {63, 200}, {0, 200}};
    for (const Month month : {Month(2019, 1), Month(2020, 2), Month(2022, 11), Month(2022, 12)})
        for (const auto& [from, to] : groups)
            for (const Sex sex : {Sex::male, Sex::female}) {
                std::int64_t expected = 0;
                const auto persons = cohorts.of(PlaceId{1}, sex);
                for (std::size_t k = 0; k < persons.size(); ++k) {
                    const int born = oldest.index() + static_cast<int>(k);
                    const int age = birthdays(born, month.index());
                    if (born <= month.index() && from <= age && age <= to) expected += persons[k];
                }
                EXPECT_EQ(cohorts.aged(PlaceId{1}, sex, from, to, month), expected)
                    << from << " to " << to << " in " << to_string(month);
            }
}

TEST(Cohorts, count_everybody_of_a_place) {
    Dice dice;
    const Cohorts cohorts = random_cohorts(dice);
    for (const PlaceId place : {PlaceId{0}, PlaceId{1}}) {
        std::int64_t expected = 0;
        for (const Sex sex : {Sex::male, Sex::female})
            for (const std::int32_t persons : cohorts.of(place, sex)) expected += persons;
        EXPECT_EQ(cohorts.everybody(place), expected);
    }
}

TEST(Cohorts, turn_a_year_older_in_the_month_of_birth) {
    Cohorts cohorts(1, oldest, youngest);
    cohorts.at(PlaceId{0}, Sex::female, static_cast<MonthIndex>(Month(2000, 2).index())) = 1;
    EXPECT_EQ(cohorts.aged(PlaceId{0}, Sex::female, 18, 18, Month(2019, 1)), 1);
    EXPECT_EQ(cohorts.aged(PlaceId{0}, Sex::female, 18, 18, Month(2019, 2)), 0);
    EXPECT_EQ(cohorts.aged(PlaceId{0}, Sex::female, 19, 19, Month(2019, 2)), 1);
    EXPECT_EQ(cohorts.aged(PlaceId{0}, Sex::male, 0, 150, Month(2019, 2)), 0);
}

TEST(Cohorts, count_those_born_this_month_as_aged_0) {
    Cohorts cohorts(1, oldest, youngest);
    cohorts.at(PlaceId{0}, Sex::male, static_cast<MonthIndex>(Month(2020, 2).index())) = 1;
    EXPECT_EQ(cohorts.aged(PlaceId{0}, Sex::male, 0, 0, Month(2020, 2)), 1);
    EXPECT_EQ(cohorts.aged(PlaceId{0}, Sex::male, 0, 150, Month(2020, 1)), 0) << "not born yet";
}

TEST(Cohorts, are_added_cell_by_cell) {
    Dice dice;
    const Cohorts a = random_cohorts(dice);
    const Cohorts b = random_cohorts(dice);
    Cohorts sum = a;
    sum += b;
    for (const Sex sex : {Sex::male, Sex::female})
        for (std::size_t k = 0; k < sum.of(PlaceId{1}, sex).size(); ++k)
            ASSERT_EQ(sum.of(PlaceId{1}, sex)[k], a.of(PlaceId{1}, sex)[k] + b.of(PlaceId{1}, sex)[k]);
    sum.clear();
    EXPECT_EQ(sum.aged(PlaceId{0}, Sex::male, 0, 150, youngest), 0);
}

void fill(std::span<std::int64_t> cells, std::int64_t from) {
    for (std::int64_t& cell : cells) cell = from++;
}

/// A ledger whose entries are all different.
Ledger numbered(std::int64_t from) {
    Ledger ledger(3, 2, 2);
    for (auto* list :
         {&ledger.births, &ledger.deaths, &ledger.dissolved, &ledger.change.population, &ledger.change.households})
        fill(*list, from += 100);
    for (auto* matrix : {&ledger.moves_households, &ledger.moves_persons, &ledger.policy_households,
                         &ledger.policy_persons, &ledger.policy_spending, &ledger.change.networks})
        fill(matrix->cells(), from += 100);
    ledger.cohort_changes.push_back({PlaceId{2}, Sex::female, static_cast<MonthIndex>(from % 1000), 1});
    ledger.digest = 0xF000'0000'0000'0000U + static_cast<std::uint64_t>(from);
    return ledger;
}

/// All that stands in a ledger, in one row.
std::vector<std::int64_t> entries(const Ledger& ledger) {
    std::vector<std::int64_t> all;
    for (const auto* list :
         {&ledger.births, &ledger.deaths, &ledger.dissolved, &ledger.change.population, &ledger.change.households})
        all.insert(all.end(), list->begin(), list->end());
    for (const auto* matrix : {&ledger.moves_households, &ledger.moves_persons, &ledger.policy_households,
                               &ledger.policy_persons, &ledger.policy_spending, &ledger.change.networks})
        all.insert(all.end(), matrix->cells().begin(), matrix->cells().end());
    return all;
}

TEST(Ledger, is_added_entry_by_entry) {
    const Ledger a = numbered(0);
    const Ledger b = numbered(50'000);
    Ledger sum = a;
    sum += b;
    const auto expected_a = entries(a);
    const auto expected_b = entries(b);
    const auto found = entries(sum);
    ASSERT_EQ(found.size(), expected_a.size());
    for (std::size_t k = 0; k < found.size(); ++k) EXPECT_EQ(found[k], expected_a[k] + expected_b[k]) << "entry " << k;
    EXPECT_EQ(sum.digest, a.digest + b.digest) << "modulo 2^64";
}

TEST(Ledger, gives_the_same_sum_in_any_order) {
    const Ledger a = numbered(1);
    const Ledger b = numbered(70'000);
    Ledger ab = a;
    ab += b;
    Ledger ba = b;
    ba += a;
    EXPECT_EQ(entries(ab), entries(ba));
    EXPECT_EQ(ab.digest, ba.digest);
}

TEST(Ledger, is_empty_after_clearing) {
    Ledger ledger = numbered(3);
    ledger.clear();
    for (const std::int64_t entry : entries(ledger)) EXPECT_EQ(entry, 0);
    EXPECT_EQ(ledger.digest, 0U);
}

}  // namespace
}  // namespace qonys
