#include "analysis/indicators.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace qonys {
namespace {

Matrix<double> three(const std::vector<double>& cells) {
    Matrix<double> result(3, 3);
    std::ranges::copy(cells, result.cells().begin());
    return result;
}

const Matrix<double> nowhere;

TEST(MigrationIndicators, have_known_answers_for_three_regions) {
    // 60 moves. Arrivals 10, 20, 30; departures 30, 20, 10; net -20, 0, +20; so 20 persons redistributed.
    const Matrix<double> flows = three({0, 10, 20,  //
                                        10, 0, 10,  //
                                        0, 10, 0});
    const MigrationIndicators is = migration_indicators(flows, 1000, three({0, 100, 300, 100, 0, 200, 300, 200, 0}));
    EXPECT_DOUBLE_EQ(is.crude_intensity, 6);
    EXPECT_DOUBLE_EQ(is.effectiveness, 100 * 40.0 / 120);
    EXPECT_DOUBLE_EQ(is.aggregate_net_rate, 2);
    EXPECT_DOUBLE_EQ(is.connectivity, 5.0 / 6);
    EXPECT_NEAR(is.mean_km, (20 * 100 + 20 * 200 + 20 * 300) / 60.0, 1e-9);
    EXPECT_DOUBLE_EQ(is.median_km, 200);
}

TEST(MigrationIndicators, tell_exchange_from_one_way_traffic) {
    const MigrationIndicators exchange = migration_indicators(three({0, 5, 7, 5, 0, 9, 7, 9, 0}), 100, nowhere);
    EXPECT_DOUBLE_EQ(exchange.effectiveness, 0);
    EXPECT_DOUBLE_EQ(exchange.aggregate_net_rate, 0);
    EXPECT_DOUBLE_EQ(exchange.connectivity, 1);
    const MigrationIndicators one_way = migration_indicators(three({0, 0, 7, 0, 0, 3, 0, 0, 0}), 100, nowhere);
    EXPECT_DOUBLE_EQ(one_way.effectiveness, 100);
    EXPECT_DOUBLE_EQ(one_way.aggregate_net_rate, one_way.crude_intensity);
}

TEST(MigrationIndicators, net_rate_is_intensity_times_effectiveness) {
    const MigrationIndicators is = migration_indicators(three({0, 3, 1, 4, 0, 1, 5, 9, 0}), 321, nowhere);
    EXPECT_DOUBLE_EQ(is.aggregate_net_rate, is.crude_intensity * is.effectiveness / 100);
}

TEST(MigrationIndicators, ignore_moves_inside_a_region) {
    const MigrationIndicators with = migration_indicators(three({99, 3, 1, 4, 99, 1, 5, 9, 99}), 321, nowhere);
    const MigrationIndicators without = migration_indicators(three({0, 3, 1, 4, 0, 1, 5, 9, 0}), 321, nowhere);
    EXPECT_EQ(with.crude_intensity, without.crude_intensity);
    EXPECT_EQ(with.effectiveness, without.effectiveness);
}

TEST(MigrationIndicators, take_the_median_of_moves_not_of_pairs) {
    const Matrix<double> km = three({0, 10, 20, 10, 0, 1000, 20, 1000, 0});
    EXPECT_DOUBLE_EQ(migration_indicators(three({0, 0, 1, 0, 0, 98, 1, 0, 0}), 1, km).median_km, 1000);
    EXPECT_DOUBLE_EQ(migration_indicators(three({0, 51, 0, 0, 0, 49, 0, 0, 0}), 1, km).median_km, 10);
}

TEST(MigrationIndicators, are_zero_without_moves_or_population) {
    EXPECT_EQ(migration_indicators(three({5, 0, 0, 0, 0, 0, 0, 0, 0}), 100, nowhere).connectivity, 0);
    EXPECT_EQ(migration_indicators(nowhere, 100, nowhere).effectiveness, 0);
    const MigrationIndicators nobody = migration_indicators(three({0, 1, 0, 0, 0, 0, 0, 0, 0}), 0, nowhere);
    EXPECT_EQ(nobody.crude_intensity, 0);
    EXPECT_EQ(nobody.effectiveness, 100);
}

}  // namespace
}  // namespace qonys
