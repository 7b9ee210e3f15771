#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

using ::testing::HasSubstr;

/// recipient_country and foreign_shock: what happens in other countries.
class Abroad : public PolicyRuns {
protected:
    static std::int64_t entered(const PolicyOutcome& outcome, LegalStatus status) {
        return PolicyOutcome::of(outcome.all.entered, status);
    }
};

TEST_F(Abroad, attracts_those_whom_a_country_wants) {
    put_to_work(country, 20);
    country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
    const auto to_country = [](const PolicyOutcome& outcome, Ethnicity ethnicity) {
        return static_cast<double>(outcome.all.border_crossings(index(TinyCountry::out), index(ethnicity)));
    };
    const PolicyOutcome usual = run("");
    const PolicyOutcome wanted =
        run(policy("pull", "recipient_country", "countries = [\"OUT\"]\nethnicities = [\"russian\"]\nutility = 0.5"));
    const double russians = to_country(usual, Ethnicity::russian);
    const double others = to_country(usual, Ethnicity::other);
    ASSERT_GT(russians, 100);
    // Of a logit, where few leave, the odds and so nearly the numbers change by exp(0.5).
    EXPECT_GT(to_country(wanted, Ethnicity::russian), 1.25 * russians);
    EXPECT_LT(to_country(wanted, Ethnicity::russian), 1.75 * russians);
    EXPECT_NEAR(to_country(wanted, Ethnicity::other), others, 0.1 * others + 10);
    const std::string indifferent = policy("pull", "recipient_country", "countries = [\"OUT\"]\nutility = 0");
    EXPECT_EQ(run(indifferent).digest, usual.digest);
}

TEST_F(Abroad, sends_as_many_as_the_shock_says_where_it_says) {
    const std::string shock =
        policy("war", "foreign_shock",
               "start = \"2020-03-01\"\nend = \"2020-04-30\"\ncountries = [\"OUT\"]\narrive_as = \"refugee\"\n"
               "persons_per_month = [2000]\nregions = [\"NOR\", \"CIT\"]\nshares = [1, 3]");
    const PolicyOutcome outcome = run(shock);
    const auto refugees = static_cast<double>(entered(outcome, LegalStatus::refugee));
    EXPECT_NEAR(refugees, 4000, 4 * std::sqrt(4000.0));
    EXPECT_EQ(static_cast<double>(PolicyOutcome::sum(outcome.all.policy_persons)), refugees) << "all are booked";
    const auto city = static_cast<double>(outcome.all.entered(index(TinyCountry::city), index(LegalStatus::refugee)));
    EXPECT_NEAR(city, 0.75 * refugees, 4 * std::sqrt(0.75 * 0.25 * refugees));
    EXPECT_EQ(PolicyOutcome::sum(outcome.months[1].entered), 0);
    const PolicyOutcome shut = run(shock + policy("shut", "border_regime", "statuses = [\"refugee\"]\nentry = 0.5"));
    EXPECT_NEAR(static_cast<double>(entered(shut, LegalStatus::refugee)), 2000, 4 * std::sqrt(2000.0));
}

TEST_F(Abroad, sends_nobody_when_nothing_happens) {
    entries("guest", 1200);
    const std::string nothing = policy("peace", "foreign_shock",
                                       "countries = [\"OUT\"]\nstatuses = [\"all\"]\nfactor = 1\narrive_as = "
                                       "\"relokant\"\npersons_per_month = [0]");
    EXPECT_EQ(run(nothing).digest, run("").digest);
}

TEST_F(Abroad, makes_more_or_fewer_of_the_usual_come) {
    entries("student", 2400);
    country.edit("arrivals.csv", "kandas,OUT,2015,0", "kandas,OUT,2015,240");
    const std::string half =
        policy("calm", "foreign_shock", "countries = [\"OUT\"]\nstatuses = [\"student\"]\nfactor = 0.5");
    EXPECT_NEAR(static_cast<double>(entered(run(half), LegalStatus::student)), 1200, 4 * std::sqrt(1200.0));
    const std::string twice =
        policy("rush", "foreign_shock", "countries = [\"OUT\"]\nstatuses = [\"student\"]\nfactor = 2");
    EXPECT_NEAR(static_cast<double>(entered(run(twice), LegalStatus::student)), 4800, 4 * std::sqrt(4800.0));
}

TEST_F(Abroad, raises_rents_through_the_housing_market_alone) {
    const std::string wave = policy("wave", "foreign_shock",
                                    "start = \"2020-02-01\"\nend = \"2020-02-29\"\ncountries = [\"OUT\"]\narrive_as = "
                                    "\"relokant\"\npersons_per_month = [400]");
    const std::size_t city = index(TinyCountry::city);
    const auto rise = [&](const std::vector<std::string>& settings) {
        return run(wave, settings).rent[city] / run("", settings).rent[city] - 1;
    };
    const std::vector<std::string> to_april{"run.end=\"2020-04\""};
    EXPECT_GT(rise(to_april), 0.05);
    const std::vector<std::string> no_market{"run.end=\"2020-04\"", "housing_market.feedback=false"};
    EXPECT_EQ(run(wave, no_market).rent, run("", no_market).rent);
    const std::vector<std::string> camps{"run.end=\"2020-04\"", "housing_market.foreigners_per_dwelling=100.0"};
    EXPECT_LT(rise(camps), rise(to_april) / 10) << "for a thirty-third of the dwellings";
}

TEST_F(Abroad, says_what_is_wrong) {
    const std::string said =
        wrong(policy("pull", "recipient_country", "countries = [\"CIT\"]\nethnicities = [\"german\"]\nutility = 9") +
              policy("war", "foreign_shock",
                     "countries = [\"OUT\"]\narrive_as = \"citizen\"\npersons_per_month = [1, 2]\nregions = [\"NOR\"]\n"
                     "shares = [0]"));
    for (const char* part :
         {"policy.pull.countries: 'CIT' is none of: OUT",
          "policy.pull.ethnicities: 'german' is none of: kazakh, russian, other", "policy.pull.utility = 9",
          "policy.war.persons_per_month has 2 numbers for 1 countries", "policy.war.shares sum to 0",
          "policy.war.arrive_as = 'citizen' (people who come to stay are in arrivals.csv"})
        EXPECT_THAT(said, HasSubstr(part));
}

}  // namespace
}  // namespace qonys
