#include "base/date.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace qonys {
namespace {

int first_day(Date date) { return std::max(date.day, 1); }
int last_day(Date date) { return date.day == 0 ? days_in(date.month) : date.day; }

}  // namespace

int days_in(Month month) {
    constexpr std::array<int, 12> usual{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year = month.year();
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return usual.at(static_cast<std::size_t>(month.month_of_year() - 1)) + (leap && month.month_of_year() == 2 ? 1 : 0);
}

std::optional<Date> Date::parse(std::string_view text) {
    const std::optional<Month> month = Month::parse(text.substr(0, 7));
    if (!month) return std::nullopt;
    if (text.size() == 7) return Date{*month, 0};
    if (text.size() != 10 || text[7] != '-') return std::nullopt;
    int day = 0;
    const char* const end = text.data() + text.size();
    if (std::from_chars(end - 2, end, day).ptr != end || day < 1 || day > days_in(*month)) return std::nullopt;
    return Date{*month, day};
}

std::string to_string(Date date) {
    return date.day == 0 ? to_string(date.month) : fmt::format("{}-{:02}", to_string(date.month), date.day);
}

double Window::share(Month month) const {
    if (month < first.month || month > last.month) return 0;
    const int from = month == first.month ? first_day(first) : 1;
    const int to = month == last.month ? last_day(last) : days_in(month);
    return std::max(to - from + 1, 0) / static_cast<double>(days_in(month));
}

bool Window::empty() const {
    return last.month < first.month || (last.month == first.month && last_day(last) < first_day(first));
}

}  // namespace qonys
