#include "analysis/official.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Matrix<double> matrix(std::size_t size, const std::vector<double>& cells) {
    Matrix<double> result(size, size);
    std::copy(cells.begin(), cells.end(), result.cells().begin());
    return result;
}

TEST(CommonPart, is_one_for_the_same_pattern_at_any_level) {
    EXPECT_DOUBLE_EQ(common_part(matrix(2, {0, 3, 1, 0}), matrix(2, {0, 300, 100, 0})), 1.0);
}

TEST(CommonPart, is_zero_without_a_common_cell) {
    EXPECT_DOUBLE_EQ(common_part(matrix(2, {0, 3, 0, 0}), matrix(2, {0, 0, 7, 0})), 0.0);
}

TEST(CommonPart, is_the_sum_of_the_smaller_shares) {
    // Shares 0.75, 0.25 and 0.4, 0.6: 0.4 + 0.25.
    EXPECT_DOUBLE_EQ(common_part(matrix(2, {0, 3, 1, 0}), matrix(2, {0, 2, 3, 0})), 0.65);
}

TEST(CommonPart, is_zero_if_nobody_moved) {
    EXPECT_EQ(common_part(matrix(2, {0, 0, 0, 0}), matrix(2, {0, 1, 1, 0})), 0);
}

TEST(NetMigration, is_arrivals_minus_departures) {
    EXPECT_THAT(net_migration(matrix(3, {9, 5, 0, 1, 0, 0, 2, 0, 0})), ElementsAre(-2, 4, -2));
}

TEST(Correlation, has_known_answers) {
    const std::vector<double> a{1, 2, 3}, twice{2, 4, 6}, back{3, 2, 1}, same{5, 5, 5}, other{1, 3, 2};
    EXPECT_DOUBLE_EQ(correlation(a, twice), 1);
    EXPECT_DOUBLE_EQ(correlation(a, back), -1);
    EXPECT_EQ(correlation(a, same), 0);
    EXPECT_DOUBLE_EQ(correlation(a, other), 0.5);
}

/// A country of two regions, with tables in a folder of the test's own.
class OfficialTables : public testing::Test {
protected:
    OfficialTables() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder = std::filesystem::path(testing::TempDir()) / (std::string("official.") + test->name());
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        geography.regions = {{"A", "Aland", RegionKind::region, {PlaceId{0}}},
                             {"B", "Beland", RegionKind::city, {PlaceId{1}}},
                             {"X", "Elsewhere", RegionKind::abroad, {PlaceId{2}}}};
        geography.places = {{"A_urban", "Aland, urban", RegionId{0}, Settlement::urban},
                            {"B_urban", "Beland", RegionId{1}, Settlement::urban},
                            {"X", "Elsewhere", RegionId{2}, Settlement::abroad}};
        geography.domestic_regions = 2;
        geography.domestic_places = 2;
    }
    ~OfficialTables() override { std::filesystem::remove_all(folder); }

    void write(const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; }
    OfficialFigures read() { return read_official_figures(folder, geography, problems); }

    std::filesystem::path folder;
    Geography geography;
    Problems problems;
};

TEST_F(OfficialTables, reads_what_is_there_and_leaves_out_what_is_not) {
    EXPECT_TRUE(read().years.empty());
    EXPECT_TRUE(problems.empty());
    write("flows.csv", "year,origin,destination,persons\n2020,A,B,30\n2020,B,A,10\n");
    const OfficialFigures figures = read();
    EXPECT_TRUE(problems.empty());
    ASSERT_NE(figures.of(2020), nullptr);
    EXPECT_EQ(figures.of(2020)->flows(0, 1), 30);
    EXPECT_EQ(figures.of(2020)->flows(1, 0), 10);
    EXPECT_FALSE(figures.of(2020)->immigrants);
    EXPECT_EQ(figures.of(2019), nullptr);
}

TEST_F(OfficialTables, finds_growth_that_nothing_explains) {
    write("population.csv", "region,year,urban,rural\nA,2020,100,0\nB,2020,50,0\nA,2021,130,0\nB,2021,60,0\n");
    write("vital_rates.csv", "region,year,births,deaths\nA,2020,5,1\nB,2020,3,2\n");
    write("external_totals.csv", "year,immigrants,emigrants\n2020,4,1\n");
    const OfficialFigures figures = read();
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(figures.population(2020), 150);
    EXPECT_EQ(figures.unexplained_growth(2020), 190 - 150 - (8 - 3) - (4 - 1));
    EXPECT_FALSE(figures.unexplained_growth(2021));
}

TEST_F(OfficialTables, reads_households_of_censuses) {
    write("households_census.csv", "year,households\n2009,40\n2021,50\n");
    const OfficialFigures figures = read();
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(figures.of(2021)->households, 50);
    EXPECT_EQ(figures.of(2010), nullptr);
}

TEST_F(OfficialTables, reports_a_year_with_missing_pairs) {
    write("flows.csv", "year,origin,destination,persons\n2020,A,B,30\n");
    read();
    ASSERT_EQ(problems.found().size(), 1U);
    EXPECT_THAT(problems.found()[0].what,
                HasSubstr("the year 2020 has 1 pairs of regions, not 2 (is the file cut off?)"));
}

TEST_F(OfficialTables, reports_a_negative_flow_with_its_place) {
    write("flows.csv", "year,origin,destination,persons\n2020,A,B,-30\n2020,B,A,10\n");
    read();
    ASSERT_EQ(problems.found().size(), 1U);
    EXPECT_THAT(to_string(problems.found()[0].where), HasSubstr("flows.csv:2:10"));
}

}  // namespace
}  // namespace qonys
