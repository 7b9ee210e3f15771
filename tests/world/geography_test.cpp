#include "world/geography.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GeographyTables : public testing::Test {
protected:
    /// What is wrong with the tables, without the folder's path.
    std::vector<std::string> problems() {
        TableFolder folder = country.open();
        Problems found;
        geography = read_geography(folder, found);
        std::vector<std::string> said;
        const std::string prefix = (folder.path() / "").string();
        for (const Problem& problem : found.found()) {
            const std::string where = to_string(problem.where);
            said.push_back((where.starts_with(prefix) ? where.substr(prefix.size()) : where) + ": " + problem.what);
        }
        return said;
    }

    TinyCountry country;
    Geography geography;
};

TEST_F(GeographyTables, are_read_in_their_order) {
    EXPECT_THAT(problems(), IsEmpty());
    EXPECT_THAT(geography.region_ids(), ElementsAre("NOR", "CIT", "OUT"));
    EXPECT_EQ(geography.domestic_regions, 2U);
    EXPECT_EQ(geography.domestic_places, 3U);
    EXPECT_EQ(geography.regions[0].name, "North");
    EXPECT_EQ(geography.regions[1].kind, RegionKind::city);
    EXPECT_EQ(geography.places[1].id, "NOR_rural");
    EXPECT_EQ(geography.places[1].settlement, Settlement::rural);
    EXPECT_THAT(geography.regions[0].places, ElementsAre(PlaceId{0}, PlaceId{1}));
    EXPECT_EQ(geography.region_of(PlaceId{2}), RegionId{1});
    EXPECT_FALSE(geography.abroad(PlaceId{2}));
    EXPECT_TRUE(geography.abroad(PlaceId{3}));
    EXPECT_EQ(geography.find_region("CIT"), RegionId{1});
    EXPECT_EQ(geography.find_region("cit"), std::nullopt);
}

TEST_F(GeographyTables, say_how_regions_lie_to_each_other) {
    country.tables["distances.csv"] = "origin,destination,km\nNOR,CIT,300\nCIT,NOR,310.5\n";
    country.tables["adjacency.csv"] = "origin,destination,relation\nNOR,CIT,hinterland\nCIT,NOR,adjacent\n";
    EXPECT_THAT(problems(), IsEmpty());
    EXPECT_EQ(geography.relations(0, 1).km, 300);
    EXPECT_EQ(geography.relations(1, 0).km, 310.5);
    EXPECT_TRUE(geography.relations(0, 1).hinterland);
    EXPECT_TRUE(geography.relations(0, 1).adjacent);
    EXPECT_FALSE(geography.relations(1, 0).hinterland);
    EXPECT_TRUE(geography.relations(1, 0).adjacent);
}

TEST_F(GeographyTables, refuse_an_unknown_region) {
    country.edit("places.csv", "NOR_rural,NOR", "NOR_rural,NOT");
    EXPECT_THAT(problems(),
                ElementsAre("places.csv:3:11: region = 'NOT' is not a region of regions.csv (did you mean 'NOR'?)"));
}

TEST_F(GeographyTables, refuse_a_wrong_kind_of_region) {
    country.edit("regions.csv", "city", "town");
    EXPECT_THAT(problems(), ElementsAre("regions.csv:3:5: kind = 'town' (must be one of region, city, abroad)"));
}

TEST_F(GeographyTables, refuse_a_region_that_stands_there_twice) {
    country.tables["regions.csv"] = "region,kind,name_en\nNOR,region,North\nNOR,city,City\nOUT,abroad,Outside\n";
    country.tables["distances.csv"] = "origin,destination,km\n";
    country.tables["adjacency.csv"] = "origin,destination,relation\n";
    country.edit("places.csv", "CIT,CIT", "CIT,NOR");
    EXPECT_THAT(problems(), testing::Contains("regions.csv:3:1: region 'NOR' stands here twice"));
}

TEST_F(GeographyTables, refuse_a_region_of_the_country_after_one_abroad) {
    country.tables["regions.csv"] = "region,kind,name_en\nNOR,region,North\nOUT,abroad,Outside\nCIT,city,City\n";
    EXPECT_THAT(problems(), testing::Contains("regions.csv:4:5: regions abroad must come after those of the country"));
}

TEST_F(GeographyTables, refuse_a_place_of_the_country_after_one_abroad) {
    country.tables["places.csv"] =
        "place,region,settlement,name_en\nOUT,OUT,abroad,Out\nNOR,NOR,urban,Towns\nCIT,CIT,urban,City\n";
    EXPECT_THAT(problems(), ElementsAre("places.csv:3:1: places abroad must come after those of the country",
                                        "places.csv:4:1: places abroad must come after those of the country"));
}

TEST_F(GeographyTables, refuse_a_settlement_that_does_not_fit_its_region) {
    country.edit("places.csv", "CIT,CIT,urban", "CIT,CIT,abroad");
    country.edit("places.csv", "OUT,OUT,abroad", "OUT,OUT,rural");
    EXPECT_THAT(problems(), ElementsAre("places.csv:4:9: 'abroad' does not fit the kind of region CIT",
                                        "places.csv:5:9: 'rural' does not fit the kind of region OUT"));
}

TEST_F(GeographyTables, refuse_a_wrong_settlement) {
    country.edit("places.csv", "NOR_rural,NOR,rural", "NOR_rural,NOR,steppe");
    EXPECT_THAT(problems(),
                ElementsAre("places.csv:3:15: settlement = 'steppe' (must be one of urban, rural, abroad)"));
}

TEST_F(GeographyTables, refuse_a_region_without_a_place) {
    country.edit("places.csv", "CIT,CIT,urban,City\n", "");
    EXPECT_THAT(problems(), ElementsAre("places.csv: region 'CIT' has no place"));
}

TEST_F(GeographyTables, refuse_a_pair_that_lies_abroad) {
    country.edit("distances.csv", "CIT,NOR,300\n", "CIT,NOR,300\nCIT,OUT,5000\n");
    EXPECT_THAT(problems(), ElementsAre("distances.csv:4:1: pairs of regions must both lie in the country"));
}

TEST_F(GeographyTables, refuse_a_wrong_relation) {
    country.edit("adjacency.csv", "CIT,NOR,hinterland", "CIT,NOR,near");
    EXPECT_THAT(problems(), ElementsAre("adjacency.csv:3:9: relation = 'near' (must be one of adjacent, hinterland)"));
}

TEST_F(GeographyTables, miss_a_distance_that_is_not_given) {
    country.edit("distances.csv", "CIT,NOR,300\n", "");
    EXPECT_THAT(problems(), ElementsAre("distances.csv: no distance from CIT to NOR"));
}

TEST_F(GeographyTables, refuse_a_distance_out_of_range) {
    country.edit("distances.csv", "CIT,NOR,300\n", "CIT,NOR,0\n");
    EXPECT_THAT(problems(), ElementsAre("distances.csv:3:9: km = 0 (must be from 1 to 20000)"));
}

TEST_F(GeographyTables, report_the_problems_of_several_tables_together) {
    country.edit("regions.csv", "city", "town");
    country.edit("adjacency.csv", "CIT,NOR,hinterland", "CIT,SOR,adjacent");
    EXPECT_THAT(problems(),
                ElementsAre("regions.csv:3:5: kind = 'town' (must be one of region, city, abroad)",
                            "adjacency.csv:3:5: destination = 'SOR' is not a region of regions.csv (did you mean "
                            "'NOR'?)"));
}

TEST_F(GeographyTables, are_remembered_once_each_in_the_order_of_reading) {
    TableFolder folder = country.open();
    Problems found;
    read_geography(folder, found);
    folder.open("places.csv", {"place"}, found);
    std::vector<std::string> names;
    for (const auto& read : folder.read()) {
        names.push_back(read.name);
        EXPECT_EQ(read.sha256.size(), 64U);
    }
    EXPECT_THAT(names, ElementsAre("regions.csv", "places.csv", "distances.csv", "adjacency.csv", "travellers.csv"));
}

TEST(Geography, of_Kazakhstan_has_no_problems) {
    TableFolder folder(std::filesystem::path(QONYS_SOURCE) / "scenarios/data/kz20");
    Problems problems;
    const Geography geography = read_geography(folder, problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(geography.domestic_regions, 20U);
    EXPECT_EQ(geography.domestic_places, 37U) << "17 regions with towns and villages, 3 cities";
}

}  // namespace
}  // namespace qonys
