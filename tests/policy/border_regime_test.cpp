#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

using ::testing::HasSubstr;

class BorderRegime : public PolicyRuns {};

TEST_F(BorderRegime, opens_by_status_country_and_share_of_the_month) {
    const Levers levers = pulled(policy("shut", "border_regime",
                                        "start = \"2020-04-16\"\nend = \"2020-06-30\"\nstatuses = [\"guest\"]\nentry = "
                                        "0\nexit = 0.4\ntravel = 0.2"),
                                 Month(2020, 4));
    EXPECT_DOUBLE_EQ(levers.border.entry.at(LegalStatus::guest, TinyCountry::abroad), 0.5);
    EXPECT_DOUBLE_EQ(levers.border.exit.at(LegalStatus::guest, TinyCountry::abroad), 0.7);
    EXPECT_DOUBLE_EQ(levers.border.travel.at(LegalStatus::guest, TinyCountry::abroad), 0.6);
    EXPECT_DOUBLE_EQ(levers.border.entry.at(LegalStatus::student, TinyCountry::abroad), 1) << "an exception";
}

TEST_F(BorderRegime, multiplies_with_another) {
    const std::string two =
        policy("one", "border_regime", "entry = 0.5") + policy("two", "border_regime", "entry = 0.4");
    EXPECT_DOUBLE_EQ(pulled(two, Month(2020, 4)).border.entry.at(LegalStatus::guest, TinyCountry::abroad), 0.2);
}

TEST_F(BorderRegime, keeps_residents_from_leaving_and_foreigners_from_coming) {
    put_to_work(country, 5);
    entries("guest", 1200);
    const PolicyOutcome open = run("");
    ASSERT_GT(open.emigrated(), 20);
    ASSERT_GT(PolicyOutcome::of(open.all.entered, LegalStatus::guest), 1000);
    const PolicyOutcome shut = run(policy("shut", "border_regime", "entry = 0\nexit = 0"));
    EXPECT_EQ(shut.emigrated(), 0);
    EXPECT_EQ(PolicyOutcome::sum(shut.all.entered), 0);
    EXPECT_GT(PolicyOutcome::sum(shut.all.moves_stopped), 20);
    const PolicyOutcome except =
        run(policy("shut", "border_regime", "entry = 0\nexit = 0\nstatuses = [\"student\", \"refugee\"]"));
    EXPECT_EQ(except.emigrated(), open.emigrated()) << "residents are no part of it";
    EXPECT_EQ(PolicyOutcome::of(except.all.entered, LegalStatus::guest),
              PolicyOutcome::of(open.all.entered, LegalStatus::guest));
}

TEST_F(BorderRegime, wide_open_changes_nothing_to_the_last_bit) {
    entries("guest", 1200);
    EXPECT_EQ(run(policy("open", "border_regime", "entry = 1\nexit = 1")).digest, run("").digest);
}

TEST_F(BorderRegime, says_what_is_wrong) {
    const std::string said = wrong(policy(
        "shut", "border_regime", "countries = [\"NOR\"]\nstatuses = [\"tourist\", \"guest\", \"guest\"]\nexit = 2"));
    EXPECT_THAT(said, HasSubstr("policy.shut.countries: 'NOR' is none of: OUT"));
    EXPECT_THAT(said, HasSubstr("policy.shut.statuses: 'tourist' is none of: citizen,"));
    EXPECT_THAT(said, HasSubstr("policy.shut.statuses: 'guest' is named twice"));
    EXPECT_THAT(said, HasSubstr("policy.shut.exit = 2"));
}

}  // namespace
}  // namespace qonys
