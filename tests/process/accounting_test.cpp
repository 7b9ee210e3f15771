#include "process/accounting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "tests/support/three_places.hpp"
#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;

/// The last of three policies pays 100 for a head and 30 for every other member.
class Closing : public testing::Test, protected ThreePlaces {
protected:
    Closing() { open(3); }
    void close(std::vector<Proposal> wishes, Month month = first) {
        const Stocks before = world.published.stocks;
        close_month(month, levers, {std::move(wishes)}, world, Machine{});
        check_balances(world, before);
        check_recount(world, Machine{});
    }
    Proposal wish(Row who, PlaceId to) {
        return {.household = who, .origin = block().households[who].place, .own_choice = to};
    }
    Proposal wish(Row who, PlaceId to, std::int32_t cost) {
        Proposal made = wish(who, to);
        made.own_cost = cost;
        return made;
    }
    /// By the paying policy.
    Proposal resettled(Row who, PlaceId to) {
        Proposal made = wish(who, block().households[who].place);
        made.offer = 0;
        made.offered = to;
        return made;
    }
    Row family = household(town, 4), couple = household(town, 2), farm = household(village, 5);
    static Offer paying() {
        Offer offer;
        offer.policy = 2;
        offer.for_head = {100};
        offer.for_member = {30};
        return offer;
    }
    Levers levers{{paying()}};
};

TEST_F(Closing, moves_households_and_notes_when) {
    close({wish(family, city), wish(farm, out)}, Month(2020, 3));
    const std::vector<Household>& households = block().households;
    EXPECT_EQ(households[family].place, city);
    EXPECT_EQ(households[couple].place, town);
    EXPECT_EQ(households[farm].place, out);
    EXPECT_EQ(Month::from_index(households[family].last_move), Month(2020, 3));
    EXPECT_EQ(Month::from_index(households[couple].last_move), Month(2000, 1)) << "stayed";
    EXPECT_THAT(world.published.stocks.population, ElementsAre(2, 0, 4, 5));
    EXPECT_EQ(world.published.month, Month(2020, 3));
    EXPECT_EQ(world.published.ledger.moves_persons(index(village), index(out)), 5);
}

TEST_F(Closing, pays_those_who_took_an_offer_and_remembers_them) {
    close({resettled(family, city), resettled(couple, village), wish(farm, city)});
    const Ledger& ledger = world.published.ledger;
    EXPECT_EQ(ledger.policy_spending(2, index(city)), 100 + 3 * 30);
    EXPECT_EQ(ledger.policy_spending(2, index(village)), 100 + 30);
    EXPECT_EQ(ledger.policy_persons(2, index(city)), 4) << "the farm came at its own expense";
    EXPECT_EQ(ledger.policy_households(2, index(city)), 1);
    EXPECT_EQ(ledger.policy_persons(2, index(village)), 2);
    for (const std::size_t other : {0U, 1U})
        for (std::size_t p = 0; p < 4; ++p) EXPECT_EQ(ledger.policy_spending(other, p), 0);
    EXPECT_EQ(block().households[family].programme, 2);
    EXPECT_EQ(block().households[farm].programme, no_programme);
    EXPECT_EQ(world.published.policy_persons_this_year(2, index(city)), 4);
}

TEST_F(Closing, pays_for_the_members_of_now_not_of_the_proposal) {
    Bookkeeper(world, block(), world.ledgers.front()).birth(members(block(), couple)[1], first, Sex::female);
    close({resettled(couple, city)});
    EXPECT_EQ(world.published.ledger.policy_spending(2, index(city)), 100 + 2 * 30);
    EXPECT_EQ(world.published.ledger.policy_persons(2, index(city)), 3);
}

TEST_F(Closing, lets_a_member_go_alone_and_pays_for_one) {
    const Row daughter = members(block(), family)[1];
    Proposal wish = resettled(family, city);
    wish.member = daughter;
    close({wish});
    const Row alone = block().persons[daughter].household;
    EXPECT_NE(alone, family);
    EXPECT_EQ(block().households[alone].place, city);
    EXPECT_EQ(block().households[alone].programme, 2);
    EXPECT_EQ(Month::from_index(block().households[alone].joined), first);
    EXPECT_EQ(block().households[family].place, town);
    EXPECT_EQ(block().households[family].programme, no_programme);
    const Ledger& ledger = world.published.ledger;
    EXPECT_EQ(ledger.policy_spending(2, index(city)), 100);
    EXPECT_EQ(ledger.moves_persons(index(town), index(city)), 1);
    EXPECT_EQ(ledger.moves_by_reason(reason_row(Reason::programme, town, 4), index(city)), 1);
    EXPECT_THAT(ledger.formed, ElementsAre(1, 0, 0, 0));
}

TEST_F(Closing, takes_what_a_move_costs_out_of_the_savings_and_not_more_than_there_is) {
    block().households[family].savings = 500;
    block().households[couple].savings = 100;
    block().households[farm].savings = 300;
    close({wish(family, city, 180), wish(couple, out, 101)});
    EXPECT_EQ(block().households[family].savings, 320);
    EXPECT_EQ(block().households[couple].savings, 0);
    EXPECT_EQ(block().households[farm].savings, 300) << "stayed";
}

TEST_F(Closing, takes_the_cost_of_who_goes_alone_out_of_a_fair_share) {
    block().households[family].savings = 1000;
    const Row daughter = members(block(), family)[1];
    Proposal alone = wish(family, city, 180);
    alone.member = daughter;
    close({alone});
    EXPECT_EQ(block().households[block().persons[daughter].household].savings, 250 - 180);
    EXPECT_EQ(block().households[block().persons[daughter].household].home, north) << "grew up in the town";
    EXPECT_EQ(block().households[family].savings, 750);
}

TEST_F(Closing, takes_the_work_of_those_who_move_and_nobody_elses) {
    const std::vector<Row> movers = members(block(), family);
    const std::vector<Row> stayers = members(block(), couple);
    {
        Bookkeeper books(world, block(), world.ledgers.front());
        for (const Row person : {movers[0], stayers[0]}) books.set_activity(person, Activity::formal);
        for (const Row person : {movers[1], stayers[1]}) books.set_activity(person, Activity::informal);
        books.set_activity(movers[2], Activity::student);
    }
    close({wish(family, city)});
    const auto activity = [&](Row person) { return block().persons[person].activity; };
    EXPECT_EQ(activity(movers[0]), Activity::unemployed);
    EXPECT_EQ(activity(movers[1]), Activity::unemployed);
    EXPECT_EQ(activity(movers[2]), Activity::student);
    EXPECT_EQ(activity(movers[3]), Activity::minor);
    EXPECT_EQ(activity(stayers[0]), Activity::formal);
    EXPECT_EQ(activity(stayers[1]), Activity::informal);
    EXPECT_EQ(world.published.stocks.in_activity(city, Activity::unemployed), 2);
    EXPECT_EQ(world.published.stocks.in_activity(town, Activity::formal), 1);
}

TEST_F(Closing, of_a_month_without_moves_changes_no_household) {
    const std::uint64_t before = state_digest(world);
    close({});
    EXPECT_EQ(state_digest(world), before);
    EXPECT_THAT(world.published.stocks.population, ElementsAre(6, 5, 0, 0));
}

}  // namespace
}  // namespace qonys
