#include "analysis/population_report.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace qonys {
namespace {

using testing::HasSubstr;

/// The country at a small scale, built once.
class PopulationReportOfTheCountry : public testing::Test {
protected:
    static void SetUpTestSuite() {
        const Model model = make_model(QONYS_SOURCE "/scenarios/baseline.toml", {"run.scale=0.01"});
        const World world = make_world(model, Machine{});
        agents = std::accumulate(world.at_start.population.begin(), world.at_start.population.end(), std::int64_t{0});
        report = population_report(model, world);
    }

    static const PopulationReport::Marginal& marginal(const std::string& name) {
        return *std::ranges::find(report.marginals, name, &PopulationReport::Marginal::name);
    }
    static double sum(const std::vector<PopulationReport::Row>& rows) {
        double total = 0;
        for (const auto& row : rows) total += row.synthesised;
        return total;
    }

    inline static PopulationReport report;
    inline static std::int64_t agents = 0;
};

TEST_F(PopulationReportOfTheCountry, counts_everybody_once_in_every_table) {
    EXPECT_NEAR(report.persons, 100.0 * static_cast<double>(agents), 1e-3);
    for (const char* name : {"region", "place", "region_sex_age", "national_sex_age", "region_ethnicity"})
        EXPECT_NEAR(sum(marginal(name).rows), report.persons, 1e-3) << name;
    EXPECT_NEAR(sum(marginal("households").rows), report.households, 1e-3);
    EXPECT_NEAR(sum(report.household_sizes), report.households, 1e-3);
    EXPECT_NEAR(sum(report.heads_by_age), report.households, 1e-3);
}

TEST_F(PopulationReportOfTheCountry, finds_places_within_an_agent_of_their_target) {
    for (const auto& row : marginal("place").rows) EXPECT_LT(std::abs(row.residual()), 100) << row.what;
}

TEST_F(PopulationReportOfTheCountry, finds_an_adult_in_every_household_of_children) {
    const auto alone = std::ranges::find(report.plausibility, "0", &PopulationReport::Plausibility::expected);
    ASSERT_NE(alone, report.plausibility.end());
    EXPECT_EQ(alone->value, 0);
}

TEST_F(PopulationReportOfTheCountry, prints_every_row_only_if_asked) {
    const std::string some = to_text(report, Detail::overview);
    const std::string all = to_text(report, Detail::full);
    EXPECT_THAT(some, HasSubstr("How the marginals are met"));
    EXPECT_LT(std::ranges::count(some, '\n'), 50);
    EXPECT_GT(std::ranges::count(all, '\n'), 300);
}

TEST_F(PopulationReportOfTheCountry, says_the_same_in_json) {
    const auto json = boost::json::parse(to_json(report)).as_object();
    EXPECT_EQ(json.at("marginals").at("region").at("rows").as_array().size(), marginal("region").rows.size());
}

TEST(PopulationReport, measures_how_many_stand_in_the_wrong_row) {
    const PopulationReport::Marginal table{
        .name = "", .title = "", .means = false, .rows = {{"a", 100, 90}, {"b", 100, 110}}};
    EXPECT_DOUBLE_EQ(table.largest_residual(), 10);
    EXPECT_DOUBLE_EQ(table.misplaced(), 0.05);
    EXPECT_DOUBLE_EQ(table.rows[0].relative(), -0.1);
}

}  // namespace
}  // namespace qonys
