#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

using ::testing::HasSubstr;

/// stay_extension, work_permits, enforcement and regularisation: what governments do about those who are here for a
/// time.
class Foreigners : public PolicyRuns {
protected:
    static double number(std::int64_t persons) { return static_cast<double>(persons); }
};

TEST_F(Foreigners, keep_their_title_while_stays_are_extended) {
    stock("guest", 3000);
    const std::string shut = policy("shut", "border_regime", "entry = 0\nexit = 0");
    const PolicyOutcome ends = run(shut);
    EXPECT_EQ(ends.here(LegalStatus::guest), 0);
    EXPECT_GT(ends.here(LegalStatus::irregular), 2500);
    const PolicyOutcome extended = run(shut + policy("stay", "stay_extension", ""));
    EXPECT_EQ(extended.here(LegalStatus::irregular), 0);
    // Nobody can leave: whoever is irregular there is still a guest here.
    EXPECT_EQ(extended.here(LegalStatus::guest), ends.here(LegalStatus::irregular));
    // Everybody is extended in each month after the one in which the stay was over.
    EXPECT_EQ(PolicyOutcome::sum(ends.all.policy_persons), 0);
    EXPECT_GT(PolicyOutcome::sum(extended.all.policy_persons), 8 * extended.here(LegalStatus::guest));
    EXPECT_EQ(run(shut + policy("stay", "stay_extension", "share = 0\nfines = 1")).digest, ends.digest);
}

TEST_F(Foreigners, are_extended_for_the_share_of_a_month) {
    const Levers levers =
        pulled(policy("stay", "stay_extension", "start = \"2020-04-16\"\nshare = 0.8\nfines = 0.5"), Month(2020, 4));
    EXPECT_DOUBLE_EQ(levers.border.stay_clock, 1 - 0.5 * 0.8);
    EXPECT_DOUBLE_EQ(levers.border.fines, 1 - 0.5 * 0.5);
}

TEST_F(Foreigners, get_no_more_permits_in_a_year_than_the_quota) {
    entries("labour_migrant", 6000);
    country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
    const std::vector<std::string> go_away{"sojourners.refused_as_guest=0.0"};
    const PolicyOutcome outcome =
        run(policy("permits", "work_permits", "years = [2020, 2021]\nindividuals_per_year = [1000, 2000]"), go_away);
    for (int year = 0; year < 2; ++year) {
        std::int64_t issued = 0;
        for (int month = 0; month < 12; ++month)
            issued += PolicyOutcome::of(outcome.months[static_cast<std::size_t>(12 * year + month)].entered,
                                        LegalStatus::labour_migrant);
        EXPECT_EQ(issued, year == 0 ? 1000 : 2000);
    }
    EXPECT_EQ(PolicyOutcome::sum(outcome.all.policy_persons), 3000) << "permits are booked";
}

TEST_F(Foreigners, whom_a_quota_refuses_come_without_asking_as_often_as_stated) {
    entries("labour_migrant", 6000);
    const std::string none = policy("permits", "work_permits", "years = [2020]\nindividuals_per_year = [0]");
    const PolicyOutcome half = run(none, {"sojourners.refused_as_guest=0.5"});
    EXPECT_EQ(PolicyOutcome::of(half.all.entered, LegalStatus::labour_migrant), 0);
    EXPECT_NEAR(number(PolicyOutcome::of(half.all.entered, LegalStatus::guest)), 3000, 4 * std::sqrt(3000.0));
    const PolicyOutcome nobody = run(none, {"sojourners.refused_as_guest=0.0"});
    EXPECT_EQ(PolicyOutcome::sum(nobody.all.entered), 0);
}

TEST_F(Foreigners, of_one_channel_take_the_permits_of_the_other_where_they_are_joined) {
    entries("labour_migrant", 6000);
    const std::vector<std::string> go_away{"sojourners.refused_as_guest=0.0"};
    const std::string quotas = "years = [2020]\nindividuals_per_year = [1000]\nemployers_per_year = [700]\n";
    const PolicyOutcome apart = run(policy("permits", "work_permits", quotas), go_away);
    EXPECT_EQ(PolicyOutcome::of(apart.all.entered, LegalStatus::foreign_labour_force), 0);
    const PolicyOutcome joined = run(policy("permits", "work_permits", quotas + "joined = true"), go_away);
    EXPECT_EQ(PolicyOutcome::of(joined.all.entered, LegalStatus::labour_migrant), 1000);
    EXPECT_EQ(PolicyOutcome::of(joined.all.entered, LegalStatus::foreign_labour_force), 700);
}

TEST_F(Foreigners, of_employers_fill_the_quota_of_a_region_and_not_of_another) {
    entries("foreign_labour_force", 4000);
    const PolicyOutcome outcome =
        run(policy("permits", "work_permits", "regions = [\"NOR\"]\nemployers_of_region_per_year = [100]"));
    const auto entered = [&](PlaceId place) {
        return outcome.all.entered(index(place), index(LegalStatus::foreign_labour_force));
    };
    EXPECT_EQ(entered(TinyCountry::town) + entered(TinyCountry::village), 100);
    EXPECT_NEAR(number(entered(TinyCountry::city)), 3000, 4 * std::sqrt(3000.0));
}

TEST_F(Foreigners, lose_their_title_more_often_the_dearer_it_is) {
    put_to_work(country, 5);
    entries("labour_migrant", 12000);
    const std::string dear = policy("permits", "work_permits", "further_cost = \"60000 KZT\"");
    const std::string cheap = policy("permits", "work_permits", "further_cost = \"-60000 KZT\"");
    const auto irregular = [](const PolicyOutcome& outcome) { return number(outcome.here(LegalStatus::irregular)); };
    const double usual = irregular(run(""));
    EXPECT_GT(irregular(run(dear)), usual + 4 * std::sqrt(usual));
    EXPECT_LT(irregular(run(cheap)), usual - 4 * std::sqrt(usual));
    const std::vector<std::string> indifferent{"sojourners.cost_response=0.0"};
    EXPECT_EQ(run(dear, indifferent).digest, run("", indifferent).digest);
}

TEST_F(Foreigners, without_a_title_are_found_by_raids_and_expelled) {
    stock("irregular", 20000);
    const std::vector<std::string> nothing_else{"sojourners.irregular_leaving=0.0", "sojourners.detection=0.0",
                                                "sojourners.expulsion=0.4", "sojourners.fined_leaves=0.5",
                                                "run.end=\"2020-01\""};
    const PolicyOutcome raid =
        run(policy("raid", "enforcement", "raids = 0.1\nexpulsion = 0.5\nfines = 0\nper_person_found = \"1000 KZT\""),
            nothing_else);
    const auto before = 20000.0;
    const auto found = number(PolicyOutcome::of(raid.all.found, LegalStatus::irregular));
    EXPECT_NEAR(found, 0.1 * before, 4 * std::sqrt(0.1 * before));
    EXPECT_NEAR(number(PolicyOutcome::sum(raid.all.expelled)), 0.2 * found, 4 * std::sqrt(0.2 * found));
    EXPECT_EQ(PolicyOutcome::sum(raid.all.left), 0) << "no fine makes anybody leave";
    EXPECT_EQ(PolicyOutcome::sum(raid.all.policy_persons), PolicyOutcome::sum(raid.all.found));
    EXPECT_EQ(PolicyOutcome::sum(raid.all.policy_spending), 1000 * PolicyOutcome::sum(raid.all.found));
    EXPECT_EQ(run(policy("raid", "enforcement", "raids = 0"), nothing_else).digest, run("", nothing_else).digest);
}

TEST_F(Foreigners, are_found_or_given_papers_only_as_far_as_the_budget_goes) {
    stock("irregular", 20000);
    const std::vector<std::string> nothing_else{"sojourners.irregular_leaving=0.0", "sojourners.detection=0.0",
                                                "run.end=\"2020-01\""};
    // Some 2000 would be reached; the budget has a tenge too little for the 701st.
    const PolicyOutcome raid =
        run(policy("raid", "enforcement", "raids = 0.1\nper_person_found = \"1000 KZT\"\nbudget_kzt = 700999"),
            nothing_else);
    EXPECT_EQ(PolicyOutcome::sum(raid.all.policy_persons), 700);
    EXPECT_EQ(PolicyOutcome::of(raid.all.found, LegalStatus::irregular), 700);
    EXPECT_EQ(PolicyOutcome::sum(raid.all.policy_spending), 700'000);
    const PolicyOutcome amnesty =
        run(policy("amnesty", "regularisation", "amnesty = 0.1\nper_person = \"1000 KZT\"\nbudget_kzt = 700999"),
            nothing_else);
    EXPECT_EQ(PolicyOutcome::sum(amnesty.all.policy_persons), 700);
    EXPECT_EQ(run("", nothing_else).here(LegalStatus::irregular) - amnesty.here(LegalStatus::irregular), 700);
    EXPECT_EQ(PolicyOutcome::sum(amnesty.all.policy_spending), 700'000);
}

TEST_F(Foreigners, are_looked_for_only_where_the_raid_is) {
    stock("irregular", 20000);
    const PolicyOutcome raid = run(policy("raid", "enforcement", "raids = 0.1\nplaces = [\"NOR\"]"),
                                   {"sojourners.detection=0.0", "run.end=\"2020-01\""});
    EXPECT_EQ(raid.all.found(index(TinyCountry::city), index(LegalStatus::irregular)), 0);
    EXPECT_GT(raid.all.found(index(TinyCountry::town), index(LegalStatus::irregular)), 200);
}

TEST_F(Foreigners, find_less_work_without_a_title_where_employers_are_liable) {
    const Levers levers =
        pulled(policy("law", "enforcement", "employer_liability = 0.5\nstart = \"2020-04-16\""), Month(2020, 4));
    EXPECT_DOUBLE_EQ(levers.border.unregistered_hiring, 0.75);
}

TEST_F(Foreigners, without_a_title_get_one_by_an_amnesty) {
    stock("irregular", 20000);
    const std::vector<std::string> nothing_else{"sojourners.irregular_leaving=0.0", "sojourners.detection=0.0",
                                                "run.end=\"2020-01\""};
    const PolicyOutcome amnesty =
        run(policy("amnesty", "regularisation", "amnesty = 0.2\nassisted_return = 0.1"), nothing_else);
    EXPECT_NEAR(number(amnesty.here(LegalStatus::labour_migrant)), 4000, 4 * std::sqrt(4000.0));
    EXPECT_NEAR(number(PolicyOutcome::sum(amnesty.all.left)), 2000, 4 * std::sqrt(2000.0));
    EXPECT_EQ(run(policy("amnesty", "regularisation", ""), nothing_else).digest, run("", nothing_else).digest);
}

TEST_F(Foreigners, say_what_is_wrong) {
    const std::string said = wrong(policy("permits", "work_permits",
                                          "years = [2021, 2020]\nindividuals_per_year = [1]\nregions = "
                                          "[\"CTI\"]\nemployers_of_region_per_year = []") +
                                   policy("raid", "enforcement", "places = [\"XYZ\"]\nraids = 0.9") +
                                   policy("amnesty", "regularisation", "documentation = -1\nanmesty = 0.1"));
    for (const char* part :
         {"policy.permits.individuals_per_year has 1 numbers for 2 years", "policy.permits.years must ascend",
          "policy.permits.regions: 'CTI' is not a region",
          "policy.permits.employers_of_region_per_year has 0 numbers for 1 regions",
          "policy.raid.places: 'XYZ' is not a region", "policy.raid.raids = 0.9", "policy.amnesty.documentation = -1",
          "unknown key 'policy.amnesty.anmesty' (did you mean 'amnesty'?)"})
        EXPECT_THAT(said, HasSubstr(part));
}

}  // namespace
}  // namespace qonys
