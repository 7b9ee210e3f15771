#include <gtest/gtest.h>

#include "dense_walk.hpp"

namespace qonys {
namespace {

using test::country;

/// Deaths and births of one month.
class ExpectedEvents : public test::DenseWalk {
protected:
    const Person& person(const Block& block, Row row) const { return block.persons[row]; }
    double dies(const Block& block, Row row) const {
        if (geography.abroad(place(block, row))) return 0;
        const Person& one = person(block, row);
        return country().demography.death_hazard(month.year(), geography.region_of(place(block, row)), one.sex,
                                                 age_at(month, one.birth_month));
    }
    template <class Hazard, class Happened>
    test::AgainstHazards compare(Hazard&& hazard, Happened&& happened) const {
        return DenseWalk::compare(
            hazard,
            [&](World& copy, Seed seed) {
                in_each_block(copy, country().demography.age(month, copy, seed, test::machine()));
            },
            happened);
    }
};

TEST_F(ExpectedEvents, of_death_are_the_sum_of_hazards_in_every_place_and_age) {
    const auto deaths =
        compare([&](const Block& block, Row row) { return dies(block, row); },
                [&](const Block&, const Block& after, Row row) {
                    // A child born this month may have the row by now.
                    return after.persons[row].household == no_row || after.persons[row].birth_month == month.index();
                });
    EXPECT_GT(deaths.expected, 5000) << "enough to see a deviation of a few per cent";
    EXPECT_PLAUSIBLE(deaths.total);
    EXPECT_PLAUSIBLE(deaths.cells);
    EXPECT_PLAUSIBLE(deaths.spread);
}

TEST_F(ExpectedEvents, of_birth_are_the_sum_of_hazards_in_every_place_and_age) {
    const Demography& demography = country().demography;
    World scaled = world;  // January: the month itself starts with this
    demography.scale_births(month, scaled, test::machine());
    const auto births = compare(
        [&](const Block& block, Row row) {
            Person woman = person(block, row);
            const PlaceId here = place(block, row);
            if (woman.sex != Sex::female || woman.parity == 15 || geography.abroad(here)) return 0.0;
            const RegionId region = geography.region_of(here);
            const std::size_t age = age_at(month, woman.birth_month);
            const auto factor = [&] {
                return demography.birth_factor(scaled, woman, region, geography.place(here).settlement, age);
            };
            // Deaths come first: the dead give no birth, and the widowed not as often.
            const double widowed = woman.partnered ? dies(block, block.partner_of(row)) : 0;
            double expected = (1 - widowed) * factor();
            woman.partnered = false;
            expected += widowed * factor();
            return demography.birth_hazard(month.year(), region, age) * expected * (1 - dies(block, row));
        },
        [&](const Block& before, const Block& after, Row row) {
            return after.persons[row].household != no_row &&
                   after.persons[row].birth_month == before.persons[row].birth_month &&
                   after.persons[row].parity > before.persons[row].parity;
        });
    EXPECT_GT(births.expected, 10'000);
    EXPECT_PLAUSIBLE(births.total);
    EXPECT_PLAUSIBLE(births.cells);
    EXPECT_PLAUSIBLE(births.spread);
}

TEST_F(ExpectedEvents, that_are_expected_a_tenth_too_high_are_noticed) {
    const auto deaths =
        compare([&](const Block& block, Row row) { return 1.1 * dies(block, row); },
                [&](const Block&, const Block& after, Row row) {
                    return after.persons[row].household == no_row || after.persons[row].birth_month == month.index();
                });
    EXPECT_LT(deaths.total.p_value, test::level);
}

}  // namespace
}  // namespace qonys
