#include "tests/support/books.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "world/block_check.hpp"

namespace qonys {
namespace {

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
        EXPECT_NO_THROW(check_block(block));
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
