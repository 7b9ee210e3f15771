#include "policy/resettlement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/catalogue.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

/// The policies of a scenario of the tiny country, and what is wrong with them.
class Resettling : public testing::Test {
protected:
    /// Makes the policies; returns the problems, without their place in the file.
    std::vector<std::string> make(double scale = 1) {
        Problems problems;
        const auto file = country.write();
        TableFolder folder = country.open();
        geography = read_geography(folder, problems);
        prices = Prices(folder, problems);
        Document document = Document::load(file, {}, problems);
        Problems warnings;
        policies = make_policies(document, {geography, prices, scale, {Month(2020, 1), Month(2020, 12)}, {"national"}},
                                 problems, warnings);
        warned.clear();
        for (const Problem& odd : warnings.found()) warned.push_back(odd.what);
        published.policy_persons_this_year = Matrix<std::int64_t>(policies.size(), geography.places.size());
        published.policy_spent.assign(policies.size(), 0);
        published.policy_spent_this_year.assign(policies.size(), 0);
        std::vector<std::string> said;
        for (const Problem& problem : problems.found()) {
            EXPECT_EQ(problem.where.file, file.string());
            EXPECT_GT(problem.where.line, 0);
            said.push_back(problem.what);
        }
        return said;
    }
    std::vector<Offer> offers(Month month) const {
        Levers levers;
        for (const NamedPolicy& named : policies) named.policy->pull(month, published, levers);
        return levers.offers;
    }
    Offer offer(Month month) const {
        const auto all = offers(month);
        return all.empty() ? Offer{} : all.front();
    }

    TinyCountry country;
    Geography geography;
    Prices prices;
    Published published;
    std::vector<NamedPolicy> policies;
    std::vector<std::string> warned;
};

TEST_F(Resettling, is_offered_from_its_first_month_to_its_last) {
    country.sections = resettlement_policy("north", 100, "start = \"2020-03\"\nend = \"2020-05\"");
    ASSERT_THAT(make(), ElementsAre());
    EXPECT_TRUE(offers(Month(2020, 2)).empty());
    EXPECT_EQ(offers(Month(2020, 3)).size(), 1U);
    EXPECT_EQ(offers(Month(2020, 5)).size(), 1U);
    EXPECT_TRUE(offers(Month(2020, 6)).empty());
}

TEST_F(Resettling, is_for_all_places_of_its_regions) {
    country.sections = resettlement_policy("north", 100, "awareness = 0.25");
    ASSERT_THAT(make(), ElementsAre());
    const Offer made = offer(Month(2020, 1));
    EXPECT_THAT(made.origins, ElementsAre(0, 0, 1, 0));
    EXPECT_THAT(made.destinations, ElementsAre(1, 1, 0, 0));
    EXPECT_EQ(made.awareness, 0.25);
    EXPECT_THAT(made.persons_left, ElementsAre(100, 0, 0));
}

TEST_F(Resettling, takes_only_what_is_left_of_the_year_s_quota) {
    country.sections = resettlement_policy("north", 100);
    ASSERT_THAT(make(), ElementsAre());
    published.policy_persons_this_year(0, index(TinyCountry::town)) = 30;
    published.policy_persons_this_year(0, index(TinyCountry::village)) = 20;
    EXPECT_EQ(offer(Month(2020, 2)).persons_left[0], 50) << "towns and villages share it";
    EXPECT_EQ(offer(Month(2020, 12)).persons_left[0], 50);
    EXPECT_EQ(offer(Month(2021, 1)).persons_left[0], 100) << "a new year";
    published.policy_persons_this_year(0, index(TinyCountry::town)) = 80;
    EXPECT_TRUE(offers(Month(2020, 3)).empty()) << "nothing is left";
}

TEST_F(Resettling, scales_its_quota_with_the_population) {
    country.sections = resettlement_policy("north", 101);
    make(0.5);
    EXPECT_EQ(offer(Month(2020, 1)).persons_left[0], 51) << "50.5 agents, rounded";
}

TEST_F(Resettling, has_a_quota_for_each_destination) {
    country.sections =
        "[[policy]]\nname = \"both\"\nkind = \"resettlement\"\norigins = [\"NOR\", \"CIT\"]\n"
        "destinations = [\"CIT\", \"NOR\"]\nquota_persons_per_year = [40, 70]\n";
    ASSERT_THAT(make(), ElementsAre());
    EXPECT_THAT(offer(Month(2020, 1)).persons_left, ElementsAre(70, 40, 0));
    published.policy_persons_this_year(0, index(TinyCountry::city)) = 40;
    EXPECT_THAT(offer(Month(2020, 2)).persons_left, ElementsAre(70, 0, 0)) << "one full region closes no other";
}

TEST_F(Resettling, pays_by_the_index_of_the_month) {
    country.sections = resettlement_policy("north", 100, "for_head = \"70 MCI\"\nfor_member = \"50000 KZT\"");
    ASSERT_THAT(make(), ElementsAre());
    EXPECT_EQ(offer(Month(2020, 3)).for_head, Tenge{70 * 2651});
    EXPECT_EQ(offer(Month(2020, 4)).for_head, Tenge{70 * 2778});
    EXPECT_EQ(offer(Month(2021, 1)).for_head, Tenge{70 * 2917});
    EXPECT_EQ(offer(Month(2021, 1)).for_member, Tenge{50'000});
    EXPECT_EQ(offer(Month(2020, 3)).payment(1), Tenge{70 * 2651});
    EXPECT_EQ(offer(Month(2020, 3)).payment(4), Tenge{70 * 2651 + 3 * 50'000});
}

TEST_F(Resettling, refuses_unknown_regions_and_those_abroad) {
    country.sections =
        "[[policy]]\nname = \"north\"\nkind = \"resettlement\"\norigins = [\"CTI\", \"The City\", \"Astana\", "
        "\"OUT\"]\n"
        "destinations = [\"NO\"]\n"
        "quota_persons_per_year = [5]\n";
    EXPECT_THAT(make(), ElementsAre("policy.north.origins: 'CTI' is not a region of regions.csv (did you mean 'CIT'?)",
                                    "policy.north.origins: 'The City' is not a region of regions.csv (did you mean "
                                    "'CIT'?)",
                                    "policy.north.origins: 'Astana' is not a region of regions.csv; there is: NOR, "
                                    "CIT",
                                    "policy.north.origins: 'OUT' lies abroad",
                                    "policy.north.destinations: 'NO' is not a region of regions.csv (did you mean "
                                    "'NOR'?)"));
}

TEST_F(Resettling, refuses_an_end_before_its_start) {
    country.sections = resettlement_policy("north", 5, "start = \"2021-01\"\nend = \"2020-12\"");
    EXPECT_THAT(make(), ElementsAre("policy.north.end = 2020-12 lies before policy.north.start = 2021-01"));
}

TEST_F(Resettling, warns_of_dates_outside_the_run) {
    country.sections = resettlement_policy("north", 5, "start = \"2021-01\"\nend = 2021-06-15");
    EXPECT_THAT(make(), ElementsAre());
    EXPECT_THAT(warned, ElementsAre("policy.north acts from 2021-01 to 2021-06-15, wholly outside the run from 2020-01 "
                                    "to 2020-12"));
}

TEST_F(Resettling, is_known_to_fewer_in_a_month_that_it_covers_in_part) {
    country.sections = resettlement_policy("north", 5, "start = 2020-03-16\nawareness = 0.5");
    ASSERT_THAT(make(), ElementsAre());
    EXPECT_EQ(offer(Month(2020, 3)).awareness, 0.5 * 16 / 31);
    EXPECT_EQ(offer(Month(2020, 4)).awareness, 0.5);
}

TEST_F(Resettling, has_the_quota_of_the_year) {
    country.sections = resettlement_policy("north", 5, "quota_years = [2020, 2022]");
    country.sections.replace(country.sections.find("[5]"), 3, "[10, 30]");
    ASSERT_THAT(make(), ElementsAre());
    EXPECT_EQ(offer(Month(2019, 1)).persons_left[0], 10) << "the first row before its year";
    EXPECT_EQ(offer(Month(2021, 1)).persons_left[0], 10);
    EXPECT_EQ(offer(Month(2022, 1)).persons_left[0], 30);
    EXPECT_EQ(offer(Month(2030, 1)).persons_left[0], 30);
}

TEST_F(Resettling, has_what_is_left_of_the_year_s_and_of_all_the_money) {
    country.sections = resettlement_policy("north", 5, "budget_kzt_per_year = 1000\nbudget_kzt = 1500");
    ASSERT_THAT(make(), ElementsAre());
    const auto left = [&](Month month) {
        Levers levers;
        policies.front().policy->pull(month, published, levers);
        return levers.money_left.at(0);
    };
    EXPECT_EQ(left(Month(2020, 1)), 1000);
    published.policy_spent_this_year[0] = published.policy_spent[0] = 900;
    EXPECT_EQ(left(Month(2020, 2)), 100);
    EXPECT_EQ(left(Month(2021, 1)), 600);
}

TEST_F(Resettling, refuses_columns_and_words_that_do_not_exist) {
    country.sections = resettlement_policy("north", 5,
                                           "eligibility.tenur = [\"renter\"]\neligibility.tenure = [\"rentor\"]\n"
                                           "eligibility.children = [3]\nlevel = \"locl\"");
    EXPECT_THAT(make(), UnorderedElementsAre(
                            "unknown key 'policy.north.eligibility.tenur' (did you mean 'eligibility.tenure'?)",
                            "policy.north.eligibility.tenure: 'rentor' is none of: owner, renter (did you mean "
                            "'renter'?)",
                            "policy.north.eligibility.children = [3] (must be [from, to], such as [2, 5])",
                            StartsWith("policy.north.level: 'locl' is none of: global, cross-country, national")));
}

TEST_F(Resettling, refuses_days_and_amounts_that_do_not_exist) {
    country.sections = resettlement_policy("north", 5, "start = \"2020-02-30\"\nrent = \"15 USD\"");
    EXPECT_THAT(make(), UnorderedElementsAre(StartsWith("policy.north.start = \"2020-02-30\" (must be a date"),
                                             StartsWith("policy.north.rent = \"15 USD\" (must be an amount")));
}

TEST_F(Resettling, refuses_quotas_that_do_not_match_the_destinations) {
    country.sections = resettlement_policy("north", 5);
    country.sections.replace(country.sections.find("[5]"), 3, "[5, 6]");
    EXPECT_THAT(make(), ElementsAre("policy.north.quota_persons_per_year has 2 numbers for 1 destinations (must have "
                                    "one for each)"));
}

TEST_F(Resettling, refuses_a_negative_quota) {
    country.sections = resettlement_policy("north", -5);
    EXPECT_THAT(make(),
                Contains("policy.north.quota_persons_per_year = [ -5 ] (each must be from 0 to 10000000 persons "
                         "per year)"));
}

TEST_F(Resettling, is_one_kind_of_the_catalogue) {
    country.sections = resettlement_policy("north", 5);
    country.sections.replace(country.sections.find("resettlement"), 12, "resetlement");
    EXPECT_THAT(make(),
                ElementsAre(StartsWith("policy.north.kind = 'resetlement' is not a kind of policy (did you mean "
                                       "'resettlement'?); there is: adaptation_services, ")));
    EXPECT_TRUE(policies.empty());
}

TEST_F(Resettling, is_numbered_by_name_not_by_the_order_in_the_file) {
    country.sections = resettlement_policy("south", 70) + resettlement_policy("east", 30);
    ASSERT_THAT(make(), ElementsAre());
    ASSERT_EQ(policies.size(), 2U);
    EXPECT_EQ(policies[0].name, "east");
    EXPECT_EQ(policies[1].name, "south");
    const auto both = offers(Month(2020, 1));
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].policy, 0);
    EXPECT_EQ(both[0].persons_left[0], 30);
    EXPECT_EQ(both[1].policy, 1);
    EXPECT_EQ(both[1].persons_left[0], 70);
}

}  // namespace
}  // namespace qonys
