#include "dense_reference/dense_reference.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "country.hpp"
#include "statistics.hpp"
#include "tests/support/wishes.hpp"

namespace qonys {
namespace {

using Replicates = std::vector<std::vector<double>>;

/// The scenario without policies as far as the dense reference knows it: whole households move, need not pay and do not
/// come back, and immigrants do not look for those who came before.
const Model& simple_country() {
    static const Model model = make_model(std::string(QONYS_SOURCE) + "/scenarios/no_policy.toml",
                                          {"run.scale=0.02", "migration.alone=0", "migration.liquidity=false",
                                           "migration.return_push=0", "arrivals.network=0"});
    return model;
}

const World& simple_country_at_start() {
    static const World world = make_world(simple_country(), test::machine());
    return world;
}

/// One month of those processes that the dense reference has, too. Education, work and prices stay as they are at the
/// start in it; so choices here see the work and the ethnic groups of the start.
void advance_common_processes(const Model& model, Month month, World& world) {
    const Levers nothing;
    const Machine& machine = test::machine();
    Arrivals::Newcomers newcomers;
    for_each_block(machine, world.blocks.size(), model.demography.age(month, world, model.seed(), machine),
                   model.arrivals.admit(month, nothing, world, model.seed(), newcomers));
    Stocks& stocks = world.published.stocks;
    Matrix<std::int64_t> activity = simple_country_at_start().published.stocks.activity;
    Matrix<std::int64_t> ethnicity = simple_country_at_start().published.stocks.ethnicity;
    std::swap(stocks.activity, activity);
    std::swap(stocks.ethnicity, ethnicity);
    Proposals wishes = test::wishes(model.migration, month, nothing, world, model.seed(), machine);
    std::swap(stocks.activity, activity);
    std::swap(stocks.ethnicity, ethnicity);
    settle(nothing, world.purse, wishes, *world.geography);
    close_month(month, nothing, wishes, world, machine);
    model.migration.remember(world);
}

/// What one replicate counted in its months, by region.
struct Outcome {
    explicit Outcome(const Geography& g)
        : geography(&g),
          households(g.regions.size() * g.regions.size()),
          persons(households.size()),
          within(g.regions.size()),
          arrivals(within),
          heads(40),
          sizes(16),
          durations(200),
          groups(g.regions.size() * ethnicity_count),
          ethnicities(ethnicity_count),
          births(g.regions.size()),
          deaths(births),
          dissolved(births) {}
    const Geography* geography;
    std::vector<double> households, persons;  ///< [origin region, destination region]
    std::vector<double> within;               ///< households, between the places of a region
    std::vector<double> arrivals;             ///< households from abroad, by destination
    // At the end: households in the country by age of the head (3 years), size, years since the last move (half
    // years), [region, ethnicity], and ethnicity.
    std::vector<double> heads, sizes, durations, groups, ethnicities;
    std::vector<double> births, deaths, dissolved;

    void add_household(Month now, PlaceId place, Ethnicity ethnicity, std::size_t size, MonthIndex head_born,
                       MonthIndex last_move) {
        if (geography->abroad(place)) return;
        const auto months = [&](MonthIndex since) { return static_cast<std::size_t>(now.index() - since); };
        ++heads[std::min(months(head_born) / 36, heads.size() - 1)];
        ++sizes[std::min(size, sizes.size() - 1)];
        ++durations[std::min(months(last_move) / 6, durations.size() - 1)];
        ++ethnicities[index(ethnicity)];
        ++groups[index(geography->region_of(place)) * ethnicity_count + index(ethnicity)];
    }

    void add(const auto& figures) {
        const std::size_t regions = geography->regions.size();
        for (std::size_t i = 0; i < geography->places.size(); ++i) {
            const std::size_t r = index(geography->places[i].region);
            births[r] += static_cast<double>(figures.births[i]);
            deaths[r] += static_cast<double>(figures.deaths[i]);
            dissolved[r] += static_cast<double>(figures.dissolved[i]);
            for (std::size_t j = 0; j < geography->places.size(); ++j) {
                const std::size_t s = index(geography->places[j].region);
                if (r == s) within[r] += static_cast<double>(figures.moves_households(i, j));
                if (i >= geography->domestic_places) arrivals[s] += static_cast<double>(figures.moves_households(i, j));
                const std::size_t flow = r * regions + s;
                households[flow] += static_cast<double>(figures.moves_households(i, j));
                persons[flow] += static_cast<double>(figures.moves_persons(i, j));
            }
        }
    }
};

Outcome by_engine(std::uint64_t seed, int months) {
    Model model = simple_country();
    model.settings.seed = static_cast<std::int64_t>(seed);
    World world = simple_country_at_start();
    restart_alarms(world);  // those at the start are the same in all replicates
    Outcome counted(*model.geography);
    for (int month = 0; month < months; ++month) {
        const Stocks before = world.published.stocks;
        advance_common_processes(model, model.settings.start + month, world);
        check_balances(world, before);
        counted.add(world.published.ledger);
    }
    test::for_each_household(world, [&](const Block& block, Row row) {
        const std::vector<Household>& all = block.households;
        counted.add_household(world.published.month, all[row].place, all[row].ethnicity, all[row].size,
                              all[row].head_birth_month, all[row].last_move);
    });
    return counted;
}

Outcome by_dense_reference(std::uint64_t seed, int months) {
    dense::Country dense(simple_country(), simple_country_at_start(), seed, 2);
    Outcome counted(*simple_country().geography);
    for (int month = 0; month < months; ++month) {
        dense.advance(simple_country().settings.start + month);
        counted.add(dense.figures());
    }
    const Month last = simple_country().settings.start + (months - 1);
    dense.visit_households([&](PlaceId place, Ethnicity ethnicity, std::size_t size, MonthIndex born,
                               MonthIndex moved) { counted.add_household(last, place, ethnicity, size, born, moved); });
    return counted;
}

/// Whether engine and dense reference, started from the same agents, come to figures from one distribution.
struct DenseReference : ::testing::Test {
    static constexpr int replicates = 30;
    static constexpr int months = 18;

    static void SetUpTestSuite() {
        for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
            engine.push_back(by_engine(100 + replicate, months));
            dense.push_back(by_dense_reference(200 + replicate, months));
        }
    }
    static void TearDownTestSuite() {
        engine.clear();
        dense.clear();
    }

    template <class Field>
    static void compare(Field field) {
        // Cell by cell, and all together, where a small bias of every cell shows best.
        Replicates first, second, first_sum, second_sum;
        const auto split = [&](const Outcome& counted, Replicates& cells, Replicates& sum) {
            cells.push_back(counted.*field);
            sum.push_back({std::accumulate(cells.back().begin(), cells.back().end(), 0.0)});
        };
        for (const Outcome& counted : engine) split(counted, first, first_sum);
        for (const Outcome& counted : dense) split(counted, second, second_sum);
        EXPECT_PLAUSIBLE(test::permutation_test(first, second));
        EXPECT_PLAUSIBLE(test::permutation_test(first_sum, second_sum));
    }

    static inline std::vector<Outcome> engine, dense;
};

TEST_F(DenseReference, agrees_on_moves_within_regions_and_arrivals) {
    compare(&Outcome::within);
    compare(&Outcome::arrivals);
}
TEST_F(DenseReference, agrees_on_flows_of_households) { compare(&Outcome::households); }
TEST_F(DenseReference, agrees_on_flows_of_persons) { compare(&Outcome::persons); }
TEST_F(DenseReference, agrees_on_births) { compare(&Outcome::births); }
TEST_F(DenseReference, agrees_on_deaths) { compare(&Outcome::deaths); }
TEST_F(DenseReference, agrees_on_dissolved_households) { compare(&Outcome::dissolved); }

TEST_F(DenseReference, agrees_on_who_lives_here_in_the_end) {
    compare(&Outcome::heads);
    compare(&Outcome::sizes);
    compare(&Outcome::durations);
    compare(&Outcome::groups);
    compare(&Outcome::ethnicities);
}

TEST(DenseReferenceBooks, balance) {
    // Its stocks, carried on by its own books, are what the engine's formula for balances wants.
    dense::Country dense(simple_country(), simple_country_at_start(), 1, 3);
    for (int month = 0; month < 6; ++month) {
        const Stocks before = dense.stocks();
        dense.advance(simple_country().settings.start + month);
        std::int64_t persons = 0, persons_before = 0, events = 0;
        for (std::size_t p = 0; p < before.population.size(); ++p) {
            persons += dense.stocks().population[p];
            persons_before += before.population[p];
            events += dense.figures().births[p] - dense.figures().deaths[p];
            for (std::size_t from = simple_country().geography->domestic_places; from < before.population.size();
                 ++from)
                events += dense.figures().moves_persons(from, p);
        }
        EXPECT_EQ(persons, persons_before + events);
    }
}

}  // namespace
}  // namespace qonys
