#include "output/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <ostream>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

namespace qonys {
namespace {

using namespace std::chrono_literals;

constexpr auto between_bars = 100ms;
constexpr auto between_lines = 10s;
constexpr int bar_width = 24;
/// Carriage return and "erase to the end of the line".
constexpr std::string_view clear_line = "\r\x1b[K";

double seconds(Progress::Time::duration time) { return std::chrono::duration<double>(time).count(); }

/// "12 s", "3:05" or "1:02:03".
std::string duration(double in_seconds) {
    const long long all = std::llround(in_seconds);
    if (all < 60) return fmt::format("{} s", all);
    if (all < 3600) return fmt::format("{}:{:02}", all / 60, all % 60);
    return fmt::format("{}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
}

/// "1.2 M": three digits are enough for a speed.
std::string rounded(double rate) {
    if (rate >= 1e9) return fmt::format("{:.3g} G", rate / 1e9);
    if (rate >= 1e6) return fmt::format("{:.3g} M", rate / 1e6);
    if (rate >= 1e3) return fmt::format("{:.3g} k", rate / 1e3);
    return fmt::format("{:.3g}", rate);
}

}  // namespace

Progress::Progress(std::ostream& out, Style style, Clock clock) : out_(out), style_(style), clock_(std::move(clock)) {}

Progress::~Progress() { clear_bar(); }

Progress::Style Progress::style_of_standard_error() {
    const char* terminal = std::getenv("TERM");
    const bool can_move = terminal != nullptr && std::string_view(terminal) != "dumb";
    return can_move && ::isatty(STDERR_FILENO) == 1 ? Style::bar : Style::lines;
}

void Progress::begin(const RunInfo& run, const World& world) {
    start_ = last_shown_ = clock_();
    last_ = run.last;
    months_ = run.last - run.first + 1;
    if (style_ == Style::bar) draw_bar(world.published.month, start_);
}

void Progress::record(const World& world) {
    const Month month = world.published.month;
    const auto& households = world.published.stocks.households;
    household_months_ += static_cast<double>(std::reduce(households.begin(), households.end(), std::int64_t{0}));
    ++done_;
    const Time now = clock_();
    if (style_ == Style::bar) {
        if (now - last_shown_ >= between_bars) draw_bar(month, now);
    } else if (month.month_of_year() == 12 || month == last_ || now - last_shown_ >= between_lines) {
        out_ << status(month, now) << '\n' << std::flush;
        last_shown_ = now;
    }
}

void Progress::end(const World&, RunEnd) { clear_bar(); }

std::string Progress::status(Month month, Time now) const {
    std::string text = fmt::format("{}  {}/{} months", to_string(month), done_, months_);
    const double elapsed = seconds(now - start_);
    if (done_ == 0 || elapsed <= 0) return text;
    const double left = elapsed / done_ * (months_ - done_);
    return text + fmt::format("  {:.3g} months/s  {} household-months/s  {} left", done_ / elapsed,
                              rounded(household_months_ / elapsed), duration(left));
}

void Progress::draw_bar(Month month, Time now) {
    const auto filled = static_cast<std::size_t>(bar_width * done_ / std::max(months_, 1));
    out_ << clear_line << '[' << std::string(filled, '#') << std::string(bar_width - filled, '.') << "] "
         << status(month, now) << std::flush;
    last_shown_ = now;
    drawn_ = true;
}

void Progress::clear_bar() {
    if (drawn_) out_ << clear_line << std::flush;
    drawn_ = false;
}

}  // namespace qonys
