#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "country.hpp"

namespace qonys {
namespace {

using test::country;
using test::country_at_start;

/// A life table by single years of age, from monthly probabilities of death; everybody of the last age dies on in it.
struct LifeTable {
    std::array<double, age_count> dies{};        ///< [age] within a year
    std::array<double, age_count + 1> alive{1};  ///< [age] of those born
    std::array<double, age_count> ahead{};       ///< [age] years to live

    explicit LifeTable(const std::array<double, age_count>& monthly) {
        for (std::size_t age = 0; age < age_count; ++age) {
            dies[age] = 1 - std::pow(1 - monthly[age], 12);
            alive[age + 1] = alive[age] * (1 - dies[age]);
        }
        const std::size_t last = age_count - 1;
        ahead[last] = 1 / (12 * monthly[last]);
        for (std::size_t age = last; age-- > 0;) ahead[age] = 0.5 + (1 - dies[age]) * (ahead[age + 1] + 0.5);
    }
};

/// The population dies by the schedule that was put in: the life expectancy of what happened is that of the hazards,
/// within the sampling error of a life table (Chiang 1968: the variances of the probabilities of death, each weighted
/// by what it costs those alive).
TEST(LifeTable, of_what_happened_is_that_of_the_schedule) {
    const Geography& geography = *country().geography;
    std::array<std::array<double, age_count>, sex_count> exposed{}, expected{}, deaths{};
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        World world = country_at_start();
        Month month = country().settings.start;
        for (int k = 0; k < 12; ++k, ++month) {
            for (const Block& block : world.blocks)
                for (const Person& person : block.persons) {
                    if (person.household == no_row) continue;
                    const PlaceId place = block.households[person.household].place;
                    const std::size_t age = age_at(month, person.birth_month);
                    ++exposed[index(person.sex)][age];
                    expected[index(person.sex)][age] +=
                        country().demography.death_hazard(month.year(), geography.region_of(place), person.sex, age);
                }
            for_each_block(Machine{}, world.blocks.size(),
                           country().demography.age(month, world, Seed{seed}, Machine{}));
            for (const Ledger& ledger : world.ledgers)
                for (const CohortChange& change : ledger.cohort_changes)
                    if (change.persons < 0) ++deaths[index(change.sex)][age_at(month, change.birth_month)];
            publish(world, month);
        }
    }
    for (const Sex sex : {Sex::male, Sex::female}) {
        std::array<double, age_count> put_in{}, happened{};
        for (std::size_t age = 0; age < age_count; ++age) {
            const double persons = exposed[index(sex)][age];
            // Where nobody lives nobody can die: such ages, all of them very old, take the schedule's probability.
            put_in[age] = persons > 0 ? expected[index(sex)][age] / persons : 0.05;
            happened[age] = deaths[index(sex)][age] > 0 ? deaths[index(sex)][age] / persons : put_in[age];
        }
        const LifeTable truth(put_in);
        const LifeTable life(happened);
        double variance = 0;
        for (std::size_t age = 0; age + 1 < age_count; ++age)
            if (const double events = expected[index(sex)][age]; events > 0)
                variance += std::pow(truth.alive[age] * (truth.ahead[age + 1] + 0.5) * truth.dies[age], 2) / events;
        EXPECT_GT(truth.ahead[0], 60);
        EXPECT_LT(variance, 0.25) << "the test could not see a year";
        EXPECT_NEAR(life.ahead[0], truth.ahead[0], 4 * std::sqrt(variance));
    }
}

}  // namespace
}  // namespace qonys
