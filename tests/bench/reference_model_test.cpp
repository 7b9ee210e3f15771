#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "reference_model/dense.hpp"
#include "reference_model/engine.hpp"
#include "tests/exactness/statistics.hpp"

namespace qonys::reference {
namespace {

using test::Cells;
using test::Verdict;

Engine engine_of(std::uint64_t agents, const Behaviour& behaviour, int threads = 1, std::uint64_t seed = 1) {
    return {Seed{seed}, agents, behaviour, Machine{threads}};
}

/// Moves counted in two ways.
struct Moves {
    Matrix<double> flows{place_count, 2 * place_count};  ///< [origin, destination], returns home apart behind them
    Matrix<double> movers{class_count, 2 * 7};           ///< [class, decade of age], of those who moved lately apart
};

std::size_t column(std::size_t destination, bool home) { return destination + (home ? place_count : 0); }
std::size_t column_of_age(int age, bool recent) {
    return static_cast<std::size_t>((age - youngest) / 120) + (recent ? 7U : 0U);
}

/// Adds what is expected of the coming month by the formulas of REF as they stand, given what everybody is now.
void add_expected(const Engine& engine, Moves& expected) {
    const Behaviour ref;
    Matrix<double> leaving(place_count, place_count);  // [place, home]
    engine.for_each_agent([&](std::size_t place, std::size_t home, std::size_t agent_class, int age, int since) {
        const bool recent = since + 1 <= 12;
        const double chance = hazard(age + 1, agent_class, recent, ref);
        leaving(place, home) += chance;
        expected.movers(agent_class, column_of_age(age, recent)) += chance;
    });
    const Matrix<double> weight = weights(make_places(), engine.populations_at_start(), engine.populations(), ref);
    for (std::size_t i = 0; i < place_count; ++i)
        for (std::size_t home = 0; home < place_count; ++home) {
            std::array<double, place_count> pull{};
            for (std::size_t j = 0; j < place_count; ++j)
                pull[j] = weight(i, j) * (j == home ? std::exp(ref.home_bonus) : 1);
            const double all = std::accumulate(pull.begin(), pull.end(), 0.0);
            for (std::size_t j = 0; j < place_count; ++j)
                expected.flows(i, column(j, j == home)) += leaving(i, home) * pull[j] / all;
        }
}

/// Adds what a month brought: whose place is another than before.
void add_observed(const Engine& before, const Engine& after, Moves& observed) {
    std::vector<std::uint8_t> place_before;
    std::vector<bool> recent;
    before.for_each_agent([&](std::uint8_t place, std::size_t, std::size_t, int, int since) {
        place_before.push_back(place);
        recent.push_back(since + 1 <= 12);
    });
    std::size_t agent = 0;
    after.for_each_agent([&](std::size_t place, std::size_t home, std::size_t agent_class, int age, int) {
        if (place != place_before[agent]) {
            observed.flows(place_before[agent], column(place, place == home)) += 1;
            observed.movers(agent_class, column_of_age(age - 1, recent[agent])) += 1;
        }
        ++agent;
    });
}

/// The moves of all months against what was expected of each when it began. What exceeds expectation in one month is
/// uncorrelated with that of another (a martingale), and the variance of a cell is its expectation but for squares of
/// hazards: chi-square with a degree of freedom for every cell.
struct Verdicts {
    Verdict flows, movers;
};
Verdicts against_expectation(Engine engine) {
    Moves expected;
    Moves observed;
    for (int month = 0; month < month_count; ++month) {
        const Engine before = engine;
        add_expected(engine, expected);
        engine.advance();
        add_observed(before, engine, observed);
    }
    const auto verdict = [](const Matrix<double>& counts, const Matrix<double>& means) {
        Cells cells;
        for (std::size_t cell = 0; cell < counts.cells().size(); ++cell)
            cells.add(counts.cells()[cell], means.cells()[cell]);
        return cells.verdict(0);
    };
    return {verdict(observed.flows, expected.flows), verdict(observed.movers, expected.movers)};
}

TEST(ReferenceModel, engine_moves_agents_as_the_formulas_say) {
    const auto [flows, movers] = against_expectation(engine_of(300'000, {}));
    EXPECT_PLAUSIBLE(flows);
    EXPECT_PLAUSIBLE(movers);
}

TEST(ReferenceModel, test_of_moves_rejects_other_models) {
    const auto verdicts = [](const Behaviour& behaviour) { return against_expectation(engine_of(300'000, behaviour)); };
    EXPECT_LT(verdicts({.home_bonus = 0.7}).flows.p_value, test::level);
    EXPECT_LT(verdicts({.crowding = 0.3}).flows.p_value, test::level);
    EXPECT_LT(verdicts({.recent_factor = 0.75}).movers.p_value, test::level);
    EXPECT_LT(verdicts({.level = 1.06}).movers.p_value, test::level);
}

TEST(ReferenceModel, flows_are_the_moves_of_the_month) {
    Engine engine = engine_of(50'000, {});
    for (int month = 0; month < 12; ++month) {
        const Engine before = engine;
        const Flows flows = engine.advance();
        Moves observed;
        add_observed(before, engine, observed);
        for (std::size_t i = 0; i < place_count; ++i)
            for (std::size_t j = 0; j < place_count; ++j)
                ASSERT_EQ(static_cast<double>(flows(i, j)),
                          observed.flows(i, column(j, false)) + observed.flows(i, column(j, true)));
    }
}

TEST(ReferenceModel, engine_begins_with_the_shares_that_are_specified) {
    constexpr std::uint64_t agents = 500'000;
    const Engine engine = engine_of(agents, {});
    std::vector<double> ages(age_count);
    std::vector<double> stays(longest_stay);
    std::vector<double> classes(class_count);
    std::vector<double> places(place_count);
    engine.for_each_agent([&](std::size_t place, std::size_t origin, std::size_t agent_class, int age, int since) {
        ASSERT_EQ(place, origin);
        ++places[place];
        ++classes[agent_class];
        ++ages.at(static_cast<std::size_t>(age - youngest));
        ++stays.at(static_cast<std::size_t>(since));
    });
    EXPECT_EQ(classes, std::vector<double>(class_count, 100'000));
    const auto uniform = [](const std::vector<double>& counts) {
        return std::vector<double>(counts.size(), static_cast<double>(agents) / static_cast<double>(counts.size()));
    };
    EXPECT_PLAUSIBLE(test::goodness_of_fit(ages, uniform(ages)));
    EXPECT_PLAUSIBLE(test::goodness_of_fit(stays, uniform(stays)));
    std::vector<double> expected;
    for (const double share : make_places().share) expected.push_back(share * agents);
    EXPECT_NEAR(std::accumulate(expected.begin(), expected.end(), 0.0), agents, 1e-6);
    EXPECT_PLAUSIBLE(test::goodness_of_fit(places, expected));
}

TEST(ReferenceModel, populations_are_those_at_the_start_and_who_came_less_who_went) {
    Engine engine = engine_of(70'001, {});
    for (int month = 0; month < 24; ++month) engine.advance();
    Populations counted{};
    engine.for_each_agent([&](std::size_t place, std::size_t, std::size_t, int, int) { ++counted[place]; });
    EXPECT_EQ(counted, engine.populations());
    EXPECT_EQ(std::accumulate(counted.begin(), counted.end(), std::int64_t{0}), 70'001);
}

/// All flows of three years.
template <class Model>
std::vector<std::int64_t> flows_of(Model model) {
    std::vector<std::int64_t> all;
    for (int month = 0; month < 36; ++month) {
        const Flows flows = model.advance();
        all.insert(all.end(), flows.cells().begin(), flows.cells().end());
    }
    return all;
}

TEST(ReferenceModelThreads, do_not_change_a_single_flow_of_the_engine) {
    const auto alone = flows_of(engine_of(200'003, {}));
    for (const int threads : {2, 3, 7}) EXPECT_EQ(alone, flows_of(engine_of(200'003, {}, threads))) << threads;
    EXPECT_NE(alone, flows_of(engine_of(200'003, {}, 1, 2)));
}

TEST(ReferenceModelThreads, do_not_change_a_single_flow_of_the_tabulated_pass) {
    const auto alone = flows_of(TabulatedPass(Seed{1}, 70'003, {}, 1));
    for (const int threads : {2, 7}) EXPECT_EQ(alone, flows_of(TabulatedPass(Seed{1}, 70'003, {}, threads))) << threads;
}

/// What a mover's number does: the bonus of home first, then the places in order.
TEST(ReferenceModel, roulette_gives_every_destination_its_share) {
    std::array<double, place_count> weight{};
    weight[0] = 1;
    weight[2] = 3;  // of origin, twice as attractive for it: 1 + 3 * 2 = 7 in all
    const auto at = [&](double uniform) { return destination(weight, 1, 2, 2, uniform); };
    EXPECT_EQ(at(0), 2U);
    EXPECT_EQ(at(3.0 / 7 - 1e-9), 2U);
    EXPECT_EQ(at(3.0 / 7 + 1e-9), 0U);
    EXPECT_EQ(at(4.0 / 7 - 1e-9), 0U);
    EXPECT_EQ(at(4.0 / 7 + 1e-9), 2U);
    EXPECT_EQ(at(1 - 1e-9), 2U);
}

}  // namespace
}  // namespace qonys::reference
