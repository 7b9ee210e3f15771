#include "tests/support/books.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"

namespace qonys {
namespace {

/// Every row once in the order of birth, in a run of its year and sex.
void expect_order_of_birth(const Block& block) {
    std::vector<Row> rows = block.by_birth;
    std::ranges::sort(rows);
    ASSERT_EQ(rows.size(), block.persons.size());
    for (std::size_t row = 0; row < rows.size(); ++row) EXPECT_EQ(rows[row], row);
    std::size_t place = 0;
    for (const BirthYearRun& run : block.birth_years)
        for (; place < run.end; ++place) {
            const Person& person = block.persons[block.by_birth[place]];
            if (person.household == no_row) continue;
            EXPECT_EQ(Month::from_index(person.birth_month).year(), run.year);
            if (run.sex != BirthYearRun::Sex::either) {
                EXPECT_EQ(person.sex == Sex::male, run.sex == BirthYearRun::Sex::male);
            }
        }
    EXPECT_EQ(place, rows.size());
}

void expect_rows_in_order(const Block& block) {
    std::size_t members_of_all = 0;
    for (std::size_t h = 0; h < block.households.size(); ++h) {
        const auto row = static_cast<Row>(h);
        const Household& household = block.households[row];
        const std::vector<Row> chain = members(block, row);
        EXPECT_EQ(chain.size(), household.size);
        members_of_all += chain.size();
        if (!chain.empty()) {
            EXPECT_EQ(household.head_birth_month, block.persons[chain.front()].birth_month);
        }
        for (std::size_t k = 0; k < chain.size(); ++k) {
            const Row person = chain[k];
            EXPECT_EQ(block.persons[person].household, row);
            if (!block.persons[person].partnered) continue;
            const Row partner = block.partner_of(person);
            EXPECT_TRUE(block.persons[partner].partnered);
            EXPECT_NE(partner, person);
            EXPECT_EQ(block.partner_of(partner), person);
            EXPECT_TRUE((k > 0 && chain[k - 1] == partner) || (k + 1 < chain.size() && chain[k + 1] == partner))
                << "the partners of household " << row << " stand apart";
        }
    }
    const auto no_more = static_cast<std::size_t>(std::ranges::count(block.persons, no_row, &Person::household));
    EXPECT_EQ(members_of_all + no_more, block.person_rows()) << "somebody is in no chain";
    expect_order_of_birth(block);
}

bool same(const Matrix<std::int64_t>& a, const Matrix<std::int64_t>& b) {
    return std::ranges::equal(a.cells(), b.cells());
}

}  // namespace

void expect_books_to_agree_with_blocks(const World& world) {
    const Geography& geography = *world.geography;
    const Stocks& books = world.published.stocks;
    Totals count(geography.places.size(), geography.regions.size());
    Cohorts cohorts = books.cohorts;
    cohorts.clear();
    for (const Block& block : world.blocks) {
        expect_rows_in_order(block);
        for (const Person& person : block.persons) {
            if (person.household == no_row) continue;
            const Household& household = block.households[person.household];
            const std::size_t place = index(household.place);
            ++count.population[place];
            ++count.ethnicity(place, index(household.ethnicity));
            ++count.status(place, index(person.status));
            ++count.activity(place * education_count + index(person.education), index(person.activity));
            ++cohorts.at(household.place, person.sex, person.birth_month);
        }
        for (const Household& household : block.households) {
            if (household.size == 0) continue;
            const std::size_t place = index(household.place);
            ++count.households[place];
            ++count.networks(index(household.home), index(geography.places[place].region));
            ++count.size_class(place, household.size >= 7 ? 6 : household.size - 1U);
            ++count.tenure(place, index(household.tenure));
        }
        for (const Sojourner& sojourner : block.sojourners)
            ++count.status(index(sojourner.place), index(sojourner.status));
    }
    EXPECT_EQ(count.population, books.population);
    EXPECT_EQ(count.households, books.households);
    EXPECT_TRUE(same(count.networks, books.networks));
    EXPECT_TRUE(same(count.ethnicity, books.ethnicity));
    EXPECT_TRUE(same(count.activity, books.activity));
    EXPECT_TRUE(same(count.status, books.status));
    EXPECT_TRUE(same(count.size_class, books.size_class));
    EXPECT_TRUE(same(count.tenure, books.tenure));
    for (std::size_t place = 0; place < geography.places.size(); ++place)
        for (const Sex sex : {Sex::male, Sex::female})
            EXPECT_TRUE(std::ranges::equal(cohorts.of(static_cast<PlaceId>(place), sex),
                                           books.cohorts.of(static_cast<PlaceId>(place), sex)))
                << "ages in " << geography.places[place].id;
}

}  // namespace qonys
