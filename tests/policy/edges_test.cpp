#include <algorithm>
#include <random>

#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::string_view plenty = "for_head = \"600 MCI\"\nfor_member = \"400 MCI\"\nawareness = 1\n";

/// What a scenario may say without being wrong, and yet asks for an answer.
class Edges : public PolicyRuns {
protected:
    Edges() { put_to_work(country, 10); }
    static std::string to_north(std::string_view name, int quota, std::string_view more = "") {
        return resettlement_policy(name, quota, fmt::format("{}{}", plenty, more));
    }
    static std::int64_t joined(const PolicyOutcome& outcome, std::size_t policy) {
        std::int64_t sum = 0;
        for (const std::int64_t persons : outcome.all.policy_persons.row(policy)) sum += persons;
        return sum;
    }
    static std::int64_t spent(const Ledger& ledger, std::size_t policy) {
        std::int64_t sum = 0;
        for (const std::int64_t tenge : ledger.policy_spending.row(policy)) sum += tenge;
        return sum;
    }
};

TEST_F(Edges, a_programme_asks_households_that_consider_no_move_and_they_go_with_it_or_not_at_all) {
    country.edit("migration_levels.csv", "2015,0.02,0.5", "2015,0.0000001,0.5");
    const auto joined = [&](double outreach) {
        const PolicyOutcome outcome =
            run(resettlement_policy("north", 3000, fmt::format("for_head = \"600 MCI\"\noutreach = {}", outreach)));
        EXPECT_EQ(outcome.moved(), PolicyOutcome::sum(outcome.all.policy_persons));
        return PolicyOutcome::sum(outcome.all.policy_persons);
    };
    EXPECT_EQ(joined(0), 0);
    const std::int64_t few = joined(0.005);
    const std::int64_t more = joined(0.02);
    EXPECT_GT(few, 20);
    // Four times as many are asked; nobody joins twice.
    EXPECT_NEAR(static_cast<double>(more), 4 * static_cast<double>(few), 8 * std::sqrt(4.0 * static_cast<double>(few)));
}

TEST_F(Edges, of_two_programmes_for_the_same_household_it_joins_one_and_each_keeps_its_own_quota) {
    const PolicyOutcome both = run(to_north("a", 40) + to_north("b", 60));
    EXPECT_LE(joined(both, 0), 40);
    EXPECT_GT(joined(both, 0), 34) << "a family of five may be too large for what is left";
    EXPECT_LE(joined(both, 1), 60);
    EXPECT_GT(joined(both, 1), 54);
    // Nobody twice: households that any programme settled are as many as joined.
    const Model model = country.model();
    std::int64_t households = 0;
    std::int64_t taking_part = 0;
    const World world = run_country(model, Machine{}, [&](Month, const World& now) {
        for (const std::int64_t some : now.published.ledger.policy_households.cells()) households += some;
    });
    for (const Block& block : world.blocks)
        for (std::uint32_t row = 0; row < block.household_rows(); ++row)
            taking_part += block.households[row].programme != no_programme ? 1 : 0;
    EXPECT_GT(households, 20);
    EXPECT_NEAR(static_cast<double>(taking_part), static_cast<double>(households),
                0.3 * static_cast<double>(households))
        << "but for those who died, and children who left home since";
}

TEST_F(Edges, of_two_programmes_who_would_go_anyway_takes_the_better_one_whatever_they_are_called) {
    // Too little to change anybody's mind: only who goes anyway takes it.
    const std::string nothing_else = "for_member = \"0 KZT\"\nrent = \"0 KZT\"\nawareness = 1\n";
    const std::string poor = "for_head = \"1 KZT\"\n" + nothing_else;
    const std::string rich = "for_head = \"1000 KZT\"\n" + nothing_else;
    for (const bool first : {true, false}) {
        const PolicyOutcome both =
            run(resettlement_policy(first ? "a" : "z", 100'000, rich) + resettlement_policy("m", 100'000, poor));
        EXPECT_GT(joined(both, first ? 0 : 1), 20);
        EXPECT_EQ(joined(both, first ? 1 : 0), 0);
    }
}

TEST_F(Edges, a_destination_that_is_closed_and_subsidised_at_once_takes_nobody_and_spends_nothing_until_it_opens) {
    const std::string shut = policy("shut", "quarantine",
                                    "closed = [\"NOR 2020-01-01..2020-06-30\"]\nleakage = 0\njob_loss = 0\n"
                                    "hiring_stop = 0\nshifts_cut = 0\nsent_home = 0\n");
    const PolicyOutcome outcome = run(to_north("north", 500) + shut);
    for (std::size_t month = 0; month < 6; ++month) EXPECT_EQ(spent(outcome.months[month], 0), 0) << month;
    EXPECT_GT(spent(outcome.months[6], 0), 0);
    const PolicyOutcome leaky = run(to_north("north", 500) + policy("shut", "quarantine",
                                                                    "closed = [\"NOR 2020-01-01..2020-12-31\"]\n"
                                                                    "leakage = 0.5\n"));
    EXPECT_GT(joined(leaky, 0), 0);
    EXPECT_LT(joined(leaky, 0), joined(run(to_north("north", 500)), 0));
}

TEST_F(Edges, a_quota_of_nobody_and_no_policy_are_the_same_to_the_last_bit) {
    EXPECT_EQ(run(to_north("north", 0)).digest, run("").digest);
    const PolicyOutcome none = run(to_north("north", 0, "rent = \"20 MCI\"\nclawback = 1\n"));
    EXPECT_EQ(spent(none.all, 0), 0);
}

TEST_F(Edges, a_budget_that_runs_out_within_a_month_pays_whole_grants_until_it_does_and_nothing_later) {
    const std::int64_t budget = 3'000'000;
    const PolicyOutcome outcome =
        run(resettlement_policy("north", 100'000,
                                fmt::format("for_head = \"200000 KZT\"\nfor_member = \"200000 KZT\"\nawareness = 1\n"
                                            "budget_kzt = {}\n",
                                            budget)));
    const std::int64_t all = spent(outcome.all, 0);
    EXPECT_LE(all, budget);
    EXPECT_EQ(all % 200'000, 0);
    EXPECT_EQ(all, 200'000 * joined(outcome, 0)) << "nobody is taken who is not paid";
    EXPECT_GT(all, budget - 2 * 200'000) << "small families take what is left";
}

TEST_F(Edges, a_region_that_is_origin_and_destination_pays_for_no_move_within_it) {
    const PolicyOutcome outcome =
        run(policy("both", "resettlement",
                   fmt::format("origins = [\"NOR\", \"CIT\"]\ndestinations = [\"NOR\", \"CIT\"]\n"
                               "quota_persons_per_year = [100000, 100000]\n{}",
                               plenty)));
    EXPECT_GT(joined(outcome, 0), 50);
    const std::size_t places = outcome.all.moves_persons.rows();
    for (const PlaceId from : {TinyCountry::town, TinyCountry::village})
        for (const PlaceId to : {TinyCountry::town, TinyCountry::village})
            EXPECT_EQ(outcome.all.moves_by_reason(reason_row(Reason::programme, from, places), index(to)), 0);
    EXPECT_GT(
        outcome.all.moves_by_reason(reason_row(Reason::programme, TinyCountry::city, places), index(TinyCountry::town)),
        0);
    EXPECT_GT(
        outcome.all.moves_by_reason(reason_row(Reason::programme, TinyCountry::town, places), index(TinyCountry::city)),
        0);
}

TEST_F(Edges, a_region_named_twice_and_dates_and_amounts_that_are_none_are_told_with_what_to_do) {
    const std::string said = wrong(policy("north", "resettlement",
                                          "origins = [\"CIT\", \"CIT\"]\ndestinations = [\"NOR\"]\n"
                                          "quota_persons_per_year = [5]\nfor_head = 35\nfor_member = \"35\"\n"
                                          "rent = \"35 mci\"\nloan = \"1 million KZT\"\ndwelling = \"-1 MCI\"\n"
                                          "budget_kzt = \"1000 KZT\"\n"
                                          "eligibility.wealth = [1, 2]\nstart = \"16.03.2020\"\n"));
    for (const char* part : {"tiny.toml:10:11: policy.north.origins: 'CIT' is named twice",
                             "policy.north.for_head = 35 (must be an amount such as \"35 MCI\" or \"100000 KZT\")",
                             "policy.north.for_member = \"35\" (must be an amount such as",
                             "policy.north.rent = \"35 mci\" (must be an amount such as",
                             "policy.north.loan = \"1 million KZT\" (must be an amount such as",
                             "policy.north.dwelling = \"-1 MCI\" (must be from 0 to",
                             "policy.north.budget_kzt = \"1000 KZT\" (must be a whole number)",
                             "unknown key 'policy.north.eligibility.wealth'",
                             "policy.north.start = \"16.03.2020\" (must be a date such as 2020-03-16"})
        EXPECT_THAT(said, HasSubstr(part));
}

TEST_F(Edges, dates_outside_the_run_are_worth_one_warning_for_each_policy) {
    country.sections = to_north("late", 5, "start = \"2021-01\"\nend = \"2021-06\"\n") + to_north("now", 5) +
                       policy("early", "shock", "start = \"2018-01\"\nend = \"2018-12\"\nplaces = [\"NOR\"]");
    std::vector<std::string> said;
    for (const Problem& odd : country.model().warnings) said.push_back(odd.what);
    EXPECT_THAT(said, ElementsAre(HasSubstr("policy.early acts from 2018-01 to 2018-12, wholly outside the run"),
                                  HasSubstr("policy.late acts from 2021-01 to 2021-06, wholly outside the run")));
}

TEST_F(Edges, many_policies_outside_the_run_are_worth_one_warning) {
    country.sections = to_north("now", 5);
    for (const char* name : {"a", "b", "c", "d"})
        country.sections += policy(name, "shock", "start = \"2018-01\"\nend = \"2018-12\"\nplaces = [\"NOR\"]");
    const std::vector<Problem> warnings = country.model().warnings;
    ASSERT_THAT(warnings, SizeIs(1));
    EXPECT_EQ(warnings.front().what,
              "4 policies act wholly outside the run from 2020-01 to 2020-12: policy.a, policy.b, policy.c, policy.d");
}

TEST_F(Edges, of_two_services_in_a_place_both_look_after_people) {
    const std::string service = "places = [\"NOR\"]\ncoverage = 1\nper_person = \"1000 KZT\"";
    const PolicyOutcome both = run(policy("a", "adaptation_services", service) +
                                   policy("b", "adaptation_services", service) + to_north("c", 300));
    EXPECT_GT(spent(both.all, 0), 0);
    EXPECT_GT(spent(both.all, 1), 0);
}

TEST_F(Edges, policies_that_contradict_each_other_both_act_and_a_warning_names_them_once) {
    country.sections = to_north("north", 500, "start = \"2020-03\"") +
                       policy("shut", "quarantine", "closed = [\"NOR 2020-02-01..2020-05-31\"]\nleakage = 0.5") +
                       policy("v", "shock", "places = [\"NOR\"]\nwages = 1.1\nend = \"2020-06\"") +
                       policy("w", "shock", "places = [\"NOR_urban\"]\nwages = 0.8\nstart = \"2020-06\"");
    std::vector<std::string> said;
    for (const Problem& odd : country.model().warnings) said.push_back(odd.what);
    EXPECT_THAT(said, ElementsAre("policy.north pays for moving to North while policy.shut closes the way to North "
                                  "(2020-03 to 2020-05): both act",
                                  "policy.v raises wages in North while policy.w lowers wages in North (2020-06 to "
                                  "2020-06): both act"));
    country.sections = to_north("north", 500, "start = \"2020-06\"") +
                       policy("shut", "quarantine", "closed = [\"NOR 2020-02-01..2020-05-31\"]\nleakage = 0.5");
    EXPECT_TRUE(country.model().warnings.empty()) << "one after the other";
}

/// Every kind at once, and two that contradict each other.
class AllKinds : public PolicyRuns {
protected:
    AllKinds() {
        put_to_work(country, 5);
        for (const char* stream : {"labour_migrant", "foreign_labour_force", "guest", "eaeu_worker"})
            entries(stream, 2400);
        stock("irregular", 3000);
        country.edit("arrivals.csv", "kandas,OUT,2015,0", "kandas,OUT,2015,600");
        country.edit("enrolment.csv", "NOR,0,0", "NOR,0.3,0.3");
        trips(400, 300);
        const std::string terms = fmt::format(
            "{}rent = \"20 MCI\"\nplacement = 0.3\nloan = \"100 MCI\"\n"
            "loans_per_month = 0.2\nbudget_kzt = 90000000",
            plenty);
        all = {
            policy("a", "quarantine", "closed = [\"CIT 2020-03-10..2020-05-11\"]\nleakage = 0.5\njob_loss = 0.05"),
            policy("b", "border_regime", "start = \"2020-03-16\"\nentry = 0.3\nexit = 0.4\ntravel = 0.1"),
            policy("c", "return_flights", "groups = [\"TRIP\"]\nseats_per_month = [7]\nper_seat = \"9 MCI\""),
            policy("d", "transit_corridor", "groups = [\"THROUGH\"]\nseats_per_month = [90]"),
            policy("e", "stay_extension", "start = \"2020-03-16\"\nshare = 0.7"),
            policy("f", "kandas_programme",
                   "regions = [\"NOR\"]\nquota_persons_per_year = [80]\nfor_head = \"70 MCI\""),
            policy("g", "work_permits", "years = [2020]\nindividuals_per_year = [1500]\nemployers_per_year = [900]"),
            policy("h", "enforcement", "start = \"2020-06\"\nend = \"2020-06\"\nraids = 0.1"),
            policy("i", "regularisation", "amnesty = 0.05\nassisted_return = 0.02"),
            policy("j", "recipient_country", "countries = [\"OUT\"]\nutility = 0.4"),
            policy("k", "foreign_shock", "countries = [\"OUT\"]\narrive_as = \"relokant\"\npersons_per_month = [50]"),
            resettlement_policy("l", 300, terms),
            resettlement_policy("m", 300, terms),
            policy("n", "adaptation_services",
                   "places = [\"NOR\"]\ncoverage = 0.5\npersons_at_once = 30\nper_person = \"1 MCI\"\nplacement = 0.3"),
            policy("o", "adaptation_services",
                   "places = [\"NOR\"]\ncoverage = 0.7\npersons_at_once = 60\nper_person = \"2 MCI\""),
            policy("p", "income_support", "places = [\"NOR\"]\nper_month = \"40000 KZT\"\nbudget_kzt = 9000000"),
            policy("q", "education",
                   "origins = [\"NOR\"]\ndestinations = [\"CIT\"]\ngrants_per_year = [20]\napplying = 0.3\n"
                   "per_grant = \"90 MCI\""),
            policy("r", "education",
                   "origins = [\"NOR\"]\ndestinations = [\"CIT\"]\ngrants_per_year = [10]\napplying = 0.2\n"
                   "distance_learning = 0.3"),
            policy("s", "regional_investment", "places = [\"NOR\"]\njobs_per_year = 90\nper_job = \"100 MCI\""),
            policy("t", "return_incentives",
                   "destinations = [\"CIT\"]\nquota_persons_per_year = 50\nfor_head = \"300 MCI\"\nawareness = 1"),
            policy("u", "information_campaign", "origins = [\"CIT\"]\ndestinations = [\"NOR\"]\nattraction = 0.2"),
            policy("v", "shock", "places = [\"NOR\"]\nwages = 1.1\nrents = 1.2"),
            policy("w", "shock", "places = [\"NOR\"]\nwages = 0.8\nrents = 0.9")};
    }
    std::uint64_t digest(const std::vector<std::string>& order) {
        std::string text;
        for (const std::string& one : order) text += one;
        return run(text).digest;
    }
    std::vector<std::string> all;
};

TEST_F(AllKinds, give_the_same_bits_in_any_order_of_the_file) {
    const std::uint64_t forward = digest(all);
    std::vector<std::string> order(all.rbegin(), all.rend());
    EXPECT_EQ(digest(order), forward);
    std::ranges::shuffle(order, std::mt19937(4));
    EXPECT_EQ(digest(order), forward);
}

}  // namespace
}  // namespace qonys
