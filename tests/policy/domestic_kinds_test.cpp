#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <functional>
#include <numeric>
#include <utility>

#include "tests/support/books.hpp"
#include "tests/support/working_country.hpp"

namespace qonys {
namespace {

constexpr std::string_view moving = "for_head = \"300 MCI\"\nfor_member = \"200 MCI\"\nawareness = 1\n";

/// Two years of a country of 60,000 people who work and save, under policies: each kind must do what it is for, and
/// nothing, to the last bit, when its channel is closed.
class DomesticKinds : public testing::Test {
protected:
    DomesticKinds() {
        country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
        put_to_work(country);
    }

    World run(const std::string& policies, const std::function<void(Month, const World&)>& each_month = {}) {
        country.sections = policies;
        models.push_back(country.model());  // whose geography the World refers to
        World world = run_country(models.back(), {}, [&](Month month, const World& now) {
            for (const std::int64_t persons : now.published.ledger.policy_persons.row(0)) reached += persons;
            for (const std::int64_t persons : now.published.ledger.policy_left.row(0)) left += persons;
            for (std::size_t p = 0; p < now.geography->places.size(); ++p)
                for (std::size_t q = 0; q < now.geography->places.size(); ++q)
                    studied += now.published.ledger.moves_by_reason(
                        reason_row(Reason::study, static_cast<PlaceId>(p), now.geography->places.size()), q);
            if (each_month) each_month(month, now);
        });
        check_recount(world, {});
        expect_books_to_agree_with_blocks(world);
        return world;
    }
    static std::string policy(std::string_view name, std::string_view kind, std::string_view more) {
        return fmt::format("[[policy]]\nname = \"{}\"\nkind = \"{}\"\n{}\n", name, kind, more);
    }
    /// A policy before the others, so that row 0 exists in every run.
    std::uint64_t state_without() { return state_digest(run(policy("a", "shock", "places = []"))); }

    TinyCountry country;
    std::deque<Model> models;
    std::int64_t reached = 0;
    std::int64_t left = 0;
    std::int64_t studied = 0;
};

TEST_F(DomesticKinds, of_rent_pay_it_for_twelve_months_at_most_and_not_to_owners) {
    run(resettlement_policy("north", 2000, std::string(moving) + "rent = \"20 MCI\"\nend = \"2020-03\""),
        [&](Month month, const World& world) {
            const auto spent = world.published.ledger.policy_spending.row(0);
            const std::int64_t sum = std::accumulate(spent.begin(), spent.end(), std::int64_t{0});
            if (month == Month(2020, 12)) {
                EXPECT_GT(sum, 0);
                EXPECT_EQ(sum % (20 * 2778), 0) << "only whole rents";
            }
            if (month >= Month(2021, 4)) {
                EXPECT_EQ(sum, 0) << "nobody joined in the last twelve months";
            }
        });
    EXPECT_GT(reached, 50);
}

TEST_F(DomesticKinds, of_resettlement_spend_no_more_than_the_budget_to_the_tenge) {
    const World world = run(resettlement_policy(
        "north", 2000, std::string(moving) + "rent = \"20 MCI\"\nbudget_kzt_per_year = 20000000\n"));
    EXPECT_LE(world.published.policy_spent_this_year[0], 20'000'000);
    EXPECT_LE(world.published.policy_spent[0], 40'000'000);
    EXPECT_GT(world.published.policy_spent[0], 38'000'000) << "or the budget does not bind";
}

TEST_F(DomesticKinds, of_dwellings_make_owners) {
    const auto owners = [](const World& world) {
        std::int64_t owning = 0;
        for (const Block& block : world.blocks)
            block.participants.for_each(
                [&](std::size_t row) { owning += block.households[row].tenure == Tenure::owner ? 1 : 0; });
        return owning;
    };
    const std::int64_t without = owners(run(resettlement_policy("north", 2000, moving)));
    const std::int64_t with = owners(run(
        resettlement_policy("north", 2000, std::string(moving) + "dwelling = \"1 MCI\"\ndwellings_per_month = 0.5\n")));
    EXPECT_GT(with, 2 * without);
}

TEST_F(DomesticKinds, of_services_look_after_whom_they_have_room_for) {
    const std::string services = "places = [\"NOR\"]\ncoverage = 1\npersons_at_once = 20\nper_person = \"1000 KZT\"\n";
    run(policy("a", "adaptation_services", services) + resettlement_policy("north", 2000, moving),
        [&](Month, const World& world) {
            std::int64_t served = 0;
            for (const Block& block : world.blocks)
                block.participants.for_each([&](std::size_t row) {
                    if (block.households[row].stage == Stage::served) served += block.households[row].size;
                });
            const auto spent = world.published.ledger.policy_spending.row(0);
            EXPECT_LE(std::accumulate(spent.begin(), spent.end(), std::int64_t{0}), 20'000);
            EXPECT_LE(served, 20 + 4) << "but for those born since";
        });
    EXPECT_GT(reached, 10);
}

TEST_F(DomesticKinds, of_income_support_pay_everybody_out_of_work) {
    std::int64_t unemployed = 0;
    const World world =
        run(policy("a", "income_support",
                   "places = [\"NOR\"]\nper_month = \"40000 KZT\"\nstart = 2020-03-01\nend = 2020-03-15"),
            [&](Month month, const World& now) {
                if (month != Month(2020, 3)) return;
                for (const PlaceId place : {TinyCountry::town, TinyCountry::village})
                    unemployed += now.published.stocks.in_activity(place, Activity::unemployed);
            });
    EXPECT_NEAR(static_cast<double>(reached), static_cast<double>(unemployed), 0.05 * static_cast<double>(unemployed))
        << "who moved in that month was still elsewhere";
    EXPECT_EQ(world.published.policy_spent[0], reached * std::llround(40'000 * 15 / 31.0));
}

TEST_F(DomesticKinds, of_income_support_stop_when_the_money_is_spent) {
    const World world =
        run(policy("a", "income_support", "places = [\"NOR\"]\nper_month = \"40000 KZT\"\nbudget_kzt = 1000001"));
    EXPECT_EQ(world.published.policy_spent[0], 1'000'000);
    EXPECT_EQ(reached, 25);
}

TEST_F(DomesticKinds, of_investment_create_jobs_that_stay) {
    const auto jobs = [](const World& world) {
        double sum = 0;
        for (std::size_t e = 0; e < education_count; ++e)
            for (const std::size_t p : {std::size_t{0}, std::size_t{1}}) sum += world.published.economy.jobs(p, e);
        return sum;
    };
    const std::string as_they_are = "[labour_market]\nfeedback = false\n";  // or dearer labour takes some back
    const double without = jobs(run(as_they_are + policy("a", "shock", "places = []")));
    const double with = jobs(run(as_they_are + policy("a", "regional_investment",
                                                      "places = [\"NOR\"]\njobs_per_year = 1000\nend = \"2020-12\"")));
    EXPECT_NEAR(with - without, 1000, 50) << "people follow jobs, and jobs people";
}

TEST_F(DomesticKinds, of_investment_do_what_the_money_allows) {
    const World world = run(policy("a", "regional_investment",
                                   "places = [\"NOR\"]\njobs_per_year = 1200\nper_job = \"1000000 KZT\"\n"
                                   "budget_kzt = 10000000"));
    EXPECT_LE(world.published.policy_spent[0], 10'000'000);
    EXPECT_GT(world.published.policy_spent[0], 9'999'900) << "but for what is rounded down";
    double created = 0;
    for (const double jobs : world.published.economy.created.cells()) created += jobs;
    EXPECT_NEAR(created, 10, 1e-3);
}

TEST_F(DomesticKinds, of_campaigns_bring_offers_to_who_did_not_know_of_them) {
    const std::string secret = resettlement_policy("b", 2000, "for_head = \"300 MCI\"\nawareness = 0");
    const World silent = run(policy("a", "information_campaign", "origins = [\"CIT\"]") + secret);
    EXPECT_EQ(silent.published.policy_spent[1], 0);
    const World told = run(policy("a", "information_campaign", "origins = [\"CIT\"]\nawareness = 0.8") + secret);
    EXPECT_GT(told.published.policy_spent[1], 0);
}

TEST_F(DomesticKinds, of_grants_are_as_many_as_there_are) {
    country.edit("enrolment.csv", "NOR,0,0", "NOR,0.3,0.3");
    const World world = run(policy("a", "education",
                                   "origins = [\"NOR\"]\ndestinations = [\"CIT\"]\ngrants_per_year = [40]\n"
                                   "applying = 0.5\nper_grant = \"1000 KZT\""));
    EXPECT_EQ(reached, 80) << "two Septembers";
    EXPECT_EQ(world.published.policy_spent[0], 80'000);
}

TEST_F(DomesticKinds, of_distance_learning_replace_moves_to_study) {
    country.edit("enrolment.csv", "NOR,0,0", "NOR,0.5,0.3");
    const auto moves = [&](std::string_view share) {
        studied = 0;
        run(policy("a", "education", fmt::format("origins = [\"NOR\"]\ndistance_learning = {}", share)));
        return studied;
    };
    const std::int64_t all = moves("0");
    ASSERT_GT(all, 200);
    const double half = static_cast<double>(moves("0.5"));
    EXPECT_NEAR(half, static_cast<double>(all) / 2, 4 * std::sqrt(static_cast<double>(all) / 4));
    EXPECT_EQ(moves("1"), 0);
}

TEST_F(DomesticKinds, of_return_incentives_reach_who_left_and_is_eligible) {
    country.edit("migration_levels.csv", "2015,0.02,0.5", "2015,0.1,2");
    const std::string all =
        "destinations = [\"CIT\"]\nquota_persons_per_year = 1000\nfor_head = \"500 MCI\"\nawareness = 1\n";
    run(policy("a", "return_incentives", all));
    EXPECT_GT(reached, 10);
    const std::int64_t everybody = std::exchange(reached, 0);
    run(policy("a", "return_incentives", all + "eligibility.head_education = [\"higher\"]"));
    EXPECT_GT(reached, 0);
    EXPECT_LT(reached, everybody);
}

TEST_F(DomesticKinds, of_shocks_raise_rents_by_their_factor_while_they_last) {
    std::vector<double> plain;
    run(policy("a", "shock", "places = []"),
        [&](Month, const World& now) { plain.push_back(now.published.economy.rent[0]); });
    std::vector<double> dear;
    run(policy("a", "shock", "places = [\"NOR_urban\"]\nrents = 1.44\nstart = \"2020-01\"\nend = \"2020-01\""),
        [&](Month, const World& now) { dear.push_back(now.published.economy.rent[0]); });
    EXPECT_NEAR(dear[0] / plain[0], 1.44, 1e-12);
    EXPECT_NEAR(dear[1] / plain[1], 1, 0.02) << "only people who did not come are left of it";
}

TEST_F(DomesticKinds, with_closed_channels_change_nothing) {
    const std::uint64_t without = state_without();
    for (const auto& [kind, closed] : std::vector<std::pair<std::string_view, std::string_view>>{
             {"adaptation_services", "places = [\"NOR\"]"},
             {"education", "origins = [\"NOR\"]\ndestinations = [\"CIT\"]\ngrants_per_year = [0]"},
             {"income_support", "places = [\"NOR\"]\nbudget_kzt = 0"},
             {"information_campaign", "origins = [\"NOR\"]\ndestinations = [\"CIT\"]"},
             {"regional_investment", "places = [\"NOR\"]"},
             {"return_incentives", "destinations = [\"CIT\"]"},
             {"shock", "places = [\"NOR\"]"}})
        EXPECT_EQ(state_digest(run(policy("a", kind, closed))), without) << kind;
}

TEST_F(DomesticKinds, of_a_level_that_is_off_change_nothing) {
    const std::uint64_t without = state_without();
    country.run += "levels = [\"national\"]\n";
    EXPECT_EQ(state_digest(run(policy("a", "shock", "places = [\"NOR\"]\namenity = -3"))), without);
    EXPECT_NE(state_digest(run(policy("a", "shock", "places = [\"NOR\"]\namenity = -3\nlevel = \"national\""))),
              without);
}

}  // namespace
}  // namespace qonys
