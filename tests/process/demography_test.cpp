#include "process/demography.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "tests/support/expected.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

TEST(AgeAt, is_the_completed_age_within_the_tables) {
    const auto born = [](int year, int month) { return static_cast<MonthIndex>(Month(year, month).index()); };
    EXPECT_EQ(age_at(Month(2020, 3), born(2020, 3)), 0);
    EXPECT_EQ(age_at(Month(2020, 3), born(2019, 4)), 0);
    EXPECT_EQ(age_at(Month(2020, 3), born(2019, 3)), 1);
    EXPECT_EQ(age_at(Month(2020, 3), born(1950, 3)), 70);
    EXPECT_EQ(age_at(Month(2020, 3), born(1950, 4)), 69);
    EXPECT_EQ(age_at(Month(2020, 3), born(1901, 1)), 100) << "119, but tables end at 100";
    EXPECT_EQ(age_at(Month(2020, 3), born(2021, 3)), 0) << "not yet born";
}

std::int64_t sum(const std::vector<std::int64_t>& by_place) {
    return std::accumulate(by_place.begin(), by_place.end(), std::int64_t{0});
}

class TinyDemography : public testing::Test {
protected:
    static void age_one_month(const Model& model, World& world, Month month, std::uint64_t seed, int threads = 1) {
        const Machine machine{threads};
        for_each_block(machine, world.blocks.size(), model.demography.age(month, world, Seed{seed}, machine));
        const Stocks before = world.published.stocks;
        publish(world, month);
        check_balances(world, before);
        check_recount(world, Machine{});
    }
    TinyCountry country;
    static constexpr Month january{2020, 1};
};

TEST_F(TinyDemography, has_the_hazard_of_death_that_was_registered) {
    // The schedule is the same at all ages, so its level is registered deaths / population whatever the ages are:
    // 24 in 2000 in the North, 6 in 1000 in the city. A month is the twelfth part of a year's exposure.
    const Model model = country.model();
    for (const Sex sex : {Sex::male, Sex::female})
        for (const std::size_t age : {0U, 40U, 100U}) {
            EXPECT_NEAR(model.demography.death_hazard(2020, TinyCountry::north, sex, age), 1 - std::exp(-0.012 / 12),
                        1e-12);
            EXPECT_NEAR(model.demography.death_hazard(2020, TinyCountry::capital, sex, age), 1 - std::exp(-0.006 / 12),
                        1e-12);
        }
}

TEST_F(TinyDemography, gives_births_to_women_of_fertile_age_only_at_the_registered_level) {
    const Model model = country.model();
    const World world = make_world(model, Machine{});
    for (const auto& [region, registered] : {std::pair{TinyCountry::north, 40.0}, {TinyCountry::capital, 20.0}}) {
        EXPECT_EQ(model.demography.birth_hazard(2020, region, 14), 0);
        EXPECT_EQ(model.demography.birth_hazard(2020, region, 50), 0);
        EXPECT_EQ(model.demography.birth_hazard(2020, region, 15), model.demography.birth_hazard(2020, region, 49));
        double births = 0;
        for (int age = 15; age <= 49; ++age)
            for (const PlaceId place : model.geography->region(region).places)
                births +=
                    12 * model.demography.birth_hazard(2020, region, static_cast<std::size_t>(age)) *
                    static_cast<double>(world.published.stocks.cohorts.aged(place, Sex::female, age, age, january));
        EXPECT_NEAR(births / registered, 1, 0.05) << "up to the ageing within the year";
    }
}

/// Births are registered in 2021 only, nobody dies, and whoever comes in 2020 is of an age that migrates: the women
/// who give birth are those of the start, a year older, and half of who came.
TEST_F(TinyDemography, refers_the_level_of_births_to_ages_with_who_came_and_not_with_whom_the_census_found) {
    constexpr double came = 300, found = 50, women = 600, old = 400;
    country.tables["population.csv"] = "region,year,urban,rural\n";
    for (int year = 2015; year <= 2030; ++year)
        country.tables["population.csv"] +=
            fmt::format("NOR,{0},{1},800\nCIT,{0},1000,0\n", year, year > 2020 ? 1200 + came + found : 1200);
    country.tables["vital_rates.csv"] =
        "region,year,births,deaths\nNOR,2020,0,0\nNOR,2021,50,0\nCIT,2020,0,0\nCIT,2021,20,0\n";
    Problems problems;
    TableFolder folder = country.open();
    const Geography geography = read_geography(folder, problems);
    const RegisteredPopulation registered(folder, geography, problems);
    ByAge mobility{};
    mobility[21] = 1;
    Matrix<double> ages(2, sex_count * age_count);
    for (std::size_t region = 0; region < 2; ++region)
        for (std::size_t sex = 0; sex < sex_count; ++sex) {
            ages(region, sex * age_count + 20) = women;
            ages(region, sex * age_count + 60) = old;
        }
    const Demography demography(folder, geography, {registered, {.year = 2021, .persons = {found, 0}}, mobility}, ages,
                                Month(2020, 1), Month(2021, 12), problems);
    problems.throw_if_any();
    // Births per person of the schedule, 0.06 a woman: at the year's beginning and, after deaths of 1 % a year and a
    // year's newborns, at its end.
    const auto level = [&](RegionId region, double fertile, double births) {
        const double persons = 2 * (fertile + old);
        const double kept = std::exp(-0.01);
        const double yields =
            (0.06 * fertile / persons + 0.06 * fertile * kept / (persons * kept + 0.06 * fertile)) / 2;
        return births / registered.average(region, 2021) / yields;
    };
    EXPECT_NEAR(demography.birth_hazard(2021, TinyCountry::north, 25),
                0.06 / 12 * level(TinyCountry::north, women + came / 2, 50), 1e-9);
    EXPECT_NEAR(demography.birth_hazard(2021, TinyCountry::capital, 25),
                0.06 / 12 * level(TinyCountry::capital, women, 20), 1e-9);
}

TEST_F(TinyDemography, keeps_the_last_rates_after_the_end_of_the_tables) {
    country.run = "start = \"2029-01\"\nend = \"2033-12\"\n";
    const Model model = country.model();
    for (const int year : {2029, 2030, 2031, 2033})
        EXPECT_NEAR(model.demography.death_hazard(year, TinyCountry::north, Sex::male, 30), 1 - std::exp(-0.012 / 12),
                    1e-12);
}

TEST_F(TinyDemography, meets_the_expected_deaths_and_births) {
    country.edit("vital_rates.csv", ",40,24\n", ",400,240\n");  // ten times as many, to see more in a month
    country.edit("vital_rates.csv", ",20,6\n", ",200,60\n");
    const Model model = country.model();
    const World world = make_world(model, Machine{});
    Expected deaths;
    Expected births;
    for (const Block& block : world.blocks)
        for (std::uint32_t person = 0; person < block.person_rows(); ++person) {
            const RegionId region = model.geography->region_of(block.households[block.persons[person].household].place);
            const std::size_t age = age_at(january, block.persons[person].birth_month);
            const double dies = model.demography.death_hazard(2020, region, block.persons[person].sex, age);
            deaths.add(dies);
            // The dead of the month give no birth.
            if (block.persons[person].sex == Sex::female)
                births.add(model.demography.birth_hazard(2020, region, age) * (1 - dies));
        }
    constexpr int replicates = 300;
    std::int64_t died = 0;
    std::int64_t born = 0;
    std::int64_t boys = 0;
    for (int seed = 1; seed <= replicates; ++seed) {
        World copy = world;
        age_one_month(model, copy, january, static_cast<std::uint64_t>(seed));
        died += sum(copy.published.ledger.deaths);
        born += sum(copy.published.ledger.births);
        for (const PlaceId place : {TinyCountry::town, TinyCountry::village, TinyCountry::city})
            boys += copy.published.stocks.cohorts.at(place, Sex::male, static_cast<MonthIndex>(january.index()));
    }
    EXPECT_LT(std::abs(deaths.deviation(died, replicates)), 4) << died << ", expected " << deaths.mean * replicates;
    EXPECT_LT(std::abs(births.deviation(born, replicates)), 4) << born << ", expected " << births.mean * replicates;
    Expected males;
    males.add(106.0 / 206.0);
    EXPECT_LT(std::abs(males.deviation(boys, static_cast<int>(born))), 4) << boys << " boys in " << born;
}

TEST_F(TinyDemography, puts_the_newborn_last_into_its_mother_s_household) {
    country.edit("vital_rates.csv", ",40,24\n", ",1000,0\n");
    country.edit("vital_rates.csv", ",20,6\n", ",500,0\n");
    const Model model = country.model();
    const World before = make_world(model, Machine{});
    World after = before;
    age_one_month(model, after, january, 1);
    EXPECT_GT(sum(after.published.ledger.births), 50);
    EXPECT_EQ(sum(after.published.ledger.deaths), 0);
    for (std::size_t b = 0; b < before.blocks.size(); ++b) {
        const Block& block = after.blocks[b];
        for (std::uint32_t person = before.blocks[b].person_rows(); person < block.person_rows(); ++person) {
            EXPECT_EQ(Month::from_index(block.persons[person].birth_month), january);
            bool mother_lives_here = false;
            Row last = no_row;
            block.for_each_member(block.persons[person].household, [&](Row member) {
                const std::size_t age = age_at(january, block.persons[member].birth_month);
                mother_lives_here |= block.persons[member].sex == Sex::female && age >= 15 && age <= 49;
                last = member;
            });
            EXPECT_TRUE(mother_lives_here);
            EXPECT_EQ(Month::from_index(block.persons[last].birth_month), january);
        }
    }
}

TEST_F(TinyDemography, lets_everybody_die_once_until_the_country_is_empty) {
    country.run = "start = \"2020-01\"\nend = \"2029-12\"\n";
    country.edit("vital_rates.csv", ",40,24\n", ",40,20000\n");  // ten deaths a person and year
    country.edit("vital_rates.csv", ",20,6\n", ",20,10000\n");
    const Model model = country.model();
    World world = make_world(model, Machine{});
    const std::int64_t households = sum(world.published.stocks.households);
    std::int64_t died = 0;
    std::int64_t born = 0;
    std::int64_t dissolved = 0;
    for (Month month = january; month <= Month(2024, 12); ++month) {
        age_one_month(model, world, month, 1);
        died += sum(world.published.ledger.deaths);
        born += sum(world.published.ledger.births);
        dissolved += sum(world.published.ledger.dissolved);
        ASSERT_EQ(sum(world.published.stocks.population), 3000 + born - died);
    }
    EXPECT_EQ(sum(world.published.stocks.population), 0);
    EXPECT_EQ(sum(world.published.stocks.households), 0);
    EXPECT_EQ(dissolved, households);
    for (const std::int64_t network : world.published.stocks.networks.cells()) EXPECT_EQ(network, 0);
}

TEST_F(TinyDemography, leaves_those_abroad_alone) {
    country.edit("vital_rates.csv", ",40,24\n", ",400,2400\n");
    const Model model = country.model();
    World world = make_world(model, Machine{});
    for (Block& block : world.blocks)
        for (Household& household : block.households) household.place = TinyCountry::out;
    open_books(world, 0, january, Month(2020, 12), Machine{});
    age_one_month(model, world, january, 1);
    EXPECT_EQ(sum(world.published.ledger.births) + sum(world.published.ledger.deaths), 0);
}

TEST_F(TinyDemography, lets_partners_and_parity_decide_who_gives_birth_but_not_how_many_do) {
    country.edit("vital_rates.csv", ",40,24\n", ",400,240\n");
    country.edit("vital_rates.csv", ",20,6\n", ",200,60\n");
    country.edit("partnered.csv", "male,40,0\nfemale,40,0", "male,30,0.6\nfemale,30,0.6");
    country.tables["parity.csv"] =
        "union,parity,factor\npartnered,0,4\npartnered,1,2\npartnered,2,1\npartnered,3,1\npartnered,4,0.5\n"
        "single,0,0.3\nsingle,1,0.3\nsingle,2,0.2\nsingle,3,0.2\nsingle,4,0.2\n";
    country.tables["fertility_settlement.csv"] = "settlement,factor\nurban,0.9\nrural,1.2\n";
    const Model model = country.model();
    const World world = make_world(model, Machine{});
    // The sum over a region's women of one age, with the factors, is that without them.
    Matrix<double> with(2, age_count);
    Matrix<double> without(2, age_count);
    Expected partnered;
    Expected births;
    for (const Block& block : world.blocks)
        for (const Person& woman : block.persons) {
            if (woman.household == no_row || woman.sex != Sex::female) continue;
            const Place& place = model.geography->place(block.households[woman.household].place);
            const std::size_t age = age_at(january, woman.birth_month);
            const double factor = model.demography.birth_factor(world, woman, place.region, place.settlement, age);
            const double hazard = model.demography.birth_hazard(2020, place.region, age);
            with(index(place.region), age) += factor * hazard;
            without(index(place.region), age) += hazard;
            const double dies = model.demography.death_hazard(2020, place.region, woman.sex, age);
            births.add(factor * hazard * (1 - dies));
            if (woman.partnered) partnered.add(factor * hazard * (1 - dies));
        }
    for (std::size_t r = 0; r < 2; ++r)
        for (std::size_t age = 0; age < age_count; ++age) EXPECT_NEAR(with(r, age), without(r, age), 1e-9) << age;
    constexpr int replicates = 200;
    std::int64_t born = 0;
    for (int seed = 1; seed <= replicates; ++seed) {
        World copy = world;
        age_one_month(model, copy, january, static_cast<std::uint64_t>(seed));
        born += sum(copy.published.ledger.births);
    }
    EXPECT_GT(partnered.mean, births.mean / 2) << "most have a partner";
    EXPECT_LT(std::abs(births.deviation(born, replicates)), 4) << born << ", expected " << births.mean * replicates;
}

TEST_F(TinyDemography, asks_the_same_women_whatever_little_the_scale_of_births_changes) {
    country.edit("vital_rates.csv", ",40,24\n", ",400,240\n");
    const Model model = country.model();
    const World world = make_world(model, Machine{});
    const auto births = [&](double factor) {
        World copy = world;
        for (double& scale : copy.birth_scale.cells()) scale *= factor;
        const Month february{2020, 2};
        for_each_block(Machine{}, copy.blocks.size(), model.demography.age(february, copy, Seed{1}, Machine{}));
        std::set<std::uint64_t> mothers;
        for (const Block& block : copy.blocks)
            for (const Person& child : block.persons)
                if (child.birth_month == february.index())
                    mothers.insert(static_cast<std::uint64_t>(index(block.id)) << 16U | child.household);
        return mothers;
    };
    const auto few = births(1);
    const auto more = births(1.001);
    EXPECT_GT(few.size(), 10U);
    EXPECT_TRUE(std::ranges::includes(more, few)) << "whoever gives birth does so still";
    EXPECT_LE(more.size(), few.size() + 2);
}

TEST_F(TinyDemography, is_the_same_for_any_number_of_Threads) {
    country.edit("vital_rates.csv", ",40,24\n", ",400,240\n");
    const Model model = country.model();
    const World start = make_world(model, Machine{8});
    World one = start;
    age_one_month(model, one, january, 5);
    for (const int threads : {2, 3, 8}) {
        World many = start;
        age_one_month(model, many, january, 5, threads);
        EXPECT_EQ(state_digest(many), state_digest(one));
        EXPECT_EQ(many.published.digest, one.published.digest);
    }
}

}  // namespace
}  // namespace qonys
