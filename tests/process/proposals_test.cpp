#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "process/accounting.hpp"
#include "process/migration.hpp"
#include "process/settlement.hpp"
#include "tests/support/three_places.hpp"
#include "tests/support/tiny_country.hpp"
#include "tests/support/wishes.hpp"

namespace qonys {
namespace {

class Proposing : public testing::Test {
protected:
    /// Alarms have no memory: drawn anew with the seed, they make a draw of their own.
    Proposals propose(World world, std::uint64_t seed, int threads = 1) const {
        restart_alarms(world);
        return test::wishes(model.migration, january, levers, world, Seed{seed}, Machine{threads});
    }
    static constexpr Month january{2020, 1};
    TinyCountry country;
    /// Whole households that need not pay, unless a test asks for more; residents only.
    static std::vector<std::string> simple(std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"migration.alone=0", "migration.liquidity=false", "migration.return_push=0"});
        return more;
    }
    /// Rogers and Castro by hand.
    static double curve(double age) {
        return 0.02 * std::exp(-0.1 * age) + 0.06 * std::exp(-0.1 * (age - 20) - std::exp(-0.4 * (age - 20))) + 0.003;
    }
    /// Relative to the adult peak.
    static double age_factor(int age) {
        double peak = 0;
        for (int adult = 15; adult <= 100; ++adult) peak = std::max(peak, curve(adult));
        return std::min(1.0, curve(std::min(age, 100)) / peak);
    }
    /// With what probability a household considers moving, by hand from a settled hazard at the peak of ages.
    static double considers(const Household& household, double at_peak, Month month) {
        const double settled = at_peak * age_factor((month.index() - household.head_birth_month) / 12);
        const int months = month.index() - household.last_move;
        const double excess = months < 120 ? 4 * std::exp(-months / 12.0 / 2.5) : 0;
        return 1 - (1 - settled) * (1 - excess * settled);
    }
    Levers levers;
    Model model = country.model(simple());
};

TEST_F(Proposing, sets_the_same_alarms_for_movers_at_hand_as_a_month_later) {
    country.edit("migration_levels.csv", "2015,0.02", "2015,0.1");
    model = country.model(simple({"migration.stay=-2"}));
    const World start = make_world(model, Machine{});
    std::vector<Proposals> of_every_month;
    for (const bool at_hand : {true, false}) {
        World world = start;
        for (Month month = january; month <= january + 11; ++month) {
            Proposals wishes = test::wishes(model.migration, month, levers, world, Seed{5}, Machine{});
            of_every_month.push_back(wishes);
            if (at_hand)
                for_each_block(Machine{}, world.blocks.size(), move_unassisted(month, levers, wishes, world),
                               model.migration.set_alarms(month + 1, world, Seed{5}));
            settle(levers, world.purse, wishes, *model.geography);
            close_month(month, levers, wishes, world, Machine{});
            for (const Block& block : world.blocks) EXPECT_TRUE(block.alarms.unset.empty() || !at_hand);
        }
    }
    int again = 0;  // moves of households that had moved before, whom alarms asked
    for (std::size_t month = 0; month < 12; ++month)
        for (std::size_t b = 0; b < start.blocks.size(); ++b) {
            const std::vector<Proposal>& one = of_every_month[month][b];
            const std::vector<Proposal>& other = of_every_month[month + 12][b];
            ASSERT_EQ(one.size(), other.size());
            for (std::size_t k = 0; k < one.size(); ++k) {
                EXPECT_EQ(one[k].household, other[k].household);
                EXPECT_EQ(one[k].own_choice, other[k].own_choice);
                again += start.blocks[b].households[one[k].household].place != one[k].origin ? 1 : 0;
            }
        }
    EXPECT_GT(again, 10);
}

TEST_F(Proposing, has_hazards_that_follow_the_region_the_age_and_the_last_move) {
    const auto hazards = model.migration.hazards(january);
    EXPECT_DOUBLE_EQ(hazards.of_place[index(TinyCountry::town)], 0.02 * 1.5);
    EXPECT_DOUBLE_EQ(hazards.of_place[index(TinyCountry::city)], 0.02 * 0.75);
    EXPECT_EQ(hazards.of_place[index(TinyCountry::out)], 0) << "nobody comes back";
    EXPECT_DOUBLE_EQ(*std::max_element(hazards.age_factor.begin() + 15, hazards.age_factor.end()), 1);
    EXPECT_LE(*std::ranges::max_element(hazards.age_factor), 1);
    // At 40 relative to 60: both on the descent from the peak near 23.
    EXPECT_NEAR(hazards.age_factor[40] / hazards.age_factor[60], curve(40) / curve(60), 1e-12);
    EXPECT_DOUBLE_EQ(hazards.settled(TinyCountry::town, static_cast<MonthIndex>(Month(1980, 1).index())),
                     0.03 * hazards.age_factor[40]);
    const auto moved = [&](int months_ago) { return static_cast<MonthIndex>(january.index() - months_ago); };
    EXPECT_DOUBLE_EQ(hazards.excess(moved(0)), 5.0 - 1);
    EXPECT_NEAR(hazards.excess(moved(30)), 4 * std::exp(-1.0), 1e-12) << "after recent_years, 37 %";
    EXPECT_EQ(hazards.excess(moved(recent_months)), 0);
    EXPECT_DOUBLE_EQ(hazards.bound(TinyCountry::town).hazard, 0.03);
    EXPECT_DOUBLE_EQ(hazards.bound(TinyCountry::city).hazard, 0.015);
}

TEST_F(Proposing, is_as_frequent_as_the_hazards_and_the_logit_say) {
    const World world = make_world(model, Machine{});
    const auto hazards = model.migration.hazards(january);
    const auto choices = model.migration.choices(january, levers, world.published);
    double mean = 0;
    double variance = 0;
    for (const Block& block : world.blocks)
        for (std::uint32_t h = 0; h < block.household_rows(); ++h) {
            const std::vector<Household>& all = block.households;
            const double settled = hazards.settled(all[h].place, all[h].head_birth_month);
            const double recent = settled * hazards.excess(all[h].last_move);
            const double considering = 1 - (1 - settled) * (1 - recent);
            const Education education = block.persons[all[h].first_person].education;
            const std::size_t cell = Migration::Choices::cell(all[h].place, all[h].ethnicity, education);
            const bool at_home = all[h].home == model.geography->region_of(all[h].place);
            const double away =
                choices.destination.total(cell) + (at_home ? 0 : choices.home_gain(cell, index(all[h].home)));
            double stays = choices.stay[at_home ? 1 : 0];
            if (all[h].tenure == Tenure::owner) stays *= std::exp(0.5);
            bool has_children = false;
            block.for_each_member(static_cast<Row>(h), [&](Row member) {
                has_children |= block.persons[member].activity == Activity::minor;
            });
            if (has_children) stays *= std::exp(0.3);
            const double moves = considering * away / (away + stays);
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

TEST_F(Proposing, is_not_for_those_abroad_if_nobody_returns_or_for_dissolved_households) {
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

/// Everybody who considers moving does (but for a few in ten thousand), so that proposals count who considers.
class Considering : public Proposing {
protected:
    void everybody_goes(std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"migration.stay=-10", "migration.home=0", "migration.owner=0",
                                   "migration.children=0", "migration.within_region=5"});
        country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
        model = country.model(simple(more));
    }
    static std::vector<std::string> returning(double push) { return {fmt::format("migration.return_push={}", push)}; }
    static constexpr int months = 24;

    /// Proposals of every month of two years in which nobody's wish is granted, against the sum of all households'
    /// probabilities: months and households are independent then.
    void expect_considerers(const World& world, int replicates, const std::function<double(PlaceId, Month)>& at_peak) {
        std::vector<double> counted(months);
        for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(replicates); ++seed) {
            World asked = world;
            restart_alarms(asked);
            for (int month = 0; month < months; ++month)
                for (const auto& block :
                     test::wishes(model.migration, january + month, levers, asked, Seed{seed}, Machine{}))
                    counted[static_cast<std::size_t>(month)] += static_cast<double>(block.size());
        }
        double squares = 0;
        double all = 0;
        double mean = 0;
        double variance = 0;
        for (int month = 0; month < months; ++month) {
            double expected = 0;
            double spread = 0;
            for (const Block& block : world.blocks)
                for (const Household& household : block.households) {
                    if (household.size == 0) continue;
                    const double p = considers(household, at_peak(household.place, january + month), january + month);
                    expected += replicates * p;
                    spread += replicates * p * (1 - p);
                }
            const double z = (counted[static_cast<std::size_t>(month)] - expected) / std::sqrt(spread);
            EXPECT_LT(std::abs(z), 4.5) << "month " << month << ": " << expected << " expected, "
                                        << counted[static_cast<std::size_t>(month)] << " counted";
            squares += z * z;
            all += counted[static_cast<std::size_t>(month)];
            mean += expected;
            variance += spread;
        }
        EXPECT_GT(mean, 1000);
        EXPECT_NEAR(all, mean, 4 * std::sqrt(variance));
        EXPECT_LT(squares, months + 4 * std::sqrt(2.0 * months)) << "chi-square with one degree a month";
    }
};

TEST_F(Considering, follows_push_that_differs_by_anchor_years_for_the_settled_and_by_alarms_for_those_away) {
    country.tables["migration_regions.csv"] =
        "region,year,push,pull,emigration\nNOR,2020,0.5,-5,0\nNOR,2021,2,-5,0\nCIT,2019,3,-4.5,0\nCIT,2021,0.25,-4.5,"
        "0\n";
    everybody_goes();
    World world = make_world(model, Machine{});
    // Every other household lives elsewhere than its block, and every third has another head: all that they consider
    // is asked by alarms. Some moved lately, some long ago.
    Dice dice;
    for (Block& block : world.blocks)
        for (std::uint32_t h = 0; h < block.household_rows(); ++h) {
            Household& household = block.households[h];
            if (h % 2 == 0)
                household.place = block.first_place == TinyCountry::city ? TinyCountry::town : TinyCountry::city;
            if (h % 3 == 0)
                household.head_birth_month = static_cast<MonthIndex>(january.index() - dice.between(12 * 18, 12 * 60));
            household.last_move = static_cast<MonthIndex>(january.index() - dice.between(1, 300));
        }
    expect_considerers(world, 400, [](PlaceId place, Month month) {
        // Years' effects hold in the middle of the year: between June and July.
        const double months_since_mid_2020 = month - Month(2020, 7) + 0.5;
        const double north = 0.5 + 1.5 * std::clamp(months_since_mid_2020 / 12, 0.0, 1.0);
        const double city = 3 - 2.75 * std::clamp((months_since_mid_2020 + 12) / 24, 0.0, 1.0);
        return 0.02 * (place == TinyCountry::city ? city : north);
    });
}

TEST_F(Considering, of_emigrants_is_to_come_back_at_the_stated_hazard) {
    country.tables["migration_levels.csv"] = "year,level,external\n2020,0.02,0.5\n2021,0.03,0.5\n";
    country.edit("migration_regions.csv", "0.75,-4.5", "0.75,3");
    everybody_goes(returning(1.25));
    World world = make_world(model, Machine{});
    Dice dice;
    for (Block& block : world.blocks)
        for (Household& household : block.households) {
            household.place = TinyCountry::out;
            household.last_move = static_cast<MonthIndex>(january.index() - dice.between(1, 200));
        }
    const auto hazards = model.migration.hazards(january);
    EXPECT_DOUBLE_EQ(hazards.of_place[index(TinyCountry::out)], 0.02 * 1.25);
    expect_considerers(world, 400, [](PlaceId, Month month) { return (month.year() == 2020 ? 0.02 : 0.03) * 1.25; });
}

TEST_F(Considering, of_emigrants_leads_into_the_country_and_costs_nothing) {
    model = country.model(
        {"migration.stay=-10", "migration.alone=1", "migration.liquidity=true", "migration.return_push=3"});
    World world = make_world(model, Machine{});
    for (Block& block : world.blocks)
        for (Household& household : block.households) {
            household.place = TinyCountry::out;
            household.savings = 0;
        }
    restart_alarms(world);
    int returned = 0;
    for (const auto& block : test::wishes(model.migration, january, levers, world, Seed{5}, Machine{}))
        for (const Proposal& wish : block) {
            EXPECT_EQ(wish.origin, TinyCountry::out);
            EXPECT_FALSE(model.geography->abroad(wish.own_choice));
            EXPECT_EQ(wish.member, no_row) << "families come back as they left";
            EXPECT_EQ(wish.own_cost, 0);
            const Household& household = world.blocks[index(wish.block)].households[wish.household];
            EXPECT_EQ(wish.own_reason == Reason::homeward,
                      household.home == model.geography->region_of(wish.own_choice));
            ++returned;
        }
    EXPECT_GT(returned, 10);
}

TEST_F(Considering, lets_grown_ups_go_alone_and_form_households_that_are_from_the_region_left) {
    country.edit("migration_levels.csv", "2015,0.02", "2015,0.1");
    model = country.model({"migration.stay=-10", "migration.alone=1", "migration.liquidity=false"});
    World world = make_world(model, Machine{});
    Proposals wishes = test::wishes(model.migration, january, levers, world, Seed{5}, Machine{});
    const World before = world;
    settle(levers, world.purse, wishes, *model.geography);
    close_month(january, levers, wishes, world, Machine{});
    check_balances(world, before.published.stocks);
    int alone = 0;
    std::int64_t formed = 0;
    for (std::size_t b = 0; b < wishes.size(); ++b)
        for (const Proposal& wish : wishes[b]) {
            const Block& then = before.blocks[b];
            const Block& now = world.blocks[b];
            if (wish.member == no_row) {
                EXPECT_EQ(now.households[wish.household].place, wish.own_choice);
                continue;
            }
            ++alone;
            const Household& family = now.households[wish.household];
            EXPECT_EQ(family.place, wish.origin);
            const auto leavers = std::ranges::count(wishes[b], wish.household, &Proposal::household);
            EXPECT_EQ(family.size, then.households[wish.household].size - leavers);
            EXPECT_EQ(family.last_move, then.households[wish.household].last_move);
            const Row row = now.persons[wish.member].household;
            ASSERT_NE(row, wish.household);
            const Household& made = now.households[row];
            EXPECT_EQ(made.size, 1);
            EXPECT_EQ(made.place, wish.own_choice);
            EXPECT_EQ(made.home, model.geography->region_of(wish.origin));
            EXPECT_EQ(made.ethnicity, family.ethnicity);
            EXPECT_EQ(made.tenure, Tenure::renter);
            EXPECT_EQ(made.last_move, january.index());
        }
    for (const std::int64_t households : world.published.ledger.formed) formed += households;
    EXPECT_GT(alone, 5);
    EXPECT_EQ(formed, alone);
}

TEST_F(Considering, alone_is_as_frequent_as_the_factor_says_for_grown_ups_whose_family_stays) {
    model = country.model({"migration.stay=-10", "migration.home=0", "migration.owner=0", "migration.children=0",
                           "migration.within_region=5", "migration.liquidity=false", "migration.return_push=0",
                           "migration.alone=0.4"});
    World world = make_world(model, Machine{});
    // Every other household lives elsewhere than its block. The north moves more: in the blocks of the city, its
    // residents are asked one by one.
    for (Block& block : world.blocks)
        for (std::uint32_t h = 0; h < block.household_rows(); h += 2)
            block.households[h].place = block.first_place == TinyCountry::city ? TinyCountry::town : TinyCountry::city;
    struct Group {
        double mean = 0;
        double variance = 0;
        double counted = 0;
    };
    std::map<std::pair<PlaceId, PlaceId>, Group> groups;  // by residence and by where the block began
    for (const Block& block : world.blocks)
        for (const Person& person : block.persons) {
            if (person.household == no_row) continue;
            const Household& family = block.households[person.household];
            const auto row = static_cast<Row>(&person - block.persons.data());
            const bool tied = person.activity == Activity::minor || person.activity == Activity::student;
            if (family.first_person == row || tied || person.partnered) continue;
            const double at_peak = 0.02 * (family.place == TinyCountry::city ? 0.75 : 1.5);
            const double alone = 0.4 * at_peak * age_factor((january.index() - person.birth_month) / 12);
            const double goes = alone * (1 - considers(family, at_peak, january));
            Group& group = groups[{family.place, block.first_place}];
            group.mean += goes;
            group.variance += goes * (1 - goes);
        }
    constexpr int replicates = 1000;
    for (std::uint64_t seed = 1; seed <= replicates; ++seed)
        for (const auto& wishes : propose(world, seed))
            for (const Proposal& wish : wishes)
                if (wish.member != no_row) ++groups[{wish.origin, world.blocks[index(wish.block)].first_place}].counted;
    EXPECT_GE(groups.size(), 4);
    for (const auto& [where, group] : groups) {
        SCOPED_TRACE(fmt::format("in {}, block of {}", index(where.first), index(where.second)));
        EXPECT_GT(replicates * group.mean, 100);
        EXPECT_NEAR(group.counted / replicates, group.mean, 4 * std::sqrt(group.variance / replicates));
    }
}

}  // namespace
}  // namespace qonys
