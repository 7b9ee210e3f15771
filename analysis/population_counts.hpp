#pragma once

#include <vector>

#include "population/fitting.hpp"
#include "world/world.hpp"

namespace qonys {

/// Everything that the population report counts, in one walk over the blocks; agents.
struct PopulationCounts {
    static constexpr std::size_t sizes = 20;            ///< members told apart; the last one holds larger households
    static constexpr std::size_t head_age_groups = 10;  ///< of ten years

    PopulationTable<double> persons;   ///< [place, ethnicity, sex, age]
    Matrix<double> households;         ///< [place, members]
    std::vector<double> heads_by_age;  ///< [decade]
    double female_heads = 0;
    double children_alone = 0;         ///< persons under 18 in households without an adult
    double households_of_couples = 0;  ///< head and an adult of the other sex of about the same age
    double households_of_two_or_more = 0;
};

PopulationCounts count_population(const World& world);

}  // namespace qonys
