#include "process/census.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/books.hpp"
#include "tests/support/three_places.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

constexpr Month january_2022{2022, 1};

/// Gains of persons by region in a month, as a recount booked them.
struct Gains {
    std::int64_t north = 0;
    std::int64_t capital = 0;
    bool operator==(const Gains&) const = default;
};

class CensusTest : public testing::Test {
protected:
    CensusTest() { country.edit("census_break.csv", "NOR,0\nCIT,0", "NOR,217\nCIT,-131"); }

    Census census(const Geography& geography, const CensusParameters& parameters = {}, double scale = 1) const {
        Problems problems;
        TableFolder folder = country.open();
        Census made(parameters, read_census_break(folder, geography, problems), scale);
        EXPECT_TRUE(problems.empty());
        return made;
    }
    /// Recounts; holds every book against the blocks and the booked gains against the populations.
    static Gains recount(const Census& census, World& world, Month month, std::uint64_t seed = 1, int threads = 1) {
        const Stocks before = world.published.stocks;
        world.ledgers.resize(static_cast<std::size_t>(threads), world.ledgers.front());
        census.recount(month, world, Seed{seed}, Machine{threads});
        publish(world, month);
        check_balances(world, before);
        expect_books_to_agree_with_blocks(world);
        Gains gains;
        for (std::size_t p = 0; p < 3; ++p) {
            const std::int64_t gain = world.published.ledger.counted_in[p] - world.published.ledger.counted_out[p];
            EXPECT_EQ(world.published.stocks.population[p] - before.population[p], gain);
            (p == 2 ? gains.capital : gains.north) += gain;
        }
        return gains;
    }
    TinyCountry country;
};

TEST_F(CensusTest, gives_and_takes_exactly_what_it_found_in_every_region) {
    const Model model = country.model();
    const World start = make_world(model, Machine{});
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        World world = start;
        EXPECT_EQ(recount(census(*model.geography), world, january_2022, seed), (Gains{217, -131}));
        EXPECT_EQ(world.published.ledger.counted_in[2] + world.published.ledger.counted_out[0], 0);
        EXPECT_EQ(world.published.stocks.households[2] - start.published.stocks.households[2],
                  -world.published.ledger.dissolved[2]);
    }
}

TEST_F(CensusTest, counts_agents_at_a_smaller_scale) {
    const Model model = country.model({"run.scale=0.5"});
    World world = make_world(model, Machine{});
    const Census census = this->census(*model.geography, {}, 0.5);
    EXPECT_EQ(census.persons(TinyCountry::north), 109);
    EXPECT_EQ(recount(census, world, january_2022), (Gains{109, -66}));
}

TEST_F(CensusTest, happens_in_its_month_only_and_not_at_all_if_told_so) {
    const Model model = country.model();
    World world = make_world(model, Machine{});
    EXPECT_EQ(recount(census(*model.geography), world, Month(2021, 12)), Gains{});
    EXPECT_EQ(recount(census(*model.geography, {.adjust = false, .month = january_2022}), world, january_2022),
              Gains{});
    EXPECT_EQ(recount(census(*model.geography, {.adjust = true, .month = {2021, 6}}), world, {2021, 6}),
              (Gains{217, -131}));
}

TEST_F(CensusTest, takes_everybody_when_more_are_missing_than_there_are) {
    country.edit("census_break.csv", "CIT,-131", "CIT,-5000");
    const Model model = country.model();
    World world = make_world(model, Machine{});
    EXPECT_EQ(recount(census(*model.geography), world, january_2022), (Gains{217, -1000}));
    EXPECT_EQ(world.published.stocks.households[2], 0);
}

TEST_F(CensusTest, is_the_same_for_any_number_of_Threads) {
    const Model model = country.model();
    const World start = make_world(model, Machine{});
    std::vector<std::uint64_t> digests;
    for (const int threads : {1, 2, 3}) {
        World world = start;
        recount(census(*model.geography), world, january_2022, 1, threads);
        digests.push_back(state_digest(world));
    }
    EXPECT_EQ(digests[0], digests[1]);
    EXPECT_EQ(digests[0], digests[2]);
}

/// Many blocks in which a few households of another region live, none of them small: their parts of the region's sum
/// fit none of these.
TEST_F(CensusTest, finds_elsewhere_what_a_block_is_too_coarse_for) {
    for (const int gain : {57, -57}) {
        country.tables["census_break.csv"] = fmt::format("region,persons\nNOR,0\nCIT,{}\n", gain);
        ThreePlaces places;
        places.world.blocks.resize(30);
        for (std::size_t b = 0; b < 30; ++b) {
            places.world.blocks[b].id = static_cast<BlockId>(b);
            std::swap(places.world.blocks[b], places.block());
            for (int h = 0; h < 20; ++h) places.household(ThreePlaces::town, 3);
            if (b == 7)
                for (int h = 0; h < 100; ++h) places.household(ThreePlaces::city, 1);
            else
                places.household(ThreePlaces::city, 5);
            std::swap(places.world.blocks[b], places.block());
        }
        places.open();
        EXPECT_EQ(recount(census(places.geography), places.world, january_2022), (Gains{0, gain}));
        EXPECT_EQ(places.world.published.ledger.change.population[0], 0) << "only the region's own";
    }
}

TEST_F(CensusTest, copies_households_of_the_region_person_for_person) {
    country.edit("census_break.csv", "NOR,217\nCIT,-131", "NOR,0\nCIT,40");
    ThreePlaces places;
    for (int h = 0; h < 30; ++h) places.household(ThreePlaces::city, 1 + h % 4);
    places.household(ThreePlaces::out, 2);
    Block& block = places.block();
    for (Person& person : block.persons) {
        person.education = Education::higher;
        person.activity = Activity::formal;
    }
    places.open();
    const std::uint32_t before = block.household_rows();
    EXPECT_EQ(recount(census(places.geography), places.world, january_2022), (Gains{0, 40}));
    EXPECT_GT(block.household_rows(), before);
    for (std::uint32_t h = before; h < block.household_rows(); ++h) {
        EXPECT_EQ(block.households[h].place, ThreePlaces::city);
        block.for_each_member(static_cast<Row>(h), [&](Row person) {
            EXPECT_EQ(block.persons[person].education, Education::higher);
            EXPECT_EQ(block.persons[person].activity, Activity::formal);
        });
        EXPECT_EQ(block.persons[block.households[h].first_person].birth_month, Month(1980, 1).index());
    }
}

TEST_F(CensusTest, needs_a_row_for_every_region_of_the_country) {
    country.edit("census_break.csv", "CIT,-131\n", "");
    EXPECT_THROW(country.model(), InputError);
}

}  // namespace
}  // namespace qonys
