#include "output/trajectory.hpp"

#include <cmath>
#include <csignal>
#include <cstdlib>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/resource.h>

#include "base/error.hpp"
#include "output/hdf5_reader.hpp"
#include "output/trajectory_info.hpp"
#include "output/trajectory_layout.hpp"
#include "tests/output/small_run.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TrajectoryFile : public OwnFolder {
protected:
    std::filesystem::path file = folder / "run.h5";

    void write(SmallRun run = SmallRun(), Existing existing = Existing::refuse) const {
        Trajectory trajectory(file, existing);
        run.observe(trajectory);
        EXPECT_EQ(trajectory.written(), file);
    }
};

template <class Action>
std::string file_error(Action action) {
    try {
        action();
    } catch (const FileError& error) {
        return error.what();
    }
    return "no FileError";
}

std::string bytes(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_F(TrajectoryFile, holds_the_figures_of_every_month) {
    write();
    const Hdf5Reader read(file);
    EXPECT_THAT(read.shape("population"), ElementsAre(3, 3));
    EXPECT_THAT(read.integers("population"), ElementsAre(110, 191, 0, 130, 173, 0, 160, 146, 0));
    EXPECT_THAT(read.integers("initial_population"), ElementsAre(100, 200, 0));
    EXPECT_THAT(read.dimensions("moves_persons"), ElementsAre("time", "origin", "destination"));
    EXPECT_EQ(read.integers("moves_persons")[9 + 3], 20) << "from the village to the town in the second month";
    EXPECT_THAT(read.integers("births"), ElementsAre(0, 1, 0, 0, 2, 0, 0, 3, 0));
    EXPECT_THAT(read.integers("policy_spending"), ElementsAre(1000, 0, 0, 2000, 0, 0, 3000, 0, 0));
    EXPECT_THAT(read.integers("networks"), ElementsAre(3, 0, 0, 0));
    EXPECT_EQ(read.digests("digest").back(), 0xFFFF'0000'0000'0003U);
}

TEST_F(TrajectoryFile, keeps_rows_of_two_kinds_as_two_dimensions) {
    SmallRun run;
    run.world.published.stocks.activity(activity_row(PlaceId{1}, Education::higher), index(Activity::student)) = 7;
    run.world.published.stocks.status(2, index(LegalStatus::irregular)) = 9;
    write(run);
    const Hdf5Reader read(file);
    EXPECT_THAT(read.dimensions("moves_persons_by_reason"), ElementsAre("time", "reason", "origin", "destination"));
    const auto moves = read.integers("moves_persons_by_reason");
    EXPECT_EQ(moves[((1 * reason_count + index(Reason::work)) * 3 + 1) * 3 + 0], 20);
    EXPECT_THAT(read.shape("initial_population_by_education_activity"), ElementsAre(3, 3, 8));
    EXPECT_EQ(read.integers("initial_population_by_education_activity")[(1 * 3 + 2) * 8 + 1], 7);
    EXPECT_EQ(read.texts("education")[2], "higher");
    EXPECT_EQ(read.texts("activity")[1], "student");
    EXPECT_EQ(read.integers("persons_by_status").back(), 9);
    EXPECT_EQ(read.texts("status").back(), "irregular");
    EXPECT_EQ(read.texts("status_group")[index(LegalStatus::stateless)], "resident");
    EXPECT_EQ(read.texts("status_group")[index(LegalStatus::eaeu_worker)], "sojourner");
    EXPECT_EQ(read.texts("household_size").back(), "7+");
    EXPECT_EQ(read.texts("age_group")[4], "20-24");
    EXPECT_EQ(read.integers("moves_persons_by_age")[21 + 4], 20);
    EXPECT_EQ(read.integers("sojourners_entered")[(1 * 3 + 0) * status_count + index(LegalStatus::guest)], 2);
}

TEST_F(TrajectoryFile, holds_real_numbers_and_says_where_there_are_none) {
    write();
    const Hdf5Reader read(file);
    const std::vector<double> rent = read.reals("rent");
    ASSERT_EQ(rent.size(), 9U);
    EXPECT_EQ(rent[3], 2000.5);
    EXPECT_EQ(rent[4], 500);
    EXPECT_TRUE(std::isnan(rent[5])) << "abroad";
    EXPECT_EQ(read.text_attribute("rent", "_FillValue"), "nan");
    EXPECT_EQ(read.text_attribute("rent", "multiply_by"), "") << "a price does not depend on the scale";
    EXPECT_EQ(read.text_attribute("dwellings", "multiply_by"), "2");
    EXPECT_THAT(read.shape("wage"), ElementsAre(3, 3, 3));
    for (const double wage : read.reals("wage")) EXPECT_TRUE(std::isnan(wage)) << "this run has no such market";
}

TEST_F(TrajectoryFile, counts_time_in_days_with_bounds) {
    write();
    const Hdf5Reader read(file);
    EXPECT_THAT(read.integers("time"), ElementsAre(18201, 18231, 18262)) << "1 November 2019 and so on";
    EXPECT_THAT(read.integers("time_bounds"), ElementsAre(18201, 18231, 18231, 18262, 18262, 18293));
    EXPECT_EQ(month_of_day(18231), "2019-12");
}

TEST_F(TrajectoryFile, groups_ages_by_five_years) {
    write();
    const Hdf5Reader read(file);
    const auto persons = read.integers("initial_population_by_age_sex");
    const auto at = [&](std::size_t place, std::size_t sex, std::size_t group) {
        return persons[(place * 2 + sex) * 21 + group];
    };
    EXPECT_EQ(read.texts("age_group").front(), "0-4");
    EXPECT_EQ(read.texts("age_group").back(), "100+");
    for (std::size_t group = 0; group < 20; ++group) EXPECT_EQ(at(0, 1, group), 5);
    EXPECT_EQ(at(0, 1, 20), 0);
    EXPECT_EQ(at(1, 0, 20), 200);
}

TEST_F(TrajectoryFile, says_what_it_came_from) {
    write();
    const Hdf5Reader read(file);
    EXPECT_EQ(read.text_attribute("", "seed"), "18000000000000000000");
    EXPECT_EQ(read.text_attribute("", "scale"), "0.5");
    EXPECT_EQ(read.text_attribute("", "complete"), "1");
    EXPECT_EQ(read.text_attribute("", "scenario"), "title = \"A small run\"\n");
    EXPECT_EQ(read.text_attribute("population", "units"), "persons");
    EXPECT_EQ(read.text_attribute("population", "multiply_by"), "2");
    EXPECT_EQ(read.text_attribute("population", "_FillValue"), "-1");
    EXPECT_THAT(read.texts("provenance/path"), ElementsAre("small.toml", "places.csv"));
    EXPECT_THAT(read.texts("provenance/sha256"), ElementsAre("aa", "bb"));
    EXPECT_THAT(read.texts("provenance/source"), ElementsAre("", "a bureau"));
}

TEST_F(TrajectoryFile, takes_a_scenario_longer_than_an_hdf5_attribute_may_be) {
    SmallRun run;
    run.run.effective_scenario = std::string(200'000, '#');
    write(run);
    EXPECT_EQ(Hdf5Reader(file).text_attribute("", "scenario").size(), 200'000U);
}

TEST_F(TrajectoryFile, has_empty_policy_datasets_without_policies) {
    write(SmallRun(3, 0));
    EXPECT_THAT(Hdf5Reader(file).shape("policy_spending"), ElementsAre(3, 0, 3));
    EXPECT_TRUE(Hdf5Reader(file).integers("policy_spending").empty());
}

TEST_F(TrajectoryFile, crosses_the_borders_of_chunks) {
    write(SmallRun(150));
    const auto moves = Hdf5Reader(file).integers("moves_households");
    for (std::size_t month = 0; month < 150; ++month)
        EXPECT_EQ(moves[month * 9 + 3], static_cast<std::int64_t>(month) + 1);
}

TEST_F(TrajectoryFile, is_the_same_to_the_byte_for_the_same_run) {
    ::setenv("SOURCE_DATE_EPOCH", "1546300800", 1);
    write();
    const std::string first = bytes(file);
    write(SmallRun(), Existing::replace);
    ::unsetenv("SOURCE_DATE_EPOCH");
    EXPECT_EQ(Hdf5Reader(file).text_attribute("", "created"), "2019-01-01T00:00:00Z");
    EXPECT_TRUE(first == bytes(file));
}

TEST_F(TrajectoryFile, is_the_same_to_the_byte_however_many_threads_compress_it) {
    ::setenv("SOURCE_DATE_EPOCH", "1546300800", 1);
    std::vector<std::string> written;
    for (const int threads : {1, 2, 3}) {
        SmallRun run(150);
        Trajectory trajectory(file, Existing::replace, threads);
        run.observe(trajectory);
        written.push_back(bytes(file));
    }
    ::unsetenv("SOURCE_DATE_EPOCH");
    EXPECT_TRUE(written[0] == written[1] && written[0] == written[2]);
}

TEST_F(TrajectoryFile, appears_only_when_it_is_whole) {
    SmallRun run;
    Trajectory trajectory(file, Existing::refuse);
    trajectory.begin(run.run, run.world);
    run.observe_month(trajectory);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(files(), 1U);
    trajectory.end(run.world, RunEnd::complete);
    EXPECT_TRUE(std::filesystem::exists(file));
    EXPECT_EQ(files(), 1U) << "the temporary name is gone";
}

TEST_F(TrajectoryFile, leaves_nothing_when_the_run_fails) {
    {
        SmallRun run;
        Trajectory trajectory(file, Existing::refuse);
        trajectory.begin(run.run, run.world);
        run.observe_month(trajectory);
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(TrajectoryFile, keeps_the_months_of_an_interrupted_run_under_another_name) {
    SmallRun run;
    Trajectory trajectory(file, Existing::refuse);
    trajectory.begin(run.run, run.world);
    run.observe_month(trajectory);
    run.observe_month(trajectory);
    trajectory.end(run.world, RunEnd::interrupted);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(trajectory.written(), folder / "run.partial.h5");
    const Hdf5Reader read(trajectory.written());
    EXPECT_EQ(read.text_attribute("", "complete"), "0");
    EXPECT_EQ(read.text_attribute("", "months_recorded"), "2");
    EXPECT_THAT(read.shape("moves_persons"), ElementsAre(2, 3, 3));
    EXPECT_THAT(to_text(read_trajectory_info(trajectory.written())), HasSubstr("2 recorded of 2019-11 to 2020-01"));
}

TEST_F(TrajectoryFile, can_be_interrupted_before_the_first_month) {
    SmallRun run;
    Trajectory trajectory(file, Existing::refuse);
    trajectory.begin(run.run, run.world);
    trajectory.end(run.world, RunEnd::interrupted);
    EXPECT_THAT(to_text(read_trajectory_info(trajectory.written())), HasSubstr("none recorded of 2019-11"));
}

TEST_F(TrajectoryFile, refuses_what_exists_before_the_run) {
    write_text(file, "precious");
    EXPECT_THAT(file_error([&] { Trajectory(file, Existing::refuse); }), HasSubstr("run.h5 already exists"));
    EXPECT_EQ(bytes(file), "precious");
    EXPECT_EQ(files(), 1U);
}

TEST_F(TrajectoryFile, refuses_what_appeared_during_the_run_and_keeps_the_result) {
    SmallRun run;
    Trajectory trajectory(file, Existing::refuse);
    trajectory.begin(run.run, run.world);
    write_text(file, "precious");
    const std::string error = file_error([&] { trajectory.end(run.world, RunEnd::complete); });
    EXPECT_THAT(error, HasSubstr("File exists"));
    EXPECT_THAT(error, HasSubstr(".partial"));
    EXPECT_EQ(bytes(file), "precious");
    EXPECT_EQ(files(), 2U);
}

TEST_F(TrajectoryFile, replaces_what_exists_only_at_the_end_and_when_told_to) {
    write_text(file, "old");
    SmallRun run;
    Trajectory trajectory(file, Existing::replace);
    trajectory.begin(run.run, run.world);
    EXPECT_EQ(bytes(file), "old");
    trajectory.end(run.world, RunEnd::complete);
    EXPECT_EQ(Hdf5Reader(file).text_attribute("", "title"), "A small run");
}

TEST_F(TrajectoryFile, says_before_the_run_that_it_cannot_be_written) {
    EXPECT_THAT(file_error([&] { Trajectory(folder / "none/run.h5", Existing::refuse); }),
                HasSubstr("none/run.h5: No such file or directory"));
    EXPECT_THAT(file_error([&] { Trajectory("/proc/run.h5", Existing::refuse); }),
                HasSubstr("cannot write /proc/run.h5"));
    EXPECT_THAT(file_error([&] { Trajectory(folder, Existing::replace); }), HasSubstr("is a folder"));
}

/// Runs in a process of its own, whose files may not grow beyond 64 KiB: much like a full disk.
[[noreturn]] void run_on_a_full_disk(const std::filesystem::path& file) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{65'536, 65'536};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
        SmallRun run;
        run.run.effective_scenario = std::string(100'000, '#');
        Trajectory trajectory(file, Existing::refuse);
        run.observe(trajectory);
    } catch (const FileError& error) {
        std::fputs(error.what(), stderr);
        std::exit(3);  // runs also what HDF5 does at exit
    }
    std::exit(0);
}

TEST_F(TrajectoryFile, is_not_left_half_written_on_a_full_disk) {
    ::testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT(run_on_a_full_disk(file), ::testing::ExitedWithCode(3), "cannot write .*run.h5: File too large");
    EXPECT_EQ(files(), 0U);
}

TEST_F(TrajectoryFile, tells_other_files_from_trajectories) {
    write_text(file, "place,region\n");
    EXPECT_THAT(file_error([&] { open_trajectory(file); }), HasSubstr("run.h5: it is not an HDF5 file"));
    EXPECT_THAT(file_error([&] { open_trajectory(folder / "none.h5"); }), HasSubstr("No such file"));
    EXPECT_THAT(file_error([&] { open_trajectory(folder); }), HasSubstr("it is a folder"));
    Hdf5Writer(file, Existing::replace).close();
    EXPECT_THAT(file_error([&] { open_trajectory(file); }), HasSubstr("not a trajectory of qonys"));
    write(SmallRun(), Existing::replace);
    EXPECT_THAT(file_error([&] { open_trajectory(file).integers("tide"); }), HasSubstr("has no dataset 'tide'"));
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    EXPECT_THAT(file_error([&] { open_trajectory(file); }), HasSubstr("truncated"));
}

TEST_F(TrajectoryFile, is_described_by_info) {
    write();
    const TrajectoryInfo info = read_trajectory_info(file);
    EXPECT_EQ(info.months, 3U);
    EXPECT_DOUBLE_EQ(info.totals.population_at_start, 600);
    EXPECT_DOUBLE_EQ(info.totals.population_at_end, 612);
    EXPECT_DOUBLE_EQ(info.totals.moved_within, 120);
    EXPECT_DOUBLE_EQ(info.totals.arrived, 0);
    const std::string text = to_text(info);
    EXPECT_THAT(text, HasSubstr("2019-11 to 2020-01 (3 months)"));
    EXPECT_THAT(text, HasSubstr("[time 3, origin 3, destination 3]"));
    EXPECT_THAT(text, HasSubstr("bb  places.csv  a bureau"));
    EXPECT_THAT(to_json(info), HasSubstr("\"population_at_end\":6.12E2"));
}

TEST(FileFormat, documents_every_dataset) {
    const std::string page = bytes(QONYS_SOURCE "/docs/file-format.md");
    for (const TrajectoryFigures& figures : trajectory_figures())
        EXPECT_THAT(page, HasSubstr(fmt::format("| `{}` |", figures.name)));
    for (const TrajectoryLabels& labels : trajectory_labels())
        EXPECT_THAT(page, HasSubstr(fmt::format("| `{}` |", labels.name)));
    EXPECT_THAT(page, HasSubstr(fmt::format("format version {}", trajectory_format)));
}

}  // namespace
}  // namespace qonys
