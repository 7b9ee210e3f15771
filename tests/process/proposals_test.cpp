#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "process/migration.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

class Proposing : public testing::Test {
protected:
    /// Alarms have no memory: drawn anew with the seed, they make a draw of their own.
    Proposals propose(World world, std::uint64_t seed, int threads = 1) const {
        restart_alarms(world);
        return model.migration.propose(january, levers, world, Seed{seed}, Machine{threads});
    }
    static constexpr Month january{2020, 1};
    TinyCountry country;
    Levers levers;
    Model model = country.model();
};

TEST_F(Proposing, has_hazards_that_follow_the_region_the_age_and_the_last_move) {
    const auto hazards = model.migration.hazards(january);
    EXPECT_DOUBLE_EQ(hazards.of_place[index(TinyCountry::town)], 0.02 * 1.5);
    EXPECT_DOUBLE_EQ(hazards.of_place[index(TinyCountry::city)], 0.02 * 0.75);
    EXPECT_EQ(hazards.of_place[index(TinyCountry::out)], 0) << "those abroad are not followed";
    EXPECT_DOUBLE_EQ(*std::max_element(hazards.age_factor.begin() + 15, hazards.age_factor.end()), 1);
    EXPECT_LE(*std::ranges::max_element(hazards.age_factor), 1);
    // Rogers and Castro by hand, at 40 relative to 60: both on the descent from the peak near 23.
    const auto curve = [](double age) {
        return 0.02 * std::exp(-0.1 * age) + 0.06 * std::exp(-0.1 * (age - 20) - std::exp(-0.4 * (age - 20))) + 0.003;
    };
    EXPECT_NEAR(hazards.age_factor[40] / hazards.age_factor[60], curve(40) / curve(60), 1e-12);
    EXPECT_DOUBLE_EQ(hazards.settled(TinyCountry::town, static_cast<MonthIndex>(Month(1980, 1).index())),
                     0.03 * hazards.age_factor[40]);
    const auto moved = [&](int months_ago) { return static_cast<MonthIndex>(january.index() - months_ago); };
    EXPECT_DOUBLE_EQ(hazards.excess(moved(0)), 5.0 - 1);
    EXPECT_NEAR(hazards.excess(moved(30)), 4 * std::exp(-1.0), 1e-12) << "after recent_years, 37 %";
    EXPECT_EQ(hazards.excess(moved(recent_months)), 0);
    EXPECT_DOUBLE_EQ(hazards.bound(TinyCountry::town), 0.03);
    EXPECT_DOUBLE_EQ(hazards.bound(TinyCountry::city), 0.015);
}

TEST_F(Proposing, is_as_frequent_as_the_hazards_and_the_logit_say) {
    const World world = make_world(model, Machine{});
    const auto hazards = model.migration.hazards(january);
    const auto choices = model.migration.choices(january, levers, world.published, world.at_start);
    double mean = 0;
    double variance = 0;
    for (const Block& block : world.blocks)
        for (std::uint32_t h = 0; h < block.household_rows(); ++h) {
            const std::vector<Household>& all = block.households;
            const double settled = hazards.settled(all[h].place, all[h].head_birth_month);
            const double recent = settled * hazards.excess(all[h].last_move);
            const double considers = 1 - (1 - settled) * (1 - recent);
            const std::size_t cell = Migration::Choices::cell(all[h].place, all[h].ethnicity);
            const bool at_home = all[h].home == model.geography->region_of(all[h].place);
            const double away =
                choices.destination.total(cell) + (at_home ? 0 : choices.home_gain(cell, index(all[h].home)));
            const double moves = considers * away / (away + choices.stay[at_home ? 1 : 0]);
            mean += moves;
            variance += moves * (1 - moves);
        }
    constexpr int replicates = 400;
    double proposed = 0;
    for (std::uint64_t seed = 1; seed <= replicates; ++seed)
        for (const auto& block : propose(world, seed)) proposed += static_cast<double>(block.size());
    EXPECT_GT(mean, 1);
    EXPECT_NEAR(proposed / replicates, mean, 4 * std::sqrt(variance / replicates));
}

TEST_F(Proposing, happens_at_most_once_a_household_in_their_order) {
    const World world = make_world(model, Machine{});
    for (std::uint64_t seed = 1; seed <= 50; ++seed)
        for (const auto& block : propose(world, seed))
            ASSERT_EQ(std::ranges::adjacent_find(block, std::ranges::greater_equal{}, &Proposal::household),
                      block.end());
}

TEST_F(Proposing, is_not_for_those_abroad_or_dissolved) {
    World world = make_world(model, Machine{});
    for (Block& block : world.blocks)
        for (std::uint32_t h = 0; h < block.household_rows(); ++h) {
            if (h % 2 == 0) block.households[h].place = TinyCountry::out;
            if (h % 2 == 1) block.households[h].size = 0;
        }
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        for (const auto& block : propose(world, seed)) EXPECT_TRUE(block.empty());
}

TEST_F(Proposing, says_who_and_where_from_and_changes_nothing) {
    const World world = make_world(model, Machine{});
    const std::uint64_t before = state_digest(world);
    const Proposals proposals = propose(world, 3);
    EXPECT_EQ(state_digest(world), before);
    for (std::size_t b = 0; b < proposals.size(); ++b)
        for (const Proposal& wish : proposals[b]) {
            EXPECT_EQ(index(wish.block), b);
            EXPECT_EQ(wish.size, world.blocks[b].households[wish.household].size);
            EXPECT_EQ(wish.origin, world.blocks[b].households[wish.household].place);
            EXPECT_NE(wish.own_choice, wish.origin);
        }
}

TEST_F(Proposing, is_the_same_for_any_number_of_Threads) {
    const World world = make_world(model, Machine{8});
    const auto flat = [&](int threads) {
        std::vector<std::tuple<BlockId, Row, PlaceId, std::uint32_t>> all;
        for (const auto& block : propose(world, 3, threads))
            for (const Proposal& wish : block)
                all.emplace_back(wish.block, wish.household, wish.own_choice, wish.ticket);
        return all;
    };
    const auto one = flat(1);
    EXPECT_FALSE(one.empty());
    for (const int threads : {2, 3, 8}) EXPECT_EQ(flat(threads), one);
}

}  // namespace
}  // namespace qonys
