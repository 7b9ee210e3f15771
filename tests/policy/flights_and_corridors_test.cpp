#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

using ::testing::HasSubstr;

constexpr const char* closed_for_all = "entry = 0\nexit = 0\nstart = \"2020-03-01\"\nend = \"2020-12-31\"";

class Flights : public PolicyRuns {
protected:
    Flights() { trips(400, 300); }
    /// Travellers of a group whom governments took, in all months.
    static std::int64_t brought(const PolicyOutcome& outcome, std::size_t group) {
        std::int64_t sum = 0;
        for (const TravellerCounts& month : outcome.travellers) sum += month.brought[group];
        return sum;
    }
    const std::string shut = policy("shut", "border_regime", closed_for_all);
    const std::vector<std::string> helpless{"travellers.own_means=0.0", "travellers.gives_up=0.0"};
};

TEST_F(Flights, are_not_needed_while_borders_are_open) {
    const PolicyOutcome open = run("");
    for (const TravellerCounts& month : open.travellers) EXPECT_EQ(PolicyOutcome::sum(month.stranded), 0);
}

TEST_F(Flights, leave_nobody_uncounted) {
    const PolicyOutcome shut_out =
        run(shut + policy("air", "return_flights", "groups = [\"TRIP\"]\nseats_per_month = [13]"), helpless);
    std::int64_t away = 200;  // half a month's trips
    std::int64_t stranded = 0;
    for (const TravellerCounts& month : shut_out.travellers) {
        EXPECT_EQ(month.away[0] + month.stranded[0],
                  away + stranded + month.set_out[0] - month.came_home[0] - month.brought[0]);
        away = month.away[0];
        stranded = month.stranded[0];
        EXPECT_LE(month.brought[0], 13);
    }
    // 200 are away when the border closes in March; ten months of flights take 130 of them.
    EXPECT_NEAR(static_cast<double>(stranded + brought(shut_out, 0)), 200, 1);
    EXPECT_EQ(brought(shut_out, 0), 130);
}

TEST_F(Flights, without_seats_bring_nobody) {
    const PolicyOutcome none =
        run(shut + policy("air", "return_flights", "groups = [\"TRIP\"]\nseats_per_month = [0]"), helpless);
    EXPECT_EQ(brought(none, 0), 0);
    EXPECT_EQ(none.digest, run(shut, helpless).digest);
}

TEST_F(Flights, stop_when_the_budget_is_spent) {
    const PolicyOutcome poor = run(shut + policy("air", "return_flights",
                                                 "groups = [\"TRIP\"]\nseats_per_month = [13]\n"
                                                 "per_seat = \"100000 KZT\"\nbudget_kzt = 3050000"),
                                   helpless);
    EXPECT_EQ(brought(poor, 0), 30);
    EXPECT_EQ(PolicyOutcome::sum(poor.all.policy_spending), 3'000'000);
}

TEST_F(Flights, do_not_take_those_who_help_themselves) {
    const std::vector<std::string> able{"travellers.own_means=1.0"};
    const PolicyOutcome outcome =
        run(shut + policy("air", "return_flights", "groups = [\"TRIP\"]\nseats_per_month = [13]"), able);
    EXPECT_EQ(brought(outcome, 0), 0);
}

TEST_F(Flights, and_a_corridor_let_foreigners_through_in_batches) {
    const std::string corridor =
        policy("corridor", "transit_corridor",
               "start = \"2020-08-01\"\nend = \"2020-12-31\"\ngroups = [\"THROUGH\"]\nseats_per_month = [500]");
    const PolicyOutcome outcome = run(shut + corridor, helpless);
    // 300 a month wait from March on: 1800 by August, of whom 500 are taken.
    EXPECT_NEAR(static_cast<double>(outcome.travellers[6].stranded[1]), 1500, 5);
    EXPECT_EQ(outcome.travellers[7].brought[1], 500);
    EXPECT_EQ(brought(outcome, 1), 2500);
}

TEST_F(Flights, and_a_corridor_take_those_who_are_stuck_in_the_country) {
    stock("guest", 500);
    const std::vector<std::string> all_want_home{"sojourners.guest_overstay=0.0"};
    const std::string closed = policy("shut", "border_regime", "entry = 0\nexit = 0");
    const PolicyOutcome stuck = run(closed, all_want_home);
    EXPECT_EQ(PolicyOutcome::sum(stuck.all.left), 0);
    const PolicyOutcome through =
        run(closed + policy("corridor", "transit_corridor",
                            "groups = [\"THROUGH\"]\nseats_per_month = [0]\ncountries = [\"OUT\"]\n"
                            "residents_per_month = [20]"),
            all_want_home);
    for (const Ledger& month : through.months) EXPECT_LE(PolicyOutcome::sum(month.left), 20);
    EXPECT_GT(PolicyOutcome::sum(through.all.left), 200);
    EXPECT_EQ(PolicyOutcome::sum(through.all.policy_persons), PolicyOutcome::sum(through.all.left));
}

TEST_F(Flights, say_what_is_wrong) {
    const std::string said =
        wrong(policy("air", "return_flights", "groups = [\"TRIP\", \"THROUGH\", \"TRAP\"]\nseats_per_month = [1]") +
              policy("corridor", "transit_corridor",
                     "groups = [\"TRIP\"]\nseats_per_month = [-1]\ncountries = [\"CIT\"]\nresidents_per_month = []"));
    for (const char* part :
         {"policy.air.groups: 'TRAP' is none of: TRIP, THROUGH (did you mean 'TRIP'?)",
          "policy.air.seats_per_month has 1 numbers for 3 groups (must have one for each)",
          "policy.air.groups: 'THROUGH' are foreigners, whom a transit_corridor lets through",
          "policy.corridor.groups: 'TRIP' are citizens abroad, whom return_flights bring home",
          "policy.corridor.seats_per_month = [ -1 ]", "policy.corridor.countries: 'CIT' is none of: OUT"})
        EXPECT_THAT(said, HasSubstr(part));
}

}  // namespace
}  // namespace qonys
