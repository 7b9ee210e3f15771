#include "analysis/finished_comparison.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/run.hpp"
#include "output/trajectory.hpp"
#include "tests/support/three_places.hpp"
#include "tests/support/working_country.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Runs of the tiny country whose trajectories are compared.
class FinishedRuns : public testing::Test {
protected:
    FinishedRuns() {
        country.run = "start = \"2020-01\"\nend = \"2021-06\"\nseed = 7\n";
        put_to_work(country, 3);
    }
    Model model(const std::string& policies, const std::vector<std::string>& overrides = {}) {
        country.sections = policies;
        return country.model(overrides);
    }
    FinishedRun finished(const std::string& name, const Model& model) {
        const auto file = country.folder() / (name + ".h5");
        World world = make_world(model, Machine{});
        Trajectory trajectory(file, Existing::replace);
        trajectory.begin(run_info(model, Machine{}, "test"), world);
        for (const Month month : model.settings.months()) {
            advance(model, month, world, Machine{});
            trajectory.record(world);
        }
        trajectory.end(world, RunEnd::complete);
        return FinishedRun(file);
    }
    FinishedRun finished(const std::string& name, const std::string& policies, int seed = 7,
                         std::vector<std::string> overrides = {}) {
        overrides.push_back("run.seed=" + std::to_string(seed));
        return finished(name, model(policies, overrides));
    }
    static Comparison compare_runs(std::vector<FinishedRun> runs) {
        std::vector<Contender> contenders;
        for (FinishedRun& run : runs) add_run(contenders, std::move(run));
        return compare_finished(contenders, Machine{}, silent);
    }
    static std::string refused(const std::vector<FinishedRun>& runs) {
        return message_of<InputError>([&] { compare_runs(runs); });
    }
    static void expect_same_effects(const Comparison& one, const Comparison& other) {
        ASSERT_EQ(one.variants.size(), other.variants.size());
        for (std::size_t v = 0; v < one.variants.size(); ++v)
            for (std::size_t cell = 0; cell < one.variants[v].effects.size(); ++cell) {
                const PairedEffect& a = one.variants[v].effects[cell];
                const PairedEffect& b = other.variants[v].effects[cell];
                if (std::isnan(a.difference.mean) && std::isnan(b.difference.mean)) continue;
                ASSERT_EQ(a.base, b.base) << cell;
                ASSERT_EQ(a.variant, b.variant) << cell;
                ASSERT_EQ(a.difference.mean, b.difference.mean) << cell;
            }
    }
    TinyCountry country;
    const std::string north = resettlement_policy("north", 100, std::string(generous) + "\nstart = \"2020-04\"");
};

TEST_F(FinishedRuns, give_every_figure_that_running_the_scenarios_gives) {
    const Comparison finished_ones = compare_runs(
        {finished("a7", "", 7), finished("n7", north, 7), finished("n8", north, 8), finished("a8", "", 8)});
    const Comparison run = compare({{"none", model("")}, {"north", model(north)}}, Machine{}, 2, 12, silent);
    EXPECT_EQ(finished_ones.replicates, 2);
    EXPECT_EQ(finished_ones.first_seed, 7);
    expect_same_effects(finished_ones, run);
    EXPECT_GT(run.overall(run.variants[0], "joined").variant, 0);
    EXPECT_TRUE(finished_ones.variants[0].attribution.empty());
    EXPECT_GE(finished_ones.variants[0].fork, Month(2020, 4)) << "the first month in which anything differs";
    const std::string text = to_text(finished_ones);
    EXPECT_THAT(text, HasSubstr("A trajectory holds figures and no households"));
    EXPECT_THAT(text, Not(HasSubstr("Would have gone anyway")));
    EXPECT_THAT(to_json(finished_ones), HasSubstr("\"notes\":[\"A trajectory"));
}

TEST_F(FinishedRuns, stand_beside_a_scenario_that_is_run_with_their_seeds) {
    std::vector<Contender> mixed;
    mixed.push_back({"none", model("", {"run.seed=99"}), {}});
    add_run(mixed, finished("n7", north, 7));
    add_run(mixed, finished("n8", north, 8));
    ASSERT_EQ(mixed.size(), 2U);
    expect_same_effects(compare_finished(mixed, Machine{}, silent),
                        compare({{"none", model("")}, {"north", model(north)}}, Machine{}, 2, 12, silent));
}

TEST_F(FinishedRuns, are_compared_in_the_months_that_all_have) {
    const Comparison all = compare_runs({finished("long", ""), finished("short", north, 7, {"run.end=\"2020-08\""})});
    EXPECT_EQ(all.first, Month(2020, 1));
    EXPECT_EQ(all.last, Month(2020, 8));
}

TEST_F(FinishedRuns, of_the_same_scenario_and_seed_do_not_differ) {
    const Comparison all = compare_runs({finished("a", ""), finished("b", resettlement_policy("none", 0))});
    EXPECT_EQ(all.variants[0].fork, all.last + 1);
    for (const PairedEffect& effect : all.variants[0].effects)
        EXPECT_TRUE(std::isnan(effect.difference.mean) || effect.difference.mean == 0);
}

TEST_F(FinishedRuns, that_are_no_pairs_are_refused_with_all_reasons) {
    EXPECT_THAT(refused({finished("a", "", 7), finished("b", north, 8)}),
                HasSubstr("b.h5: seed 7 is missing, which others have: run it with --seed"));
    EXPECT_THAT(refused({finished("a", "", 7), finished("c", "", 7), finished("b", north, 7)}),
                HasSubstr("is the same scenario with the same seed 7 as"));
    EXPECT_THAT(refused({finished("a", ""), finished("b", north, 7, {"run.scale=0.5"})}),
                HasSubstr("b.h5: has scale 0.5, "));
    EXPECT_THAT(refused({finished("a", ""), finished("b", north, 7, {"run.start=\"2020-02\""})}),
                HasSubstr("b.h5: is of a run from 2020-02 on"));
    const std::string apart =
        refused({finished("a", "", 7, {"run.end=\"2020-02\""}), finished("b", north, 7, {"run.start=\"2020-05\""})});
    EXPECT_THAT(apart, HasSubstr("a.h5: has the months from 2020-01 to 2020-02: there is no month that all have"));
}

TEST_F(FinishedRuns, of_another_geography_or_from_other_tables_are_refused) {
    const FinishedRun here = finished("a", "");
    country.edit("fertility.csv", "20,0.06", "20,0.07");
    const FinishedRun other_table = finished("b", north);
    EXPECT_THAT(refused({here, other_table}), HasSubstr("b.h5: was made from another fertility.csv than"));
    for (auto& [name, text] : country.tables)
        for (std::size_t at = text.find("CIT"); at != std::string::npos; at = text.find("CIT", at))
            text.replace(at, 3, "TWN");
    const FinishedRun elsewhere = finished("c", resettlement_policy("none", 0), 7, {"policy.none.origins=[\"TWN\"]"});
    EXPECT_THAT(refused({here, elsewhere}), HasSubstr("c.h5: has other places than"));
}

}  // namespace
}  // namespace qonys
