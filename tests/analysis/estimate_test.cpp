#include "analysis/estimate.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analysis/gravity.hpp"

namespace qonys {
namespace {

const std::filesystem::path scenarios = std::filesystem::path(QONYS_SOURCE) / "scenarios";

struct Country {
    TableFolder folder{scenarios / "data/kz20"};
    Problems problems;
    Geography geography = read_geography(folder, problems);
    OfficialFigures official = read_official_figures(folder.path(), geography, problems);
};

/// With effects of every origin and destination, the score equations of Poisson regression say that fitted and official
/// departures and arrivals of every region are equal.
TEST(Gravity, meets_the_departures_and_arrivals_of_every_region) {
    Country country;
    const Matrix<double> fitted =
        fitted_gravity(country.folder, country.geography, country.official, 2020, country.problems);
    country.problems.throw_if_any();
    const Matrix<double>& truth = country.official.of(2020)->flows;
    for (std::size_t r = 0; r < country.geography.domestic_regions; ++r) {
        double out = 0, in = 0, true_out = 0, true_in = 0;
        for (std::size_t s = 0; s < country.geography.domestic_regions; ++s) {
            out += fitted(r, s);
            in += fitted(s, r);
            true_out += truth(r, s);
            true_in += truth(s, r);
        }
        EXPECT_NEAR(out, true_out, 1e-4 * true_out) << country.geography.regions[r].id;
        EXPECT_NEAR(in, true_in, 1e-4 * true_in) << country.geography.regions[r].id;
    }
}

TEST(Gravity, names_a_year_without_flows) {
    Country country;
    try {
        fitted_gravity(country.folder, country.geography, country.official, 2017, country.problems);
        FAIL() << "no flows of 2017 are published";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("no flows of 2017"), std::string::npos) << error.what();
    }
}

/// At a twentieth of the country: what is left is sampling. Moves of a year are about 400,000 persons, 8,000
/// agents in households of 3.4 on average (mean square 15): a standard error of sqrt(8000 * 15 / 3.4) / 8000 = 2.3 %,
/// and the calibration follows the noise of the trial before, so twice the variance; four standard errors are 13 %.
TEST(Estimation, meets_its_targets_within_sampling_error_Slow) {
    const Model model =
        make_model(scenarios / "baseline.toml", {"run.scale=0.05", "run.end=\"2020-12\"", "run.years_put_aside=[]"});
    const Estimation estimation = estimate(model, Machine{2}, {2015, 2020}, {2010, 2020}, [](const std::string&) {});
    EXPECT_EQ(estimation.anchors, std::vector<int>{2020}) << "2010 lies before the scenario's start";
    for (const auto* effect : {&estimation.effects.push, &estimation.effects.pull})
        for (const MigrationEffects::ByYear& region : *effect) {
            ASSERT_EQ(region.size(), 1U);
            EXPECT_EQ(region.begin()->first, 2020);
        }
    int checked = 0;
    for (const CalibrationCheck& check : estimation.checks) {
        if (!check.what.starts_with("moves between")) continue;
        EXPECT_NEAR(check.simulated / check.official, 1, 0.13) << check.what;
        ++checked;
    }
    EXPECT_EQ(checked, 3);
    // Of 1000 moves; with the fundamental schedule for those who decide, 20-24 would miss some 60 of the 322 that are
    // wanted.
    int ages = 0;
    for (const CalibrationCheck& check : estimation.checks) {
        if (!check.what.starts_with("moves at ")) continue;
        EXPECT_NEAR(check.simulated, check.official, 20) << check.what;
        ++ages;
    }
    EXPECT_EQ(ages, 6);
    EXPECT_LT(estimation.parameters.labour_peak, MigrationParameters().labour_peak);
    // The groups of the reference year are all its emigrants, whether some come back or not.
    double of_groups = 0;
    double all = 0;
    for (const CalibrationCheck& check : estimation.checks) {
        if (check.what == "emigrants, 2019") all = check.simulated;
        for (const std::string_view group : ethnicity_names)
            if (check.what == fmt::format("emigrants, {}, 2019", group)) of_groups += check.simulated;
    }
    EXPECT_GT(all, 0);
    EXPECT_NEAR(of_groups, all, 1e-6 * all);
    EXPECT_LT(estimation.parameters.distance, 0);
    EXPECT_GT(estimation.parameters.network, 0.5);
    EXPECT_EQ(estimation.effects.level.size(), 11U);  // 2010 to 2020
}

TEST(Estimation, refuses_a_scenario_that_does_not_simulate_the_calibration_year) {
    const Model model = make_model(scenarios / "baseline.toml", {"run.scale=0.001", "run.end=\"2019-12\""});
    EXPECT_THROW(estimate(model, Machine{1}, {2015, 2020}, {2020}, [](const std::string&) {}), InputError);
}

TEST(Estimation, writes_tables_that_a_model_reads_back) {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "estimation";
    std::filesystem::remove_all(folder);
    std::filesystem::copy(scenarios, folder, std::filesystem::copy_options::recursive);
    const std::filesystem::path tables = folder / "data/kz20";
    const Model model = make_model(folder / "baseline.toml", {"run.scale=0.001", "run.years_put_aside=[]"});
    Estimation estimation;
    estimation.pattern_years = {2015, 2020};
    estimation.parameters = model.migration.parameters();
    estimation.effects = model.migration.effects();
    estimation.anchors = {2015, 2020};
    estimation.effects.push[3] = {{2015, 1.25}, {2020, 0.75}};
    estimation.effects.pull[3] = {{2015, -9.5}, {2020, -10.25}};
    estimation.effects.emigration[3] = 0.5;
    estimation.effects.level[2021] = 0.0125;
    estimation.effects.abroad(1, 2) = -7.5;
    estimation.gravity.distance = {-1.5, 0.25};
    write_estimation(estimation, model, tables);
    const Model again = make_model(folder / "baseline.toml", {"run.scale=0.001", "run.years_put_aside=[]"});
    EXPECT_EQ(again.migration.effects().push[3], (MigrationEffects::ByYear{{2015, 1.25}, {2020, 0.75}}));
    EXPECT_EQ(again.migration.effects().pull[3], (MigrationEffects::ByYear{{2015, -9.5}, {2020, -10.25}}));
    EXPECT_EQ(again.migration.effects().push[4], model.migration.effects().push[4]);
    EXPECT_DOUBLE_EQ(again.migration.effects().emigration[3], 0.5);
    EXPECT_DOUBLE_EQ(again.migration.effects().level.at(2021), 0.0125);
    EXPECT_DOUBLE_EQ(again.migration.effects().abroad(1, 2), -7.5);
    EXPECT_DOUBLE_EQ(again.migration.parameters().distance, -1.5);
}

}  // namespace
}  // namespace qonys
