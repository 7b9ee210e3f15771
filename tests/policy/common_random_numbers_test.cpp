#include <gtest/gtest.h>

#include "tests/support/working_country.hpp"

namespace qonys {
namespace {

/// What a run leaves behind: digest, moves of all months, persons reached.
struct Trace {
    std::uint64_t digest = 0;
    std::uint64_t state = 0;
    std::vector<std::int64_t> moves;
    std::vector<std::int64_t> reached_a_year;  ///< persons whom policy 0 resettled
    bool operator==(const Trace&) const = default;
};

class PolicyEffects : public testing::Test {
protected:
    /// People work and save, so that some can pay for a move without a grant.
    PolicyEffects() {
        country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
        put_to_work(country, 2);
    }

    Trace trace(const std::string& policies) {
        country.sections = policies;
        const Model model = country.model();
        Trace trace;
        std::int64_t residents_moved = 0;
        const World world = run_country(model, {}, [&](Month month, const World& now) {
            const auto cells = now.published.ledger.moves_persons.cells();
            trace.moves.insert(trace.moves.end(), cells.begin(), cells.end());
            for (std::size_t origin = 0; origin < 3; ++origin)
                for (const std::int64_t persons : now.published.ledger.moves_persons.row(origin))
                    residents_moved += persons;
            if (model.policies.empty() || month.month_of_year() != 12) return;
            trace.reached_a_year.push_back(0);
            for (const std::int64_t persons : now.published.policy_persons_this_year.row(0))
                trace.reached_a_year.back() += persons;
        });
        EXPECT_GT(residents_moved, 100) << "or nothing could differ";
        trace.digest = world.published.digest;
        trace.state = state_digest(world);
        return trace;
    }
    TinyCountry country;
};

TEST_F(PolicyEffects, of_two_policies_do_not_depend_on_their_order_in_the_file) {
    const std::string one = resettlement_policy("one", 40, generous);
    const std::string two =
        "[[policy]]\nname = \"two\"\nkind = \"resettlement\"\norigins = [\"NOR\"]\ndestinations = [\"CIT\"]\n"
        "quota_persons_per_year = [30]\nfor_head = \"900 MCI\"\nawareness = 0.7\n";
    const Trace first = trace(one + two);
    EXPECT_EQ(first, trace(two + one));
    EXPECT_NE(first.digest, trace(one).digest);
    EXPECT_NE(first.digest, trace(two).digest);
}

TEST_F(PolicyEffects, of_a_quota_of_0_are_none_to_the_last_bit) {
    const Trace without = trace("");
    Trace with = trace(resettlement_policy("empty", 0, generous));
    with.reached_a_year.clear();
    EXPECT_EQ(with, without);
}

TEST_F(PolicyEffects, of_an_unknown_programme_are_none_to_the_last_bit) {
    const Trace without = trace("");
    Trace with = trace(resettlement_policy("secret", 1000, "for_head = \"2000 MCI\"\nawareness = 0"));
    with.reached_a_year.clear();
    EXPECT_EQ(with, without);
}

TEST_F(PolicyEffects, begin_with_the_policy) {
    const Trace without = trace("");
    const Trace with = trace(resettlement_policy("late", 1000, std::string(generous) + "\nstart = \"2021-01\""));
    const auto year = static_cast<std::ptrdiff_t>(12 * 16);
    EXPECT_TRUE(std::equal(with.moves.begin(), with.moves.begin() + year, without.moves.begin()));
    EXPECT_NE(with.moves, without.moves);
    EXPECT_EQ(with.reached_a_year.front(), 0);
}

TEST_F(PolicyEffects, never_exceed_the_yearly_quota_of_a_region) {
    const auto unlimited = trace(resettlement_policy("north", 100'000, generous)).reached_a_year;
    const std::int64_t quota = unlimited.front() / 2;
    ASSERT_GT(quota, 5) << "so that the quota binds";
    const auto limited = trace(resettlement_policy("north", static_cast<int>(quota), generous)).reached_a_year;
    ASSERT_EQ(limited.size(), 2U);
    for (const std::int64_t persons : limited) {
        EXPECT_LE(persons, quota);
        EXPECT_GT(persons, quota / 2) << "families fill it but for a remainder";
    }
}

}  // namespace
}  // namespace qonys
