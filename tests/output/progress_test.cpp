#include "output/progress.hpp"

#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/output/small_run.hpp"

namespace qonys {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;

/// A clock that advances by the same step whenever it is asked.
Progress::Clock clock_with(Progress::Time::duration step) {
    return [now = Progress::Time{}, step]() mutable { return now += step; };
}

std::string told(Progress::Style style, Progress::Time::duration a_month, int months) {
    std::ostringstream out;
    SmallRun run(months);
    Progress progress(out, style, clock_with(a_month));
    run.observe(progress);
    return out.str();
}

TEST(Progress, writes_a_plain_line_a_year_and_one_at_the_end) {
    const std::string text = told(Progress::Style::lines, 500ms, 15);
    EXPECT_EQ(text,
              "2019-12  2/15 months  2 months/s  180 household-months/s  7 s left\n"
              "2020-12  14/15 months  2 months/s  180 household-months/s  1 s left\n"
              "2021-01  15/15 months  2 months/s  180 household-months/s  0 s left\n");
}

TEST(Progress, writes_a_plain_line_every_ten_seconds_of_a_slow_run) {
    const std::string text = told(Progress::Style::lines, 5s, 5);
    EXPECT_EQ(std::ranges::count(text, '\n'), 3) << text;  // December, two months later, the last
}

TEST(Progress, writes_no_control_characters_in_plain_lines) {
    for (const char character : told(Progress::Style::lines, 1s, 15))
        EXPECT_TRUE(character >= ' ' || character == '\n');
}

TEST(Progress, draws_a_bar_and_clears_it) {
    const std::string text = told(Progress::Style::bar, 1s, 4);
    EXPECT_THAT(text, HasSubstr("[############............] 2019-12  2/4 months"));
    EXPECT_THAT(text, EndsWith("\r\x1b[K"));
    EXPECT_EQ(text.find('\n'), std::string::npos);
}

TEST(Progress, clears_the_bar_of_a_run_that_failed) {
    std::ostringstream out;
    {
        const SmallRun run;
        Progress progress(out, Progress::Style::bar, clock_with(1s));
        progress.begin(run.run, run.world);
    }
    EXPECT_THAT(out.str(), EndsWith("\r\x1b[K"));
}

TEST(Progress, draws_at_most_ten_times_a_second) {
    const std::string text = told(Progress::Style::bar, 1ms, 250);
    EXPECT_EQ(std::ranges::count(text, '['), 2 * (1 + 2) + 1) << "a bar and a clearing each, and the last clearing";
}

}  // namespace
}  // namespace qonys
