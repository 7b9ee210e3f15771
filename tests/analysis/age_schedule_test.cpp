#include "analysis/age_schedule.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "analysis/official.hpp"

namespace qonys {
namespace {

MigrationParameters schedule(double peak, double descent) {
    MigrationParameters parameters;
    parameters.labour_peak = peak;
    parameters.labour_descent = descent;
    return parameters;
}

TEST(AgeSchedule, of_groups_is_the_mean_of_their_ages_relative_to_all_groups) {
    const MigrationParameters fundamental;
    std::vector<double> by_hand;
    for (int from = 20; from < 50; from += 5) {
        double sum = 0;
        for (int age = from; age < from + 5; ++age) {
            const double since = age - 20;
            sum += 0.02 * std::exp(-0.1 * age) + 0.06 * std::exp(-0.1 * since - std::exp(-0.4 * since)) + 0.003;
        }
        by_hand.push_back(sum);
    }
    const double all = total(by_hand);
    const std::vector<double> groups = schedule_by_group(fundamental);
    ASSERT_EQ(groups.size(), by_hand.size());
    for (std::size_t g = 0; g < groups.size(); ++g) EXPECT_NEAR(groups[g], by_hand[g] / all, 1e-12);
}

/// The group that registered moves peak in is the one of 20 to 24 years, and its middle age has the most.
TEST(AgeSchedule, that_is_wanted_peaks_in_the_middle_of_the_published_group) {
    const std::vector<double> wanted = wanted_by_group();
    EXPECT_EQ(std::ranges::max_element(wanted), wanted.begin());
    // d/dx exp(-a (x - m) - exp(-l (x - m))) = 0 at x = m + ln(l / a) / l.
    const MigrationParameters shifted = schedule(22 - std::log(0.4 / 0.1) / 0.4, 0.1);
    EXPECT_EQ(wanted, schedule_by_group(shifted));
    for (const int other : {20, 21, 23, 24}) EXPECT_LT(rogers_castro(shifted, other), rogers_castro(shifted, 22));
}

TEST(AgeSchedule, fitted_to_a_schedule_is_that_schedule_wherever_it_begins) {
    for (const auto& [peak, descent] : {std::pair(15.5, 0.12), std::pair(20.0, 0.1), std::pair(24.0, 0.07)}) {
        const MigrationParameters fitted =
            fit_schedule(MigrationParameters(), schedule_by_group(schedule(peak, descent)));
        EXPECT_NEAR(fitted.labour_peak, peak, 1e-4);
        EXPECT_NEAR(fitted.labour_descent, descent, 1e-6);
        EXPECT_EQ(fitted.labour_ascent, MigrationParameters().labour_ascent);
    }
}

}  // namespace
}  // namespace qonys
