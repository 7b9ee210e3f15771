#include "analysis/validation.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace qonys {
namespace {

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
    const std::string text = to_markdown(validation);
    EXPECT_NE(text.find("| 2021 |"), std::string::npos);
    EXPECT_NE(text.find("2 seeds"), std::string::npos);
}

}  // namespace
}  // namespace qonys
