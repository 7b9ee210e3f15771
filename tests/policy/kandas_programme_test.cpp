#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

using ::testing::HasSubstr;

class Kandas : public PolicyRuns {
protected:
    Kandas() {
        put_to_work(country, 20);
        country.edit("arrivals.csv", "kandas,OUT,2015,0", "kandas,OUT,2015,2400");
    }
    static std::string help(std::string_view more) {
        return policy("kandas", "kandas_programme",
                      fmt::format("regions = [\"NOR\"]\nquota_persons_per_year = [100]\n{}", more));
    }
    /// Persons who came to live in the North, and in the city.
    static std::pair<double, double> settled(const PolicyOutcome& outcome) {
        const Matrix<std::int64_t>& moves = outcome.all.moves_persons;
        return {static_cast<double>(moves(3, 0) + moves(3, 1)), static_cast<double>(moves(3, 2))};
    }
};

TEST_F(Kandas, are_helped_up_to_the_quota_and_paid_for_every_member) {
    const PolicyOutcome outcome = run(help("for_head = \"30000 KZT\"\nfor_member = \"20000 KZT\""));
    const std::int64_t persons = PolicyOutcome::sum(outcome.all.policy_persons);
    const std::int64_t families = PolicyOutcome::sum(outcome.all.policy_households);
    EXPECT_LE(persons, 100);
    EXPECT_GT(persons, 90);
    EXPECT_EQ(PolicyOutcome::sum(outcome.all.policy_spending), 30'000 * families + 20'000 * (persons - families));
    EXPECT_EQ(outcome.all.policy_persons(0, index(TinyCountry::city)), 0);
}

TEST_F(Kandas, are_not_helped_beyond_the_budget) {
    const PolicyOutcome outcome =
        run(help("for_head = \"30000 KZT\"\nfor_member = \"20000 KZT\"\nbudget_kzt_per_year = 500000"));
    EXPECT_LE(PolicyOutcome::sum(outcome.all.policy_spending), 500'000);
    EXPECT_GT(PolicyOutcome::sum(outcome.all.policy_spending), 300'000);
}

TEST_F(Kandas, settle_more_often_where_they_are_helped_unless_they_do_not_care) {
    const std::string much_help =
        "[[policy]]\nname = \"kandas\"\nkind = \"kandas_programme\"\nregions = [\"NOR\"]\n"
        "quota_persons_per_year = [100000]\nfor_head = \"1000 MCI\"\nfor_member = \"1000 MCI\"\n";
    const auto [north, city] = settled(run(""));
    const auto [more_north, fewer_city] = settled(run(much_help));
    EXPECT_GT(more_north, north + 4 * std::sqrt(north));
    EXPECT_LT(fewer_city, city);
    EXPECT_NEAR(more_north + fewer_city, north + city, 4 * std::sqrt(2 * 4 * (north + city)));
    const std::vector<std::string> careless{"arrivals.benefit=0.0"};
    EXPECT_EQ(settled(run(much_help, careless)), settled(run("", careless)));
}

TEST_F(Kandas, become_citizens_sooner_by_one_application) {
    const std::string joint = policy("kandas", "kandas_programme", "procedure = \"joint\"\njoint_months = 3");
    // Nobody without papers, who may become a citizen in any month.
    const std::vector<std::string> half_year{"run.end=\"2020-06\"", "legal_status.documentation=0"};
    EXPECT_EQ(PolicyOutcome::sum(run("", half_year).all.naturalised), 0) << "in sequence it takes six months";
    EXPECT_GT(PolicyOutcome::sum(run(joint, half_year).all.naturalised), 200);
    const std::string sequence = policy("kandas", "kandas_programme", "procedure = \"sequence\"");
    EXPECT_EQ(run(sequence).digest, run("").digest);
}

TEST_F(Kandas, say_what_is_wrong) {
    const std::string said = wrong(policy("kandas", "kandas_programme",
                                          "regions = [\"OUT\"]\nquota_persons_per_year = [1, 2]\nprocedure = \"fast\"\n"
                                          "for_head = \"70\"\nend = \"2019-12\"\nstart = \"2020-01\""));
    for (const char* part :
         {"policy.kandas.regions: 'OUT' lies abroad", "policy.kandas.quota_persons_per_year has 2 numbers",
          "policy.kandas.procedure = 'fast' (must be joint or sequence)",
          "policy.kandas.for_head = ", "policy.kandas.end = 2019-12 lies before policy.kandas.start = 2020-01"})
        EXPECT_THAT(said, HasSubstr(part));
}

}  // namespace
}  // namespace qonys
