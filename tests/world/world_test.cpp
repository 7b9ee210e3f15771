#include "world/world.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "tests/support/three_places.hpp"
#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Two households in the town (3 and 2 persons), one in the village (4), one in the city (1).
class Books : public testing::Test, protected ThreePlaces {
protected:
    Books() { open(2); }

    Ledger& ledger() { return world.ledgers.front(); }
    std::int64_t born_in(PlaceId place, Sex sex, Month month) {
        return world.published.stocks.cohorts.at(place, sex, static_cast<MonthIndex>(month.index()));
    }
    Bookkeeper books() { return {world, block(), ledger()}; }
    void move(Row row, PlaceId destination) { books().move(row, destination, first, Reason::work); }
    Row arrive(Row like) { return books().arrive(like, out, abroad, Ethnicity::russian, LegalStatus::citizen, first); }
    /// What check_balances says after publishing the month under way.
    std::string said_at_the_end_of(Month month) {
        const Stocks before = world.published.stocks;
        publish(world, month);
        return message_of<BrokenInvariant>([&] { check_balances(world, before); });
    }
    std::string recounted() {
        return message_of<BrokenInvariant>([&] { check_recount(world, Machine{}); });
    }

    Row large = household(town, 3), small = household(town, 2, capital);
    Row farm = household(village, 4), single = household(city, 1, abroad, Ethnicity::other);
};

TEST_F(Books, open_with_what_the_blocks_hold) {
    const Stocks& stocks = world.published.stocks;
    EXPECT_THAT(stocks.population, ElementsAre(5, 4, 1, 0));
    EXPECT_THAT(stocks.households, ElementsAre(2, 1, 1, 0));
    EXPECT_EQ(stocks.networks(index(north), index(north)), 2);
    EXPECT_EQ(stocks.networks(index(capital), index(north)), 1);
    EXPECT_EQ(stocks.networks(index(abroad), index(capital)), 1);
    EXPECT_EQ(born_in(town, Sex::male, Month(1980, 1)), 2);
    EXPECT_EQ(born_in(village, Sex::female, Month(1983, 1)), 1);
    EXPECT_EQ(world.published.month, Month(2019, 12));
    EXPECT_EQ(world.at_start.population, stocks.population);
    EXPECT_EQ(recounted(), "");
}

TEST_F(Books, note_births_deaths_arrivals_and_moves) {
    books().birth(members(block(), farm)[1], first, Sex::female);
    books().death(members(block(), large)[1]);
    arrive(small);
    move(small, out);
    EXPECT_EQ(said_at_the_end_of(first), "");
    EXPECT_EQ(recounted(), "");

    const Published& published = world.published;
    EXPECT_THAT(published.stocks.population, ElementsAre(4, 5, 1, 2));
    EXPECT_THAT(published.stocks.households, ElementsAre(2, 1, 1, 1));
    EXPECT_THAT(published.ledger.births, ElementsAre(0, 1, 0, 0));
    EXPECT_THAT(published.ledger.deaths, ElementsAre(1, 0, 0, 0));
    EXPECT_EQ(published.ledger.moves_persons(index(town), index(out)), 2);
    EXPECT_EQ(published.ledger.moves_households(index(town), index(out)), 1);
    EXPECT_EQ(published.ledger.moves_persons(index(out), index(town)), 2);
    EXPECT_EQ(published.ledger.moves_households(index(out), index(town)), 1);
    EXPECT_EQ(published.stocks.networks(index(capital), index(abroad)), 1);
    EXPECT_EQ(published.stocks.networks(index(capital), index(north)), 0);
    EXPECT_EQ(published.stocks.networks(index(abroad), index(capital)), 1);
    EXPECT_EQ(published.stocks.networks(index(abroad), index(north)), 1);
    EXPECT_EQ(born_in(village, Sex::female, first), 1);
    EXPECT_EQ(born_in(town, Sex::female, Month(1981, 1)), 1) << "hers who came, not hers who died or hers who left";
    EXPECT_EQ(born_in(out, Sex::male, Month(1980, 1)), 1);
}

TEST_F(Books, add_up_the_ledgers_of_all_threads_and_leave_them_empty) {
    world.ledgers.push_back(world.ledgers.front());
    Bookkeeper(world, block(), world.ledgers[0]).move(large, city, first, Reason::work);
    Bookkeeper(world, block(), world.ledgers[1]).move(farm, city, first, Reason::work);
    EXPECT_EQ(said_at_the_end_of(first), "");
    EXPECT_THAT(world.published.stocks.population, ElementsAre(2, 0, 8, 0));
    EXPECT_EQ(said_at_the_end_of(first + 1), "");
    EXPECT_EQ(world.published.ledger.moves_households(0, 2), 0) << "a month's ledger holds that month only";
}

TEST_F(Books, count_what_programmes_reached_since_january) {
    const auto reached = [&](Month month, std::int64_t persons) {
        ledger().policy_persons(1, index(city)) = persons;
        publish(world, month);
        return world.published.policy_persons_this_year(1, index(city));
    };
    EXPECT_EQ(reached(Month(2020, 1), 5), 5);
    EXPECT_EQ(reached(Month(2020, 2), 0), 5);
    EXPECT_EQ(reached(Month(2020, 12), 7), 12);
    EXPECT_EQ(reached(Month(2021, 1), 3), 3);
    EXPECT_EQ(reached(Month(2021, 2), 1), 4);
    EXPECT_EQ(world.published.policy_persons_this_year(0, index(city)), 0);
}

TEST_F(Books, do_not_balance_when_somebody_is_lost) {
    ledger().deaths[index(village)] = 1;  // a death that no cohort knows of
    EXPECT_THAT(said_at_the_end_of(first), HasSubstr("village of 2020-01: 3 persons by the books, 4 counted, 4 in "
                                                     "cohorts; 1 households by the books, 1 counted"));
}

TEST_F(Books, do_not_balance_when_a_cohort_is_forgotten) {
    ++ledger().births[index(town)];
    ++ledger().change.population[index(town)];
    EXPECT_THAT(said_at_the_end_of(first),
                HasSubstr("town of 2020-01: 6 persons by the books, 6 counted, 5 in cohorts"));
}

TEST_F(Books, do_not_balance_when_a_household_vanishes) {
    --ledger().change.households[index(city)];
    EXPECT_THAT(said_at_the_end_of(first), HasSubstr("1 households by the books, 0 counted"));
}

TEST_F(Books, do_not_balance_when_a_move_arrives_but_never_left) {
    move(large, city);
    ledger().change.population[index(town)] += 3;
    EXPECT_THAT(said_at_the_end_of(first),
                HasSubstr("town of 2020-01: 2 persons by the books, 5 counted, 2 in cohorts"));
}

TEST_F(Books, differ_from_a_recount_when_a_household_moves_unbooked) {
    block().households[farm].place = city;
    EXPECT_THAT(recounted(), AllOf(HasSubstr("village at the end of 2019-12"),
                                   HasSubstr("finds 0 persons in 0 households, the books 4 in 1")));
}

TEST_F(Books, differ_from_a_recount_when_somebody_changes_age_or_home) {
    MonthIndex& born = block().persons[members(block(), large)[1]].birth_month;
    const MonthIndex before = born;
    born = static_cast<MonthIndex>(born + (Month::from_index(born).month_of_year() == 1 ? 1 : -1));  // of that year
    EXPECT_THAT(recounted(), HasSubstr("and other ages"));
    born = before;
    EXPECT_EQ(recounted(), "");
    block().households[large].home = capital;
    EXPECT_THAT(recounted(), HasSubstr("networks at the end of 2019-12 differ"));
}

TEST_F(Books, have_a_digest_that_depends_on_every_event) {
    const World before = world;
    const auto after = [&](auto action) {
        world = before;
        action();
        publish(world, first);
        return world.published.digest;
    };
    const std::vector<std::uint64_t> digests{
        after([] {}),
        after([&] { move(large, city); }),
        after([&] { move(large, out); }),
        after([&] { move(farm, city); }),
        after([&] { arrive(large); }),
        after([&] { books().birth(members(block(), large)[1], first, Sex::female); }),
        after([&] { books().birth(members(block(), farm)[1], first, Sex::female); }),
        after([&] { books().death(0); }),
    };
    EXPECT_EQ(std::set(digests.begin(), digests.end()).size(), digests.size());
    EXPECT_EQ(after([&] { move(farm, city), move(large, city); }), after([&] { move(large, city), move(farm, city); }))
        << "but not on the order in which threads booked them";
}

TEST_F(Books, have_a_state_digest_that_depends_on_every_block) {
    world.blocks.push_back(world.blocks.front());
    world.blocks.back().id = BlockId{1};
    const std::uint64_t whole = state_digest(world);
    ++world.blocks[1].households[0].last_move;
    EXPECT_NE(state_digest(world), whole);
    --world.blocks[1].households[0].last_move;
    EXPECT_EQ(state_digest(world), whole);
    std::swap(world.blocks[0], world.blocks[1]);
    EXPECT_NE(state_digest(world), whole);
}

}  // namespace
}  // namespace qonys
