#include "analysis/validation.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(Validation, compares_with_simpler_models_of_earlier_years_only) {
    const std::filesystem::path scenario = std::filesystem::path(QONYS_SOURCE) / "scenarios/baseline.toml";
    const Model model = make_model(scenario, {"run.scale=0.01", "run.end=\"2021-12\""});
    Problems problems;
    const OfficialFigures official = read_official_figures(model.geography_folder, *model.geography, problems);
    const Validation validation = validate(model, official, Machine{2}, 2, [](const std::string&) {});
    ASSERT_EQ(validation.flows.size(), 2U);  // matrices of 2020 and 2021
    EXPECT_EQ(validation.flows[0].last_matrix_year, 2015);
    EXPECT_EQ(validation.flows[1].last_matrix_year, 2020);
    for (const auto& flows : validation.flows) {
        EXPECT_LE(flows.model.least, flows.model.mean);
        EXPECT_LE(flows.model.mean, flows.model.most);
        EXPECT_LT(flows.model.least, flows.model.most) << "two seeds cannot agree exactly";
        EXPECT_GT(flows.gravity, 0.6);
        EXPECT_LT(flows.gravity, 1);
    }
    ASSERT_EQ(validation.populations.size(), 3U);
    EXPECT_FALSE(validation.populations[0].after_break);
    EXPECT_TRUE(validation.populations[2].after_break);
    ASSERT_EQ(validation.indicators.size(), 2U);
    EXPECT_GT(validation.indicators[0].simulated.crude_intensity, 1);
    EXPECT_EQ(validation.indicators[0].official.connectivity, 1);
    EXPECT_EQ(validation.emigration_year, 2019);
    for (const auto* shares : {&validation.emigration_partners, &validation.emigration_groups}) {
        double simulated = 0;
        double of_office = 0;
        for (const auto& share : *shares) {
            simulated += share.simulated;
            of_office += share.official;
        }
        EXPECT_NEAR(simulated, 1, 1e-9);
        EXPECT_NEAR(of_office, 1, 1e-3);
    }
    ASSERT_EQ(validation.households.size(), 1U);
    EXPECT_EQ(validation.households[0].year, 2021);
    EXPECT_NEAR(validation.households[0].census_size, 3.49, 0.01);
    ASSERT_TRUE(validation.movers);
    EXPECT_NEAR(total(validation.movers->by_age), 1, 1e-9);
    const std::string text = to_markdown(std::vector{validation, validation}, "a command");
    EXPECT_THAT(text, HasSubstr("Written by `a command > docs/validation.md`"));
    EXPECT_THAT(text, HasSubstr("| 2021 |"));
    EXPECT_THAT(text, HasSubstr("2 seeds"));
    EXPECT_EQ(text.find("\n## "), text.find("\n## " + validation.title));
    EXPECT_NE(text.find("\n## "), text.rfind("\n## ")) << "a chapter for each";
}

TEST(ValidationTargets, tell_what_is_met) {
    Validation validation;
    validation.populations = {{2015, false, 0.03, 0.081, "Aland", 1}, {2016, false, 1, 1, "Aland", 1}};
    validation.flows.resize(3);
    for (const int k : {0, 1, 2}) validation.flows[static_cast<std::size_t>(k)].year = 2021 + k;
    validation.flows[0].net_correlation.mean = 0.9;
    validation.vital = {{2015, 0.01, 0.02, 1, 1}, {2016, 0.04, 0.06, 1, 1}};
    validation.emigration_year = 2019;
    validation.emigration_partners = {{"Beland", 0.30, 0.41}, {"Celand", 0.70, 0.59}};
    validation.movers = {.by_age = {0.2, 0, 0, 0, 0.3, 0.5}, .intensity = {0.1, 0, 0, 0, 0.3, 0.2}};
    std::vector<std::pair<std::string, bool>> told;
    for (const Target& target : targets(validation)) told.emplace_back(target.reached, target.met);
    EXPECT_THAT(told, ElementsAre(Pair("3.0 %", true), Pair("8.1 % (Aland)", false), Pair("4.0 % (2016)", true),
                                  Pair("6.0 % (2016)", false), Pair("0.900", true), Pair("0.000", false),
                                  Pair(testing::StartsWith("11.0 points"), false), Pair("20-24 years", true)));
    EXPECT_TRUE(targets({}).empty()) << "what a run does not cover";
}

}  // namespace
}  // namespace qonys
