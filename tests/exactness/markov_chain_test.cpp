#include <gtest/gtest.h>
#include <Eigen/Dense>

#include "country.hpp"
#include "statistics.hpp"
#include "tests/support/wishes.hpp"

namespace qonys {
namespace {

using test::country;

/// With nothing that feeds back (published figures frozen, no networks, income, home, age or duration, nobody's
/// dwelling or children counting, nobody going alone, moves free) a household's place is a Markov chain on the places,
/// from abroad too: after n months it is distributed as the n-th power of the one month's matrix says. Language and
/// what abroad offers make it one chain for each ethnic group.
struct MarkovChain : ::testing::Test {
    const Geography& geography = *country().geography;
    const Month start = country().settings.start;
    const Levers nothing;
    Migration migration = country().migration;
    World world = test::country_at_start();

    MarkovChain() {
        MigrationParameters parameters = migration.parameters();
        parameters.network = parameters.income = parameters.home = 0;
        parameters.childhood_level = parameters.labour_level = 0;
        parameters.recent_factor = 1;
        parameters.owner = parameters.children = parameters.alone = 0;
        parameters.liquidity = false;
        parameters.return_push = 0.75;
        MigrationEffects effects = migration.effects();
        effects.level = {{start.year(), 0.08}};
        effects.external_level = {{start.year(), effects.external_level.begin()->second}};
        for (auto* effect : {&effects.push, &effects.pull})
            for (MigrationEffects::ByYear& region : *effect)
                region = {{start.year(), region.begin()->second}};  // the same in all years
        migration.replace(parameters, effects);
        restart_alarms(world);  // those of the country were drawn with other effects
    }

    Eigen::MatrixXd transition(Ethnicity ethnicity) const {
        const auto places = static_cast<Eigen::Index>(geography.places.size());
        const auto choices = migration.choices(start, nothing, world.published);
        Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(places, places);
        for (std::size_t i = 0; i < geography.places.size(); ++i) {
            const auto row = static_cast<Eigen::Index>(i);
            // Without an effect of income, education does not matter.
            const auto weights =
                choices.weight.row(Migration::Choices::cell(static_cast<PlaceId>(i), ethnicity, Education::secondary));
            const double push = i < geography.domestic_places
                                    ? migration.effects().push[index(geography.places[i].region)].begin()->second
                                    : migration.parameters().return_push;
            const double hazard = 0.08 * push;
            double sum = std::exp(migration.parameters().stay);
            for (const double weight : weights) sum += weight;
            for (Eigen::Index j = 0; j < places; ++j)
                if (j != row) matrix(row, j) = hazard * weights[static_cast<std::size_t>(j)] / sum;
            matrix(row, row) -= matrix.row(row).sum() - 1;
        }
        return matrix;
    }

    void simulate(int months) {
        const Published frozen = world.published;
        for (int month = 0; month < months; ++month) {
            Proposals wishes = test::wishes(migration, start + month, nothing, world, Seed{77}, test::machine());
            settle(nothing, world.purse, wishes, geography);
            close_month(start + month, nothing, wishes, world, test::machine());
            world.published = frozen;
        }
    }
};

TEST_F(MarkovChain, places_after_a_year_and_a_half_are_the_matrix_power) {
    constexpr int months = 18;
    const std::size_t places = geography.places.size();
    const auto states = static_cast<Eigen::Index>(places);
    std::vector<Eigen::MatrixXd> started(ethnicity_count, Eigen::MatrixXd::Zero(states, states));
    const World before = world;
    simulate(months);
    for (std::size_t b = 0; b < world.blocks.size(); ++b) {
        const std::vector<Household>& then = before.blocks[b].households;
        const std::vector<Household>& now = world.blocks[b].households;
        for (std::size_t row = 0; row < then.size(); ++row) {
            if (then[row].size == 0) continue;
            if (before.blocks[b].persons[then[row].first_person].activity == Activity::student) {
                EXPECT_EQ(now[row].place, then[row].place) << "students first finish where they study";
                continue;
            }
            started[index(then[row].ethnicity)](static_cast<Eigen::Index>(index(then[row].place)),
                                                static_cast<Eigen::Index>(index(now[row].place)))++;
        }
    }
    for (std::size_t e = 0; e < ethnicity_count; ++e) {
        const Eigen::MatrixXd month = transition(static_cast<Ethnicity>(e));
        Eigen::MatrixXd power = Eigen::MatrixXd::Identity(states, states);
        for (int m = 0; m < months; ++m) power = power * month;
        double statistic = 0;
        double degrees = 0;
        for (Eigen::Index i = 0; i < static_cast<Eigen::Index>(geography.domestic_places); ++i) {
            // Those who began in one place are independent draws from one row: multinomial.
            const double households = started[e].row(i).sum();
            test::Cells cells;
            for (Eigen::Index j = 0; j < states; ++j) {
                if (power(i, j) > 0) {
                    cells.add(started[e](i, j), households * power(i, j));
                } else {
                    EXPECT_EQ(started[e](i, j), 0);
                }
            }
            const test::Verdict row = cells.verdict(1);
            if (row.degrees < 1) continue;
            statistic += row.statistic;
            degrees += row.degrees;
        }
        EXPECT_PLAUSIBLE(test::chi_square(statistic, degrees));
    }
}

}  // namespace
}  // namespace qonys
