#include "output/trajectory_diff.hpp"

#include <cmath>

#include <gmock/gmock.h>

#include "output/trajectory.hpp"
#include "tests/output/small_run.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

class TrajectoryDiffOf : public OwnFolder {
protected:
    std::filesystem::path first = folder / "first.h5";
    std::filesystem::path second = folder / "second.h5";

    static void write(const std::filesystem::path& file, SmallRun run) {
        Trajectory trajectory(file, Existing::refuse);
        run.observe(trajectory);
    }
};

TEST_F(TrajectoryDiffOf, equal_runs_is_empty_whatever_computed_them) {
    SmallRun other;
    other.run.threads = 7;
    other.run.command_line = "qonys run --threads 7";
    write(first, SmallRun());
    write(second, other);
    const TrajectoryDiff diff = compare_trajectories(first, second);
    EXPECT_TRUE(diff.equal());
    EXPECT_THAT(diff.origins, IsEmpty());
    EXPECT_EQ(diff.earliest(), nullptr);
    EXPECT_THAT(to_text(diff), HasSubstr("every figure is the same"));
}

TEST_F(TrajectoryDiffOf, runs_with_a_planted_difference_names_it) {
    SmallRun other;
    Trajectory planted(second, Existing::refuse);
    planted.begin(other.run, other.world);
    other.observe_month(planted);
    other.next_month();
    other.world.published.ledger.moves_persons(1, 2) = 77;
    planted.record(other.world);
    other.observe_month(planted);
    planted.end(other.world, RunEnd::complete);
    write(first, SmallRun());

    const TrajectoryDiff diff = compare_trajectories(first, second);
    EXPECT_FALSE(diff.equal());
    ASSERT_EQ(diff.datasets.size(), 1U);
    const auto& moves = *diff.earliest();
    EXPECT_EQ(moves.name, "moves_persons");
    EXPECT_EQ(moves.month, "2019-12");
    EXPECT_EQ(moves.different, 1U);
    EXPECT_EQ(moves.cells, 27U);
    EXPECT_THAT(moves.earliest->at,
                ElementsAre(Pair("time", "2019-12"), Pair("origin", "village"), Pair("destination", "abroad")));
    EXPECT_EQ(moves.earliest->first, "0");
    EXPECT_EQ(moves.earliest->second, "77");
    EXPECT_THAT(to_text(diff), HasSubstr("first in 2019-12 at origin = village, destination = abroad with 0 and 77"));
    EXPECT_THAT(to_json(diff), HasSubstr("\"at\":{\"time\":\"2019-12\""));
}

TEST_F(TrajectoryDiffOf, different_months_takes_the_earliest) {
    SmallRun other;
    other.world.published.stocks.population[0] = 101;  // differs from the start, hence in every month
    write(first, SmallRun());
    write(second, other);
    const TrajectoryDiff diff = compare_trajectories(first, second);
    EXPECT_EQ(diff.earliest()->name, "initial_population");
    EXPECT_EQ(diff.datasets.back().name, "population");
    EXPECT_EQ(diff.datasets.back().different, 3U);
}

TEST_F(TrajectoryDiffOf, prices_takes_unknown_ones_as_equal_and_sees_the_last_bit) {
    write(first, SmallRun());
    SmallRun other;
    Trajectory planted(second, Existing::refuse);
    planted.begin(other.run, other.world);
    other.observe_month(planted);
    other.next_month();
    double& rent = other.world.published.economy.rent[0];
    rent = std::nextafter(rent, 1e6);
    planted.record(other.world);
    other.observe_month(planted);
    planted.end(other.world, RunEnd::complete);
    const TrajectoryDiff diff = compare_trajectories(first, second);
    ASSERT_EQ(diff.datasets.size(), 1U);
    EXPECT_EQ(diff.datasets[0].name, "rent");
    EXPECT_EQ(diff.datasets[0].different, 1U);
    EXPECT_EQ(diff.datasets[0].month, "2019-12");
}

TEST_F(TrajectoryDiffOf, provenance_names_what_is_not_the_same) {
    SmallRun other;
    other.run.seed = Seed{2};
    other.run.effective_scenario += "seed = 2\n";
    other.run.files[1].sha256 = "cc";
    write(first, SmallRun());
    write(second, other);
    const TrajectoryDiff diff = compare_trajectories(first, second);
    EXPECT_TRUE(diff.equal()) << "the figures are";
    const std::string text = to_text(diff);
    EXPECT_THAT(text, HasSubstr("seed: 18000000000000000000 | 2"));
    EXPECT_THAT(text, HasSubstr("places.csv: bb | cc"));
    EXPECT_THAT(text, HasSubstr("scenario: "));
}

TEST_F(TrajectoryDiffOf, runs_with_other_policies_compares_the_rest) {
    write(first, SmallRun(3, 1));
    write(second, SmallRun(3, 2));
    const TrajectoryDiff diff = compare_trajectories(first, second);
    EXPECT_FALSE(diff.equal());
    EXPECT_THAT(to_text(diff), HasSubstr("policy_spending: the steps of dimension 'policy' differ"));
    for (const auto& dataset : diff.datasets) EXPECT_TRUE(dataset.name.starts_with("policy")) << dataset.name;
}

TEST_F(TrajectoryDiffOf, an_interrupted_run_compares_the_months_of_both) {
    SmallRun other;
    Trajectory interrupted(second, Existing::refuse);
    interrupted.begin(other.run, other.world);
    other.observe_month(interrupted);
    interrupted.end(other.world, RunEnd::interrupted);
    write(first, SmallRun());
    const TrajectoryDiff diff = compare_trajectories(first, interrupted.written());
    EXPECT_FALSE(diff.equal());
    EXPECT_THAT(to_text(diff), HasSubstr("time: 3 months and 1 months"));
    EXPECT_THAT(to_text(diff), HasSubstr("networks: taken after different months"));
    EXPECT_EQ(diff.earliest(), nullptr);
}

}  // namespace
}  // namespace qonys
