#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

/// One policy of every kind about borders, quarantine, legal status and foreigners, all at once.
class EveryKind : public PolicyRuns {
protected:
    EveryKind() {
        put_to_work(country, 5);
        for (const char* stream : {"labour_migrant", "foreign_labour_force", "guest", "eaeu_worker"})
            entries(stream, 2400);
        stock("irregular", 3000);
        country.edit("arrivals.csv", "kandas,OUT,2015,0", "kandas,OUT,2015,600");
        trips(400, 300);
        all = {
            policy("a", "quarantine",
                   "closed = [\"CIT 2020-03-10..2020-05-11\"]\nred = [\"NOR 2020-04-01..2020-05-11\"]\n"
                   "services_suspended = [\"all 2020-03-27..2020-05-11\"]"),
            policy("b", "border_regime", "start = \"2020-03-16\"\nentry = 0.3\nexit = 0.4\ntravel = 0.1"),
            policy("c", "return_flights", "groups = [\"TRIP\"]\nseats_per_month = [7]"),
            policy("d", "transit_corridor",
                   "groups = [\"THROUGH\"]\nseats_per_month = [90]\ncountries = [\"OUT\"]\nresidents_per_month = [9]"),
            policy("e", "stay_extension", "start = \"2020-03-16\"\nshare = 0.7"),
            policy("f", "kandas_programme",
                   "regions = [\"NOR\"]\nquota_persons_per_year = [80]\nfor_head = \"70 MCI\"\nprocedure = \"joint\""),
            policy("g", "work_permits",
                   "years = [2020]\nindividuals_per_year = [1500]\nemployers_per_year = [900]\njoined = true"),
            policy("h", "enforcement", "start = \"2020-06\"\nend = \"2020-06\"\nraids = 0.1\ninspections = 0.05"),
            policy("i", "regularisation", "amnesty = 0.05\nassisted_return = 0.02\ndocumentation = 2"),
            policy("j", "recipient_country", "countries = [\"OUT\"]\nutility = 0.4"),
            policy(
                "k", "foreign_shock",
                "start = \"2020-09-21\"\ncountries = [\"OUT\"]\narrive_as = \"relokant\"\npersons_per_month = [50]")};
    }
    std::vector<std::string> all;
};

TEST_F(EveryKind, makes_a_difference_and_none_by_its_place_in_the_file) {
    std::string forward;
    std::string backward;
    for (const std::string& one : all) {
        forward += one;
        backward.insert(0, one);
    }
    const std::uint64_t together = run(forward).digest;
    EXPECT_EQ(run(backward).digest, together);
    for (std::size_t left_out = 0; left_out < all.size(); ++left_out) {
        std::string others;
        for (std::size_t k = 0; k < all.size(); ++k)
            if (k != left_out) others += all[k];
        EXPECT_NE(run(others).digest, together) << all[left_out];
    }
}

TEST_F(EveryKind, is_reproducible_for_any_number_of_threads) {
    for (const std::string& one : all) country.sections += one;
    const Model model = country.model();
    const auto outcome = [&](int threads) {
        const World world = run_country(model, Machine{threads});
        return std::pair(state_digest(world), world.published.digest);
    };
    const auto one = outcome(1);
    for (const int threads : {2, 3, 8}) EXPECT_EQ(outcome(threads), one);
}

TEST_F(EveryKind, describes_itself_with_a_level) {
    for (const std::string& one : all) country.sections += one;
    for (const NamedPolicy& named : country.model().policies)
        EXPECT_EQ(named.level, named.name == "j" || named.name == "k" ? "cross-country" : "national");
}

}  // namespace
}  // namespace qonys
