#include "analysis/paired.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "random/stream.hpp"

namespace qonys {
namespace {

TEST(PairedEffect, agrees_with_an_example_computed_by_hand) {
    // Differences 1, 3, 5, 3: mean 3, variance 8/3, t of 3 degrees 3.182446, so 3.182446 * sqrt(8/3 / 4) = 2.598457.
    const std::vector<double> base{10, 20, 30, 40};
    const std::vector<double> variant{11, 23, 35, 43};
    const PairedEffect effect = paired_effect(base, variant);
    EXPECT_DOUBLE_EQ(effect.base, 25);
    EXPECT_DOUBLE_EQ(effect.variant, 28);
    EXPECT_DOUBLE_EQ(effect.difference.mean, 3);
    EXPECT_NEAR(effect.difference.half_width, 2.598457, 1e-6);
    // Variances 500/3 and 580/3 (by hand: squares of -17, -5, 7, 15 are 588; 588/3).
    EXPECT_NEAR(effect.variance_ratio, (500.0 / 3 + 588.0 / 3) / (8.0 / 3), 1e-9);
}

TEST(PairedEffect, is_certain_only_where_its_interval_leaves_out_zero) {
    EXPECT_TRUE((MeanInterval{3, 2.9}).certain());
    EXPECT_TRUE((MeanInterval{-3, 2.9}).certain());
    EXPECT_FALSE((MeanInterval{3, 3.1}).certain());
    EXPECT_FALSE((MeanInterval{0, 0}).certain());
}

TEST(PairedEffect, of_one_pair_says_nothing_of_chance) {
    const std::vector<double> base{1}, variant{2};
    const PairedEffect effect = paired_effect(base, variant);
    EXPECT_EQ(effect.difference.mean, 1);
    EXPECT_TRUE(std::isnan(effect.difference.half_width));
    EXPECT_FALSE(effect.difference.certain());
}

TEST(PairedEffect, has_intervals_that_cover_the_truth_in_95_of_100_cases) {
    // Five pairs of which all that varies in common is large: the pairing takes it out.
    constexpr int experiments = 20'000;
    constexpr double truth = 0.7;
    Stream stream(Seed{5}, Purpose::alarm, Month(2020, 1), BlockId{0}, 0);
    const auto normal = [&] {
        return std::sqrt(-2 * std::log(1 - stream.uniform())) * std::cos(2 * 3.14159265358979323846 * stream.uniform());
    };
    int covered = 0;
    for (int k = 0; k < experiments; ++k) {
        std::vector<double> base, variant;
        for (int pair = 0; pair < 5; ++pair) {
            const double common = 50 * normal();
            base.push_back(common + normal());
            variant.push_back(common + truth + normal());
        }
        const MeanInterval difference = paired_effect(base, variant).difference;
        covered += difference.low() <= truth && truth <= difference.high() ? 1 : 0;
    }
    // Four standard errors of a share of 0.95: 4 * sqrt(0.95 * 0.05 / 20000) = 0.0062.
    EXPECT_NEAR(static_cast<double>(covered) / experiments, 0.95, 0.0062);
}

}  // namespace
}  // namespace qonys
