#include "base/month.hpp"

#include <charconv>

#include <fmt/format.h>

namespace qonys {

std::optional<Month> Month::parse(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    int year = 0;
    int month = 0;
    const char* const begin = text.data();
    if (std::from_chars(begin, begin + 4, year).ptr != begin + 4) return std::nullopt;
    if (std::from_chars(begin + 5, begin + 7, month).ptr != begin + 7) return std::nullopt;
    if (year < 1900 || year > 2199 || month < 1 || month > 12) return std::nullopt;
    return Month(year, month);
}

std::string to_string(Month month) { return fmt::format("{:04}-{:02}", month.year(), month.month_of_year()); }

}  // namespace qonys
