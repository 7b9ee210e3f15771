#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

using ::testing::HasSubstr;

class Quarantine : public PolicyRuns {
protected:
    Quarantine() { put_to_work(country, 5); }
    static std::string closed(std::string_view more = "", std::string_view spell = "all 2020-01-01..2020-12-31") {
        return policy("shut", "quarantine", fmt::format("closed = [\"{}\"]\n{}", spell, more));
    }
    static constexpr const char* only_moves = "job_loss = 0\nhiring_stop = 0\nshifts_cut = 0\nsent_home = 0\n";
};

TEST_F(Quarantine, stops_every_move_where_nothing_leaks) {
    const PolicyOutcome shut = run(closed("leakage = 0"));
    EXPECT_EQ(shut.moved(), 0);
    EXPECT_EQ(shut.emigrated(), 0) << "whoever leaves the country leaves the own region first";
    EXPECT_GT(PolicyOutcome::sum(shut.all.moves_stopped), 100);
}

TEST_F(Quarantine, lets_through_what_leaks) {
    const std::vector<std::string> nobody_tries_again{"migration.retry=0.0", "run.end=\"2020-03\""};
    const PolicyOutcome open = run("", nobody_tries_again);
    for (const double leakage : {0.25, 0.5}) {
        const PolicyOutcome shut =
            run(closed(fmt::format("leakage = {}\n{}", leakage, only_moves)), nobody_tries_again);
        const auto expected = leakage * static_cast<double>(open.moved());
        EXPECT_NEAR(static_cast<double>(shut.moved()), expected, 4 * std::sqrt(4 * expected)) << leakage;
    }
}

TEST_F(Quarantine, acts_on_the_share_of_a_month_and_by_severity) {
    const Levers half = pulled(closed("leakage = 0.1", "CIT 2020-04-16..2020-05-31"), Month(2020, 4));
    ASSERT_EQ(half.movement.closures.size(), 1U);
    const auto passes = [&](const Levers& levers, RegionId from, RegionId to, Reason reason = Reason::work) {
        return levers.movement.passes(from, to, reason, LegalStatus::citizen);
    };
    EXPECT_DOUBLE_EQ(passes(half, TinyCountry::north, TinyCountry::capital), 1 - 0.5 * 0.9);
    EXPECT_DOUBLE_EQ(passes(half, TinyCountry::capital, TinyCountry::north), 1 - 0.5 * 0.9);
    EXPECT_DOUBLE_EQ(passes(half, TinyCountry::north, TinyCountry::north), 1);
    const std::string zones =
        policy("zones", "quarantine",
               "red = [\"NOR 2020-04-01..2020-04-30\"]\nyellow = [\"CIT 2020-04-01..2020-04-30\"]\n"
               "leakage = 0\nred_severity = 0.6\nyellow_severity = 0.3\n"
               "exempt_reasons = [\"homeward\"]\nexempt_statuses = [\"kandas\"]");
    const Levers two = pulled(zones, Month(2020, 4));
    EXPECT_DOUBLE_EQ(passes(two, TinyCountry::north, TinyCountry::capital), 0.4);
    EXPECT_DOUBLE_EQ(passes(two, TinyCountry::capital, TinyCountry::capital), 0.7);
    EXPECT_DOUBLE_EQ(passes(two, TinyCountry::north, TinyCountry::capital, Reason::homeward), 1);
    EXPECT_DOUBLE_EQ(two.movement.passes(TinyCountry::north, TinyCountry::capital, Reason::work, LegalStatus::kandas),
                     1);
    EXPECT_TRUE(pulled(zones, Month(2020, 5)).movement.closures.empty());
}

TEST_F(Quarantine, can_close_a_corridor_and_leave_both_ends_open) {
    const Levers levers = pulled(closed("leakage = 0", "NOR-CIT 2020-04-01..2020-04-30"), Month(2020, 4));
    const auto passes = [&](RegionId from, RegionId to) {
        return levers.movement.passes(from, to, Reason::work, LegalStatus::citizen);
    };
    EXPECT_EQ(passes(TinyCountry::north, TinyCountry::capital), 0);
    EXPECT_EQ(passes(TinyCountry::capital, TinyCountry::north), 0);
    EXPECT_EQ(passes(TinyCountry::north, TinyCountry::north), 1);
}

TEST_F(Quarantine, takes_work_and_gives_it_back) {
    const auto jobless = [](const PolicyOutcome& outcome) {
        std::int64_t sum = 0;
        for (const PlaceId place : {TinyCountry::town, TinyCountry::village, TinyCountry::city})
            sum += outcome.stocks.in_activity(place, Activity::unemployed);
        return sum;
    };
    const std::string spring = "all 2020-01-01..2020-03-31";
    const std::vector<std::string> to_march{"run.end=\"2020-03\""};
    const std::int64_t open = jobless(run("", to_march));
    const PolicyOutcome shut = run(closed("job_loss = 0.1", spring), to_march);
    EXPECT_GT(jobless(shut), open + open / 2);
    EXPECT_GT(PolicyOutcome::sum(shut.all.policy_persons), 0) << "who lost work for it is counted as reached";
    EXPECT_LT(jobless(run(closed("job_loss = 0.1", spring))), jobless(shut)) << "by December";
    // The channel off: nobody more.
    const PolicyOutcome off =
        run(closed("job_loss = 0\nhiring_stop = 0\nshifts_cut = 0\nsent_home = 0\nleakage = 1", spring), to_march);
    EXPECT_EQ(jobless(off), open);
}

TEST_F(Quarantine, takes_as_many_jobs_as_its_hazard_says_however_many_closures) {
    const std::vector<std::string> nobody_else{"run.end=\"2020-01\"", "labour_market.formal_loss=0",
                                               "labour_market.informal_loss=0"};
    country.sections = "";
    const World start = make_world(country.model(nobody_else), Machine{});
    double employed = 0;
    for (std::size_t p = 0; p < 3; ++p)
        for (const Activity activity : {Activity::formal, Activity::informal})
            employed += static_cast<double>(start.at_start.in_activity(static_cast<PlaceId>(p), activity));
    // Within one slice of the layer, on a cut between two, and through all of them.
    for (const double hazard : {0.01, 0.05, 0.08, 0.25, 0.3}) {
        const std::string lost = fmt::format("job_loss = {}", hazard);
        const PolicyOutcome shut = run(closed(lost), nobody_else);
        const double expected = hazard * employed;
        EXPECT_NEAR(static_cast<double>(PolicyOutcome::sum(shut.all.policy_persons)), expected,
                    4 * std::sqrt(expected * (1 - hazard)) + 0.003 * expected)  // some die or retire before
            << hazard;
        // Two closures of half the hazard each take as many in every place.
        const std::string halves =
            policy("a", "quarantine",
                   fmt::format("closed = [\"all 2020-01-01..2020-01-31\"]\njob_loss = {}", hazard / 2)) +
            policy("b", "quarantine",
                   fmt::format("closed = [\"all 2020-01-01..2020-01-31\"]\njob_loss = {}", hazard / 2));
        EXPECT_EQ(run(halves, nobody_else).all.lost_jobs, shut.all.lost_jobs) << hazard;
    }
}

TEST_F(Quarantine, without_severity_changes_nothing_to_the_last_bit) {
    const std::string nothing =
        policy("mild", "quarantine", "red = [\"all 2020-01-01..2020-12-31\"]\nred_severity = 0");
    EXPECT_EQ(run(nothing).digest, run("").digest);
}

TEST_F(Quarantine, defers_wishes_that_may_come_back_when_it_opens) {
    const std::string spring = "all 2020-01-01..2020-03-31";
    const std::vector<std::string> forget{"migration.retry=0.0"};
    const std::vector<std::string> remember{"migration.retry=0.9", "migration.give_up=0.0"};
    const std::string policy = closed(fmt::format("leakage = 0\n{}", only_moves), spring);
    // Of some histories, since the country is small.
    const auto april = [&](const std::string& policies, std::vector<std::string> overrides) {
        std::int64_t sum = 0;
        for (const int seed : {7, 8, 9, 10}) {
            overrides.push_back(fmt::format("run.seed={}", seed));
            const PolicyOutcome outcome = run(policies, overrides);
            overrides.pop_back();
            const Matrix<std::int64_t>& moves = outcome.months[3].moves_persons;
            sum += moves(0, 2) + moves(1, 2) + moves(2, 0) + moves(2, 1);
        }
        return sum;
    };
    const std::int64_t usual = april("", forget);
    const std::int64_t backlog = april(policy, remember);
    const std::int64_t without = april(policy, forget);
    EXPECT_GT(static_cast<double>(backlog),
              static_cast<double>(usual) + 4 * std::sqrt(4.0 * static_cast<double>(usual)));
    EXPECT_NEAR(static_cast<double>(without), static_cast<double>(usual),
                4 * std::sqrt(8.0 * static_cast<double>(usual)));
}

TEST_F(Quarantine, lets_who_was_stopped_carry_out_the_same_plan_later) {
    const std::vector<std::string> remember{"migration.retry=1.0", "migration.give_up=0.0", "run.end=\"2020-02\"",
                                            "migration.liquidity=false"};
    const auto gone = [](const Ledger& month) { return static_cast<double>(PolicyOutcome::sum(month.moves_persons)); };
    const PolicyOutcome open = run("", remember);
    const PolicyOutcome shut =
        run(closed(fmt::format("leakage = 0\n{}", only_moves), "all 2020-01-01..2020-01-31"), remember);
    const auto stopped = static_cast<double>(PolicyOutcome::sum(shut.months[0].moves_stopped));
    ASSERT_GT(stopped, 20);
    // Those who did not move in January are others in February only where prices differ; some die or marry meanwhile.
    EXPECT_NEAR(gone(shut.months[1]), gone(open.months[1]) + stopped, 0.15 * stopped + 4 * std::sqrt(stopped));
}

TEST_F(Quarantine, shuts_offices) {
    const Levers levers =
        pulled(policy("offices", "quarantine",
                      "services_suspended = [\"all 2020-04-16..2020-05-11\"]\nservices_leakage = 0.2"),
               Month(2020, 4));
    EXPECT_DOUBLE_EQ(levers.movement.registration, 1 - 0.5 * 0.8);
    EXPECT_DOUBLE_EQ(levers.border.capacity, 0.5);
}

TEST_F(Quarantine, says_what_is_wrong_all_at_once) {
    const std::string said = wrong(policy(
        "shut", "quarantine",
        "closed = [\"CTI 2020-01-01..2020-02-01\", \"CIT 2020-02-30..2020-03-01\", \"NOR 2020-03-01..2020-02-01\"]\n"
        "red = [\"OUT 2020-01-01..2020-02-01\", \"CIT-CIT 2020-01-01..2020-02-01\"]\n"
        "exempt_reasons = [\"wrok\"]\nexempt_statuses = [\"citizens\"]\n"
        "services_suspended = [\"CIT 2020-01-01..2020-02-01\"]\nleakage = 1.5"));
    for (const char* part :
         {"policy.shut.closed: 'CTI' is not a region of regions.csv (did you mean 'CIT'?)",
          "policy.shut.closed: 'CIT 2020-02-30..2020-03-01' (must be like \"AST 2020-03-19..2020-05-11\")",
          "policy.shut.closed: 'NOR 2020-03-01..2020-02-01' ends before it starts",
          "policy.shut.red: 'OUT' lies abroad",
          "policy.shut.red: 'CIT-CIT 2020-01-01..2020-02-01' leads from a region to itself",
          "policy.shut.exempt_reasons: 'wrok' is none of: work,", "(did you mean 'work'?)",
          "policy.shut.exempt_statuses: 'citizens' is none of: citizen,",
          "policy.shut.services_suspended: offices close in the whole country", "policy.shut.leakage = 1.5"})
        EXPECT_THAT(said, HasSubstr(part));
}

}  // namespace
}  // namespace qonys
