#include "process/programmes.hpp"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "process/accounting.hpp"
#include "process/migration.hpp"
#include "tests/support/books.hpp"
#include "tests/support/working_country.hpp"
#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

constexpr Month january{2020, 1};

/// A family that policy 0 resettled to the town in January 2020: three adults who rent and have no work.
class ResettledFamily : public testing::Test {
protected:
    ResettledFamily() {
        put_to_work(country, 1);
        model = country.model({"migration.stay=0.5", "migration.children=0", "migration.owner=0",
                               "migration.liquidity=false", "migration.income=0.9", "migration.home=1"});
        world = make_world(model, Machine{});
        family = block().add_household(TinyCountry::town, TinyCountry::capital, Ethnicity::russian, january);
        for (int member = 0; member < 3; ++member) {
            const Row person = block().add_person(family, Month(1980 + member, 1), Sex::male);
            block().persons[person].activity = Activity::unemployed;
            block().persons[person].education = Education::vocational;
        }
        block().households[family].tenure = Tenure::renter;
        open_books(world, 1, model.settings.start, model.settings.end, Machine{});
        world.published.month = january + -1;
        Bookkeeper(world, block(), world.ledgers.front()).join(family, 0, january);
        publish(world, january);
        set_savings(1000);
        terms.policy = 0;
    }
    Block& block() { return world.blocks.front(); }
    Household& household() { return block().households[family]; }
    void set_savings(std::int32_t thousands) {
        household().savings = thousands;
        household().saved_until = static_cast<MonthIndex>(Month(2030, 1).index());  // nothing is put aside meanwhile
    }
    Levers levers() const {
        Levers all;
        all.programmes = {terms};
        return all;
    }
    void grant_wishes(Month month, Seed seed) {
        const Levers now = levers();
        GrantWishes wishes;
        for_each_block(Machine{}, world.blocks.size(), ask_for_grants(month, now, world, seed, wishes));
        grant(now, wishes, world);
    }
    /// A month in which programmes look after people; returns what was booked.
    Ledger serve(int months_after_joining) {
        world.purse.left = purse;
        grant_wishes(january + months_after_joining, Seed{3});
        const Stocks before = world.published.stocks;
        publish(world, january + months_after_joining);
        check_balances(world, before);
        return world.published.ledger;
    }
    /// A month in which the family, or one member of it, goes somewhere; returns what was booked.
    Ledger go(int months_after_joining, PlaceId to, std::int32_t cost = 0, Row member = no_row) {
        Proposals wishes(world.blocks.size());
        wishes.front().push_back({.household = family,
                                  .member = member,
                                  .origin = block().households[family].place,
                                  .own_choice = to,
                                  .own_reason = Reason::work,
                                  .own_cost = cost});
        const Stocks before = world.published.stocks;
        close_month(january + months_after_joining, levers(), wishes, world, Machine{});
        check_balances(world, before);
        expect_books_to_agree_with_blocks(world);
        return world.published.ledger;
    }
    int out_of_work() {
        int number = 0;
        block().for_each_member(
            family, [&](Row member) { number += block().persons[member].activity == Activity::unemployed ? 1 : 0; });
        return number;
    }
    double jobs() const { return world.published.economy.jobs(index(TinyCountry::town), index(Education::vocational)); }
    static std::int64_t all_places(const Matrix<std::int64_t>& by_policy) {
        return std::accumulate(by_policy.cells().begin(), by_policy.cells().end(), std::int64_t{0});
    }
    static std::int64_t spent(const Ledger& ledger) { return all_places(ledger.policy_spending); }
    static std::int64_t in_town(const Matrix<std::int64_t>& by_policy) {
        return by_policy(0, index(TinyCountry::town));
    }

    TinyCountry country;
    Model model;
    World world;
    Programme terms;
    std::vector<std::int64_t> purse;
    Row family = 0;
};

class Clawback : public ResettledFamily {
protected:
    /// 200 thousand for the head, 50 thousand for each of the others, of which half is claimed within five years.
    Clawback() {
        terms.for_head = {200'000};
        terms.for_member = {50'000};
        terms.clawback = 0.5;
        terms.stay_months = 60;
    }
};

TEST_F(Clawback, takes_its_share_of_the_lump_sums_from_who_leaves_the_region_before_the_time) {
    const Ledger booked = go(59, TinyCountry::city);
    EXPECT_EQ(household().savings, 1000 - 150);
    EXPECT_EQ(in_town(booked.policy_reclaimed), 150'000);
    EXPECT_EQ(in_town(booked.policy_left), 3);
    EXPECT_EQ(in_town(booked.policy_returned), 3) << "the city is where they grew up";
    EXPECT_EQ(spent(booked), 0) << "what comes back is no negative spending";
}

TEST_F(Clawback, claims_nothing_for_who_was_born_since) {
    household().paid_for = 3;
    Bookkeeper(world, block(), world.ledgers.front()).birth(household().first_person, january, Sex::female);
    publish(world, january);
    set_savings(1000);
    EXPECT_EQ(household().size, 4);
    EXPECT_EQ(household().owed_for(), 3);
    go(5, TinyCountry::city);
    EXPECT_EQ(household().savings, 1000 - (200 + 2 * 50) / 2);
}

TEST_F(Clawback, follows_the_member_who_was_paid_for) {
    const Row member = block().persons[household().first_person].next;
    const Row own = Bookkeeper(world, block(), world.ledgers.front()).split(member);
    EXPECT_EQ(block().households[own].owed_for(), 1);
    EXPECT_EQ(household().owed_for(), 2);
}

TEST_F(Clawback, takes_nothing_once_the_time_is_over) {
    const Ledger booked = go(60, TinyCountry::city);
    EXPECT_EQ(household().savings, 1000);
    EXPECT_EQ(in_town(booked.policy_reclaimed), 0);
    EXPECT_EQ(in_town(booked.policy_left), 3);
}

TEST_F(Clawback, takes_nothing_from_who_stays_in_the_region) {
    const Ledger booked = go(5, TinyCountry::village);
    EXPECT_EQ(household().savings, 1000);
    EXPECT_EQ(in_town(booked.policy_reclaimed), 0);
    EXPECT_EQ(in_town(booked.policy_left), 0);
    EXPECT_EQ(household().stage, Stage::resettled);
}

TEST_F(Clawback, goes_as_far_as_what_the_move_leaves_of_the_savings) {
    const Ledger booked = go(5, TinyCountry::out, 900);
    EXPECT_EQ(household().savings, 0);
    EXPECT_EQ(in_town(booked.policy_reclaimed), 100'000);
    EXPECT_EQ(in_town(booked.policy_returned), 0) << "abroad is not where they grew up";
}

TEST_F(Clawback, is_taken_once) {
    go(5, TinyCountry::city);
    const Ledger booked = go(6, TinyCountry::out);
    EXPECT_EQ(household().savings, 1000 - 150);
    EXPECT_EQ(all_places(booked.policy_reclaimed), 0);
    EXPECT_EQ(all_places(booked.policy_left), 0);
}

TEST_F(ResettledFamily, without_clawback_pays_nothing_back) {
    terms.for_head = {200'000};
    terms.stay_months = 60;
    EXPECT_EQ(in_town(go(5, TinyCountry::city).policy_reclaimed), 0);
    EXPECT_EQ(household().savings, 1000);
}

class MicroLoan : public ResettledFamily {
protected:
    MicroLoan() {
        terms.loan = {700'000};
        terms.loan_chance = 1;
        terms.help_months = 12;
    }
};

TEST_F(MicroLoan, gives_one_member_out_of_work_a_month_a_job_of_his_own) {
    const double before = jobs();
    for (int month = 1; month <= 3; ++month) {
        EXPECT_EQ(spent(serve(month)), 700'000);
        EXPECT_EQ(out_of_work(), 3 - month);
        EXPECT_EQ(jobs(), before + month) << "the job comes with the loan";
    }
    EXPECT_EQ(spent(serve(4)), 0) << "everybody works";
    EXPECT_EQ(jobs(), before + 3);
}

TEST_F(MicroLoan, is_given_from_the_month_after_joining_to_the_last_of_help) {
    EXPECT_EQ(spent(serve(0)), 0);
    EXPECT_EQ(spent(serve(12)), 700'000);
    EXPECT_EQ(spent(serve(13)), 0);
    EXPECT_EQ(out_of_work(), 2);
}

TEST_F(MicroLoan, is_not_given_for_a_tenge_less) {
    purse = {699'999};
    EXPECT_EQ(spent(serve(1)), 0);
    EXPECT_EQ(out_of_work(), 3);
    purse = {700'000};
    EXPECT_EQ(spent(serve(2)), 700'000);
    EXPECT_EQ(world.purse.left.front(), 0);
}

TEST_F(MicroLoan, is_given_to_nobody_who_has_left) {
    go(1, TinyCountry::city);
    EXPECT_EQ(spent(serve(2)), 0);
}

class JobPlacement : public ResettledFamily {
protected:
    JobPlacement() {
        terms.placement = 1;
        terms.help_months = 12;
    }
    /// So many jobs in the town for vocational schooling as are held, and some more.
    void vacancies(int more) {
        const std::size_t cell = activity_row(TinyCountry::town, Education::vocational);
        std::int64_t held = 0;
        for (const Activity activity : {Activity::formal, Activity::informal})
            held += world.published.stocks.activity(cell, index(activity));
        world.published.economy.jobs(index(TinyCountry::town), index(Education::vocational)) =
            static_cast<double>(held + more) + 0.9;  // nobody works in a tenth of a job
    }
};

TEST_F(JobPlacement, finds_work_for_as_many_as_there_are_vacancies) {
    vacancies(2);
    const Ledger booked = serve(1);
    EXPECT_EQ(out_of_work(), 1);
    EXPECT_EQ(booked.hired[index(TinyCountry::town)], 2);
    EXPECT_EQ(spent(booked), 0) << "it costs nothing";
    serve(2);
    EXPECT_EQ(out_of_work(), 1) << "both are taken now";
}

TEST_F(JobPlacement, finds_none_where_there_is_none_and_ends_with_the_months_of_help) {
    vacancies(0);
    serve(12);
    EXPECT_EQ(out_of_work(), 3);
    vacancies(3);
    serve(13);
    EXPECT_EQ(out_of_work(), 3);
}

TEST_F(JobPlacement, has_the_chance_that_is_written) {
    terms.placement = 0.3;
    int placed = 0;
    constexpr int families = 400;
    for (int k = 0; k < families; ++k) {
        vacancies(3);
        grant_wishes(january + 1, Seed{static_cast<std::uint64_t>(k)});
        placed += 3 - out_of_work();
        Bookkeeper books(world, block(), world.ledgers.front());
        block().for_each_member(family, [&](Row member) { books.set_activity(member, Activity::unemployed); });
        publish(world, january + 1);
    }
    EXPECT_NEAR(placed, 0.3 * 3 * families, 4 * std::sqrt(3 * families * 0.3 * 0.7));
}

class DwellingHelp : public ResettledFamily {
protected:
    DwellingHelp() {
        terms.dwelling = {3'000'000};
        terms.dwelling_chance = 1;
        terms.help_months = 36;
        terms.rent = {50'000};
        terms.rent_months = 12;
    }
};

TEST_F(DwellingHelp, makes_an_owner_once_and_ends_the_rent) {
    EXPECT_EQ(spent(serve(1)), 3'000'000 + 50'000) << "the rent of this month is paid before";
    EXPECT_EQ(household().tenure, Tenure::owner);
    EXPECT_EQ(spent(serve(2)), 0) << "an owner neither buys nor rents";
}

TEST_F(DwellingHelp, is_paid_after_the_rent_if_the_purse_does_not_hold_both) {
    purse = {3'000'000};
    EXPECT_EQ(spent(serve(1)), 50'000);
    EXPECT_EQ(household().tenure, Tenure::renter);
}

TEST_F(DwellingHelp, tells_what_share_of_the_rents_asked_for_was_paid) {
    terms.dwelling_chance = 0;
    serve(1);
    EXPECT_EQ(world.rent_paid, std::vector<double>{1});
    purse = {49'999};
    serve(2);
    EXPECT_EQ(world.rent_paid, std::vector<double>{0});
    serve(13);
    EXPECT_TRUE(world.rent_paid.empty()) << "nobody asks any more";
}

TEST(Services, of_one_place_share_its_households_in_proportion_to_whom_they_can_serve) {
    const auto serves = [](std::uint8_t policy, std::int64_t persons, PlaceFlags places) {
        AdaptationService service;
        service.policy = policy;
        service.places = std::move(places);
        service.persons = persons;
        return service;
    };
    Levers levers;
    levers.services = {serves(3, 100, {1, 0}), serves(5, 300, {1, 1})};
    constexpr Row households = 4000;
    int of_first = 0;
    for (Row row = 0; row < households; ++row) {
        of_first += levers.service(PlaceId{0}, row)->policy == 3 ? 1 : 0;
        EXPECT_EQ(levers.service(PlaceId{1}, row)->policy, 5);
    }
    EXPECT_NEAR(of_first, households / 4.0, 5);
    levers.services.pop_back();
    EXPECT_EQ(levers.service(PlaceId{0}, 7)->policy, 3);
    EXPECT_EQ(levers.service(PlaceId{1}, 7), nullptr);
}

TEST_F(DwellingHelp, and_rent_end_after_their_months) {
    terms.dwelling_chance = 0;
    EXPECT_EQ(spent(serve(0)), 0);
    EXPECT_EQ(spent(serve(12)), 50'000);
    EXPECT_EQ(spent(serve(13)), 0);
    terms.dwelling_chance = 1;
    EXPECT_EQ(spent(serve(36)), 3'000'000);
}

/// What the family weighs when it considers leaving.
class Staying : public ResettledFamily {
protected:
    /// How often it stays, of `draws`, so many months after joining.
    double share_of_stays(int months_after_joining) {
        const Levers pulled = levers();
        // Prices and places as in January: only the months since joining differ.
        Migration::Choices now = model.migration.choices(january + months_after_joining, pulled, world.published);
        now.rent_paid = rent_paid;
        int stays = 0;
        for (int draw = 0; draw < draws; ++draw)
            stays += now.decide(block(), family,
                                Stream(Seed{5}, Purpose::choose_destination, january, BlockId{0},
                                       static_cast<std::uint32_t>(draw))
                                    .words())
                                 .own_choice == TinyCountry::town
                         ? 1
                         : 0;
        return static_cast<double>(stays) / draws;
    }
    /// The odds of staying are those of a family without programme times the factor, by the logit.
    void expect_factor(int months_after_joining, double factor) {
        household().programme = no_programme;
        household().stage = Stage::none;
        const double plain = share_of_stays(months_after_joining);
        household().programme = 0;
        household().stage = Stage::resettled;
        const double odds = factor * plain / (1 - plain);
        const double expected = odds / (1 + odds);
        ASSERT_GT(plain, 0.05);
        ASSERT_LT(expected, 0.95);
        EXPECT_NEAR(share_of_stays(months_after_joining), expected, 5 * std::sqrt(0.25 / draws))
            << months_after_joining;
    }
    static constexpr int draws = 100'000;
    std::vector<double> rent_paid;
};

TEST_F(Staying, weighs_as_much_more_as_the_rent_paid_raises_the_own_income_until_month_12_and_no_more_in_month_13) {
    terms.rent = {40'000};
    terms.rent_months = 12;
    const double rent_of_place = world.published.economy.rent[index(TinyCountry::town)];
    // Nobody earns anything: the budget is at least the own rent.
    const double paid = std::pow(1 + 40'000 / rent_of_place, 0.9);
    ASSERT_GT(paid, 1.2);
    for (const int month : {1, 11}) expect_factor(month, paid);
    for (const int month : {12, 13, 24}) expect_factor(month, 1);
}

TEST_F(Staying, weighs_the_rent_paid_against_what_the_household_earns) {
    terms.rent = {40'000};
    terms.rent_months = 12;
    block().persons[household().first_person].activity = Activity::formal;
    const double earned = world.published.economy.wage(index(TinyCountry::town), index(Education::vocational));
    ASSERT_GT(earned, world.published.economy.rent[index(TinyCountry::town)]);
    expect_factor(11, std::pow(1 + 40'000 / earned, 0.9));
    expect_factor(12, 1);
}

TEST_F(Staying, weighs_the_obligation_until_it_ends) {
    terms.stay_months = 60;
    terms.obligation = 0.7;
    for (const int month : {1, 59}) expect_factor(month, std::exp(0.7));
    expect_factor(60, 1);
}

TEST_F(Staying, counts_on_as_much_of_the_rent_as_was_paid_this_month) {
    terms.rent = {40'000};
    terms.rent_months = 12;
    rent_paid = {0.5};
    const double rent_of_place = world.published.economy.rent[index(TinyCountry::town)];
    expect_factor(1, std::pow(1 + 20'000 / rent_of_place, 0.9));
}

TEST_F(Staying, weighs_no_rent_for_who_owns) {
    terms.rent = {40'000};
    terms.rent_months = 12;
    household().tenure = Tenure::owner;
    expect_factor(5, 1);
}

TEST_F(Staying, weighs_what_would_have_to_be_paid_back_until_the_obligation_ends) {
    terms.for_head = {2'000'000};
    terms.for_member = {500'000};
    terms.clawback = 0.5;
    terms.stay_months = 60;
    const double yearly = 12 * world.published.economy.rent[index(TinyCountry::town)];
    for (const int month : {1, 59}) expect_factor(month, std::pow(1 + 1'500'000 / yearly, 0.9));
    expect_factor(60, 1);
}

}  // namespace
}  // namespace qonys
