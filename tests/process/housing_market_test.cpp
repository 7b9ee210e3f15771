#include "process/housing_market.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

/// Households in the three places, with the rents of the tiny country: 1000, 500 and 2000 tenge a square metre.
class HousingMarketTest : public testing::Test, protected ThreePlaces {
protected:
    HousingMarket market(HousingMarketParameters parameters = {}) {
        Problems problems;
        TableFolder folder = country.open();
        HousingMarket made(folder, geography, parameters, problems);
        EXPECT_TRUE(problems.empty());
        return made;
    }
    static HousingMarketParameters still() {
        HousingMarketParameters p;
        p.growth = 0;
        return p;
    }
    void settle(int in_town, int in_village, int in_city) {
        for (int h = 0; h < in_town; ++h) household(town, 1);
        for (int h = 0; h < in_village; ++h) household(village, 1);
        for (int h = 0; h < in_city; ++h) household(city, 1);
        open();
    }
    /// As if the town had so many more households, and the village so many fewer.
    void shift(std::int64_t households) {
        world.published.stocks.households[index(town)] += households;
        world.published.stocks.households[index(village)] -= households;
    }
    double rent(PlaceId place) const { return world.published.economy.rent[index(place)]; }

    TinyCountry country;
};

TEST_F(HousingMarketTest, asks_the_rent_of_the_table_at_the_start) {
    settle(100, 100, 100);
    const HousingMarket market = this->market(still());
    market.open(world);
    EXPECT_DOUBLE_EQ(rent(town), 50'000);
    EXPECT_DOUBLE_EQ(rent(village), 25'000);
    EXPECT_DOUBLE_EQ(rent(city), 100'000);
    EXPECT_DOUBLE_EQ(world.published.economy.dwellings[0], 105);
    EXPECT_DOUBLE_EQ(market.occupancy(world, town), 1 / 1.05);
    for (int month = 0; month < 50; ++month) market.reprice(world);
    EXPECT_NEAR(rent(town), 50'000, 1e-6) << "as long as nothing changes";
    EXPECT_NEAR(world.published.economy.dwellings[0], 105, 1e-9);
}

TEST_F(HousingMarketTest, follows_the_table_from_the_end_of_one_year_to_the_end_of_the_next) {
    country.edit("housing.csv", "NOR,urban,2015,1000", "NOR,urban,2019,1000\nNOR,urban,2020,2200");
    settle(100, 100, 100);
    const HousingMarket market = this->market(still());
    market.open(world);
    EXPECT_DOUBLE_EQ(rent(town), 50'000) << "December 2019";
    for (const auto& [month, expected] :
         {std::pair{Month(2020, 1), 55'000.0}, std::pair{Month(2020, 6), 80'000.0},
          std::pair{Month(2020, 12), 110'000.0}, std::pair{Month(2021, 7), 110'000.0}}) {
        world.published.month = month;
        market.reprice(world);
        EXPECT_NEAR(rent(town), expected, 1e-6);
    }
}

TEST_F(HousingMarketTest, raises_rents_where_more_households_share_the_dwellings) {
    settle(100, 100, 100);
    HousingMarketParameters p = still();
    p.supply = p.decay = 0;
    p.rent_response = 1.5;
    const HousingMarket market = this->market(p);
    market.open(world);
    shift(20);
    market.reprice(world);
    EXPECT_NEAR(rent(town), 50'000 * std::pow(1.2, 1.5), 1e-6);
    EXPECT_NEAR(rent(village), 25'000 * std::pow(0.8, 1.5), 1e-6);
    EXPECT_NEAR(rent(city), 100'000, 1e-6);
    EXPECT_GT(market.occupancy(world, town), 1) << "households double up";
    p.feedback = false;
    this->market(p).reprice(world);
    EXPECT_NEAR(rent(town), 50'000, 1e-6) << "without feedback";
}

TEST_F(HousingMarketTest, raises_rents_by_a_wave_of_foreigners_against_the_dwellings_that_are_let_until_more_are) {
    settle(100, 100, 100);
    HousingMarketParameters p = still();
    p.supply = p.decay = 0;
    p.letting = 0.25;
    const HousingMarket market = this->market(p);
    market.open(world);
    Stocks& stocks = world.published.stocks;
    stocks.tenure(index(town), index(Tenure::renter)) = 30;
    stocks.status(index(town), index(LegalStatus::guest)) = static_cast<std::int64_t>(20 * p.foreigners_per_dwelling);
    for (const double let : {0.0, 5.0, 8.75}) {
        market.reprice(world);
        EXPECT_NEAR(rent(town), 50'000 * 1.2 * (30.0 + 20) / (30 + let), 1e-6);
        EXPECT_NEAR(rent(village), 25'000, 1e-6);
    }
}

TEST_F(HousingMarketTest, builds_what_is_missing_and_lets_decay_what_is_superfluous) {
    settle(100, 100, 100);
    const HousingMarketParameters p = still();
    const HousingMarket market = this->market(p);
    market.open(world);
    shift(20);
    for (int month = 1; month <= 40; ++month) {
        market.reprice(world);
        EXPECT_NEAR(world.published.economy.dwellings[0], 1.05 * (120 - 20 * std::pow(1 - p.supply, month)), 1e-6);
        EXPECT_NEAR(world.published.economy.dwellings[1], 1.05 * (80 + 20 * std::pow(1 - p.decay, month)), 1e-6);
    }
}

TEST_F(HousingMarketTest, keeps_rents_where_all_places_grow_as_expected) {
    settle(10'000, 10'000, 10'000);
    HousingMarketParameters p;
    p.growth = std::pow(1.01, 12) - 1;
    const HousingMarket market = this->market(p);
    market.open(world);
    for (int month = 0; month < 60; ++month) {
        for (std::size_t place = 0; place < 3; ++place) {
            std::int64_t& households = world.published.stocks.households[place];
            const auto more = static_cast<std::int64_t>(std::llround(0.01 * static_cast<double>(households)));
            world.published.ledger.change.households[place] = more;
            households += more;
        }
        market.reprice(world);
        EXPECT_NEAR(rent(town) / 50'000, 1, 1e-3);
    }
}

TEST_F(HousingMarketTest, counts_foreigners_who_share_dwellings) {
    settle(100, 100, 100);
    HousingMarketParameters p = still();
    p.supply = 0;
    p.foreigners_per_dwelling = 3;
    const HousingMarket market = this->market(p);
    market.open(world);
    world.published.stocks.status(index(city), index(LegalStatus::labour_migrant)) = 30;
    market.reprice(world);
    EXPECT_NEAR(rent(city), 100'000 * 1.1, 1e-6);
}

TEST_F(HousingMarketTest, lets_renters_buy_as_often_as_the_hazard_says) {
    constexpr int households = 20'000;
    HousingMarketParameters p;
    p.buying = 0.05;
    const HousingMarket market = this->market(p);
    EXPECT_DOUBLE_EQ(market.buying(0), 0);
    EXPECT_NEAR(market.buying(24), 0.05 * (1 - std::exp(-1)), 1e-12);
    double expected = 0, variance = 0;
    for (int h = 0; h < households; ++h) {
        Household& one = block().households[household(h % 5 == 0 ? out : city, 1)];
        one.last_move = static_cast<MonthIndex>(first.index() - h % 60);
        one.tenure = h % 3 == 0 ? Tenure::owner : Tenure::renter;
        if (h % 5 == 0 || h % 3 == 0) continue;
        const double hazard = market.buying(h % 60);
        expected += hazard;
        variance += hazard * (1 - hazard);
    }
    open();
    market.open(world);
    const std::int64_t owners_before = world.published.stocks.tenure(index(city), index(Tenure::owner));
    const std::int64_t abroad_before = world.published.stocks.tenure(index(out), index(Tenure::owner));
    for_each_block(Machine{}, world.blocks.size(), market.clear(first, world, Seed{3}));
    publish(world, first);
    const auto bought =
        static_cast<double>(world.published.stocks.tenure(index(city), index(Tenure::owner)) - owners_before);
    EXPECT_LT(std::abs(bought - expected), 4 * std::sqrt(variance)) << bought << " of " << expected;
    EXPECT_EQ(world.published.stocks.tenure(index(out), index(Tenure::owner)), abroad_before);
    EXPECT_NO_THROW(check_recount(world, Machine{}));
}

}  // namespace
}  // namespace qonys
