#include "world/registered.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;

class Registered : public testing::Test {
protected:
    std::vector<std::string> problems() {
        TableFolder folder = country.open();
        Problems found;
        geography = read_geography(folder, found);
        population = RegisteredPopulation(folder, geography, found);
        std::vector<std::string> said;
        for (const Problem& problem : found.found()) said.push_back(problem.what);
        return said;
    }

    TinyCountry country;
    Geography geography;
    RegisteredPopulation population;
};

TEST_F(Registered, population_is_linear_between_the_dates_of_the_table) {
    country.tables["population.csv"] =
        "region,year,urban,rural\nNOR,2020,1000,500\nNOR,2021,1200,460\nCIT,2020,900,0\nCIT,2022,1100,0\n";
    EXPECT_THAT(problems(), ElementsAre());
    EXPECT_EQ(population.first_year(), 2020);
    EXPECT_EQ(population.last_year(), 2022);
    EXPECT_DOUBLE_EQ(population.at(TinyCountry::town, 2020), 1000);
    EXPECT_DOUBLE_EQ(population.at(TinyCountry::town, 2020.25), 1050);
    EXPECT_DOUBLE_EQ(population.at(TinyCountry::village, 2020.5), 480);
    EXPECT_DOUBLE_EQ(population.at(TinyCountry::city, 2021), 1000) << "the year between two that are given";
    EXPECT_DOUBLE_EQ(population.at(TinyCountry::town, 2030), 1200);
    EXPECT_DOUBLE_EQ(population.at(TinyCountry::town, 2000), 1000);
    EXPECT_DOUBLE_EQ(population.january(TinyCountry::north, 2020), 1500);
    EXPECT_DOUBLE_EQ(population.average(TinyCountry::north, 2020), (1500 + 1660) / 2.0);
}

TEST_F(Registered, population_of_a_city_has_no_villagers) {
    country.edit("population.csv", "CIT,2020,1000,0", "CIT,2020,1000,3");
    EXPECT_THAT(problems(), ElementsAre("rural = 3, but CIT has only an urban place"));
}

TEST_F(Registered, population_has_a_row_for_every_region) {
    country.tables["population.csv"] = "region,year,urban,rural\nCIT,2020,900,0\n";
    EXPECT_THAT(problems(), ElementsAre("no row for place NOR_urban", "no row for place NOR_rural"));
}

TEST_F(Registered, population_refuses_unknown_regions_and_negative_numbers) {
    country.edit("population.csv", "CIT,2020,1000,0", "CTI,2020,-1,0");
    EXPECT_THAT(problems(), ElementsAre("region = 'CTI' is not a region of regions.csv (did you mean 'CIT'?)",
                                        "urban = -1 (must be from 0 to 2000000000)"));
}

}  // namespace
}  // namespace qonys
