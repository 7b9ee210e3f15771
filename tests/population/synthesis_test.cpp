#include "population/synthesis.hpp"

#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;

/// The tiny country, ten times larger in the city, so that places have up to two blocks.
class Synthesis : public testing::Test {
protected:
    Synthesis() {
        country.edit("population.csv", ",1000,0\n", ",25000,0\n");
        country.edit("networks.csv", "NOR,CIT,250", "NOR,CIT,6250");
        country.edit("arrivals.csv", "2015,120", "2015,0");
    }
    static World world_of(const Model& model, int threads = 1) { return make_world(model, Machine{threads}); }

    TinyCountry country;
};

TEST_F(Synthesis, makes_everybody_whom_the_tables_count) {
    const World world = world_of(country.model());
    EXPECT_THAT(world.published.stocks.population, ElementsAre(1200, 800, 25'000, 0));
    EXPECT_THAT(world.published.stocks.households, ElementsAre(400, 200, 10'000, 0)) << "by their mean sizes 3, 4, 2.5";
}

TEST_F(Synthesis, gives_every_place_exactly_its_ages) {
    const Model model = country.model();
    const World world = world_of(model);
    const auto persons = integerise(model.fitted, model.marginals, 1.0);
    for (std::size_t p = 0; p < 3; ++p)
        for (const Sex sex : {Sex::male, Sex::female})
            for (int age = 0; age <= 100; ++age) {
                std::int64_t expected = 0;
                for (std::size_t e = 0; e < ethnicity_count; ++e)
                    expected += persons.of(
                        p)[PopulationTable<std::int64_t>::cell(e, index(sex), static_cast<std::size_t>(age))];
                ASSERT_EQ(world.published.stocks.cohorts.aged(static_cast<PlaceId>(p), sex, age, age, Month(2019, 12)),
                          expected)
                    << "aged " << age << " in place " << p;
            }
}

TEST_F(Synthesis, gives_every_place_exactly_its_ethnic_groups) {
    const Model model = country.model();
    const World world = world_of(model);
    const auto persons = integerise(model.fitted, model.marginals, 1.0);
    Matrix<std::int64_t> expected(3, ethnicity_count);
    Matrix<std::int64_t> found(3, ethnicity_count);
    for (std::size_t p = 0; p < 3; ++p)
        for (std::size_t cell = 0; cell < persons.of(p).size(); ++cell)
            expected(p, cell / (sex_count * age_count)) += persons.of(p)[cell];
    for (const Block& block : world.blocks)
        for (std::uint32_t h = 0; h < block.household_rows(); ++h)
            found(index(block.households[h].place), index(block.households[h].ethnicity)) += block.households[h].size;
    EXPECT_TRUE(std::ranges::equal(found.cells(), expected.cells()));
}

TEST_F(Synthesis, makes_every_block_a_miniature_of_its_place) {
    const Model model = country.model();
    const World world = world_of(model);
    ASSERT_EQ(world.blocks.size(), 4U) << "one for towns, one for villages, two for the city's 25 000 persons";
    const auto persons = integerise(model.fitted, model.marginals, 1.0);
    for (std::size_t b = 2; b < 4; ++b) {
        const Block& block = world.blocks[b];
        EXPECT_EQ(index(block.id), b);
        EXPECT_LE(block.person_rows(), block_persons);
        std::vector<std::int64_t> found(PopulationTable<double>::cells_per_place);
        for (std::uint32_t person = 0; person < block.person_rows(); ++person) {
            const Row household = block.persons[person].household;
            ASSERT_EQ(block.households[household].place, TinyCountry::city);
            const int age = (Month(2019, 12).index() - block.persons[person].birth_month) / 12;
            ++found[PopulationTable<std::int64_t>::cell(index(block.households[household].ethnicity),
                                                        index(block.persons[person].sex),
                                                        static_cast<std::size_t>(age))];
        }
        for (std::size_t cell = 0; cell < found.size(); ++cell)
            ASSERT_LT(std::abs(static_cast<double>(found[cell]) - static_cast<double>(persons.of(2)[cell]) / 2), 1.0);
    }
}

TEST_F(Synthesis, stands_households_by_the_age_of_their_heads) {
    const Model model = country.model();
    const World world = world_of(model);
    for (const Block& block : world.blocks) {
        ASSERT_FALSE(block.head_ages.empty());
        EXPECT_EQ(block.head_ages.back().end, block.household_rows());
        Row row = 0;
        MonthIndex younger = static_cast<MonthIndex>(model.settings.start.index());
        for (const HeadAgeRun& run : block.head_ages) {
            EXPECT_LT(row, run.end);
            EXPECT_LT(run.born_from, younger);
            younger = run.born_from;
            for (; row < run.end; ++row) EXPECT_TRUE(run.has(block.households[row].head_birth_month));
        }
    }
}

TEST_F(Synthesis, dates_nobody_s_last_move_before_birth_or_after_the_start) {
    const World world = world_of(country.model());
    for (const Block& block : world.blocks)
        for (std::uint32_t h = 0; h < block.household_rows(); ++h) {
            ASSERT_GE(block.households[h].last_move, block.households[h].head_birth_month);
            ASSERT_LT(block.households[h].last_move, Month(2020, 1).index());
            ASSERT_EQ(block.households[h].programme, no_programme);
        }
}

TEST_F(Synthesis, draws_homes_by_the_shares_of_the_networks) {
    const World world = world_of(country.model());
    // 250 in 1000 residents of the city come from the North; 100 in 2000 the other way round.
    const auto expect_share = [&](RegionId residence, RegionId home, double share) {
        const auto& networks = world.published.stocks.networks;
        double households = 0;
        for (std::size_t h = 0; h < networks.rows(); ++h)
            households += static_cast<double>(networks(h, index(residence)));
        const double sigma = std::sqrt(share * (1 - share) / households);
        EXPECT_NEAR(static_cast<double>(networks(index(home), index(residence))) / households, share, 4 * sigma);
    };
    expect_share(TinyCountry::capital, TinyCountry::north, 0.25);
    expect_share(TinyCountry::north, TinyCountry::capital, 0.05);
}

TEST_F(Synthesis, uses_the_networks_of_the_last_year_that_is_known) {
    country.tables["networks.csv"] =
        "year,home,residence,persons\n2018,NOR,CIT,0\n2018,CIT,NOR,0\n2019,NOR,CIT,12500\n2019,CIT,NOR,0\n"
        "2021,NOR,CIT,25000\n2021,CIT,NOR,0\n";
    const Model model = country.model();
    EXPECT_DOUBLE_EQ(model.history.share(index(TinyCountry::capital), index(TinyCountry::north)), 0.5);
}

TEST_F(Synthesis, of_a_region_without_people_makes_no_block) {
    country.edit("population.csv", ",1200,800\n", ",1200,0\n");
    const World world = world_of(country.model());
    EXPECT_THAT(world.published.stocks.population, ElementsAre(1200, 0, 25'000, 0));
    for (const Block& block : world.blocks) EXPECT_NE(block.households[0].place, TinyCountry::village);
}

// Disabled until read_age_groups() stops dividing by a group in which nobody lives: NaN, and an empty country.
TEST_F(Synthesis, bears_an_age_group_in_which_nobody_lives) {
    std::string& ages = country.tables["age_structure.csv"];
    for (std::size_t at = ages.find(",70,119,"); at != std::string::npos; at = ages.find(",70,119,", at)) {
        const std::size_t end = ages.find('\n', at);
        ages.replace(at, end - at, ",70,99,100");
        const std::size_t line = ages.rfind('\n', at) + 1;
        ages.insert(at + 10, "\n" + ages.substr(line, at - line) + ",100,119,0");
    }
    EXPECT_THAT(world_of(country.model()).published.stocks.population, ElementsAre(1200, 800, 25'000, 0));
}

TEST_F(Synthesis, is_the_same_for_any_number_of_Threads) {
    const Model model = country.model();
    const std::uint64_t one = state_digest(world_of(model, 1));
    for (const int threads : {2, 3, 8}) EXPECT_EQ(state_digest(world_of(model, threads)), one) << threads;
    EXPECT_NE(state_digest(world_of(country.model({"run.seed=8"}))), one);
}

TEST(RealSynthesis, draws_every_home_by_its_share) {
    const Model model =
        make_model(std::filesystem::path(QONYS_SOURCE) / "scenarios/baseline.toml", {"run.scale=0.005"});
    const World world = make_world(model, Machine{1});
    const auto& networks = world.published.stocks.networks;
    const std::size_t regions = model.geography->domestic_regions;
    for (std::size_t residence = 0; residence < regions; ++residence) {
        double households = 0;
        for (std::size_t home = 0; home < regions; ++home) households += static_cast<double>(networks(home, residence));
        for (std::size_t home = 0; home < regions; ++home) {
            if (home == residence) continue;
            const double expected = households * model.history.share(residence, home);
            // Five sigma of a Poisson number, for 380 comparisons, and its skewness where few are expected.
            EXPECT_NEAR(static_cast<double>(networks(home, residence)), expected, 5 * std::sqrt(expected) + 3)
                << model.geography->regions[home].id << " in " << model.geography->regions[residence].id;
        }
    }
}

TEST(RealSynthesis, has_at_a_thousandth_the_rounded_totals_for_any_number_of_Threads) {
    const Model model =
        make_model(std::filesystem::path(QONYS_SOURCE) / "scenarios/baseline.toml", {"run.scale=0.001"});
    const auto persons = integerise(model.fitted, model.marginals, 0.001);
    const World world = make_world(model, Machine{1});
    for (std::size_t p = 0; p < persons.places(); ++p)
        EXPECT_EQ(world.published.stocks.population[p],
                  std::accumulate(persons.of(p).begin(), persons.of(p).end(), std::int64_t{0}));
    for (const int threads : {2, 3, 8})
        EXPECT_EQ(state_digest(make_world(model, Machine{threads})), state_digest(world)) << threads;
}

}  // namespace
}  // namespace qonys
