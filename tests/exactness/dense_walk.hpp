#pragma once

#include <algorithm>
#include <cmath>

#include "country.hpp"
#include "expected_against_simulated.hpp"

namespace qonys::test {

/// One month of one process in the country after a year, against a walk that asks everybody: with which probability
/// something happens to a person is written down a second time, from the process's page in docs/model and the tables,
/// and added up over all persons by place and age group. The engine asks the few whom its candidates are.
class DenseWalk : public testing::Test {
protected:
    static constexpr int seeds = 40;
    static constexpr std::size_t groups = 7;  // of fifteen years
    const Geography& geography = *country().geography;
    const World& world = country_after_a_year();
    Month month = country().settings.start + 12;

    std::size_t age(const Person& person) const {
        return static_cast<std::size_t>(std::clamp((month.index() - person.birth_month) / 12, 0, 100));
    }
    PlaceId place(const Block& block, Row row) const { return block.households[block.persons[row].household].place; }
    RegionId region(const Block& block, Row row) const { return geography.region_of(place(block, row)); }
    bool abroad(const Block& block, Row row) const { return geography.abroad(place(block, row)); }
    bool heads(const Block& block, Row row) const {
        return block.households[block.persons[row].household].first_person == row;
    }

    std::size_t cells() const { return geography.places.size() * groups; }
    std::size_t cell(const Block& block, Row row) const {
        return index(place(block, row)) * groups + std::min(age(block.persons[row]) / 15, groups - 1);
    }

    /// `hazard(block, person)`; `month_of(world, seed)` does the month; `happened(before, after, person)`.
    template <class Hazard, class MonthOf, class Happened>
    AgainstHazards compare(Hazard&& hazard, MonthOf&& month_of, Happened&& happened) const {
        return expected_against_simulated(
            world, cells(), seeds, hazard, [&](const Block& block, Row row) { return cell(block, row); }, month_of,
            happened);
    }
    template <class Work>
    static void in_each_block(World& copy, Work&& work) {
        for_each_block(machine(), copy.blocks.size(), work);
    }

    /// Enough events to see a deviation of `percent` in all of them at the level of the tests (3.9 standard
    /// deviations).
    static void expect_plausible(const AgainstHazards& found, double percent) {
        EXPECT_GT(found.expected, std::pow(3.9 / (percent / 100), 2)) << "too few events to see " << percent << " %";
        EXPECT_PLAUSIBLE(found.total);
        EXPECT_PLAUSIBLE(found.cells);
        EXPECT_PLAUSIBLE(found.spread);
    }
};

/// The monthly probability of what has a yearly hazard.
inline double in_a_month(double yearly_hazard) { return 1 - std::exp(-yearly_hazard / 12); }

}  // namespace qonys::test
