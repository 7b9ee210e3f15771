#include "analysis/population_counts.hpp"

#include <algorithm>
#include <cmath>

#include "population/household_builder.hpp"

namespace qonys {
namespace {

constexpr int partner_years = 15;  ///< at most between two who count as a couple

void count_household(PopulationCounts& counts, const Block& block, Row household, Month now) {
    const std::vector<Household>& rows = block.households;
    const std::size_t place = index(rows[household].place);
    const auto members = static_cast<std::size_t>(rows[household].size);
    counts.households(place, std::min(members, PopulationCounts::sizes - 1)) += 1;
    const auto age_of = [&](Row person) { return (now.index() - block.persons[person].birth_month) / 12; };
    const Row head = rows[household].first_person;
    const int head_age = age_of(head);
    const Sex head_sex = block.persons[head].sex;
    double children = 0;
    bool couple = false;
    block.for_each_member(household, [&](Row person) {
        const int age = age_of(person);
        const Sex sex = block.persons[person].sex;
        const auto cell = PopulationTable<double>::cell(index(rows[household].ethnicity), index(sex),
                                                        std::min(static_cast<std::size_t>(age), age_count - 1));
        counts.persons.of(place)[cell] += 1;
        if (age < static_cast<int>(adult_age)) children += 1;
        couple = couple ||
                 (sex != head_sex && age >= static_cast<int>(adult_age) && std::abs(age - head_age) <= partner_years);
    });
    counts.heads_by_age[std::min(static_cast<std::size_t>(head_age / 10), PopulationCounts::head_age_groups - 1)] += 1;
    counts.female_heads += head_sex == Sex::female ? 1 : 0;
    counts.children_alone += children == static_cast<double>(members) ? children : 0;
    counts.households_of_couples += couple ? 1 : 0;
    counts.households_of_two_or_more += members > 1 ? 1 : 0;
}

}  // namespace

PopulationCounts count_population(const World& world) {
    PopulationCounts counts;
    counts.persons = PopulationTable<double>(world.geography->domestic_places);
    counts.households = {world.geography->domestic_places, PopulationCounts::sizes};
    counts.heads_by_age.resize(PopulationCounts::head_age_groups);
    for (const Block& block : world.blocks)
        for (std::uint32_t row = 0; row < block.household_rows(); ++row)
            if (block.households[row].size > 0)
                count_household(counts, block, static_cast<Row>(row), world.published.month);
    return counts;
}

}  // namespace qonys
