#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/month.hpp"

namespace qonys {

/// A day, or a month as a whole (day 0).
struct Date {
    Month month;
    int day = 0;

    constexpr auto operator<=>(const Date&) const = default;
    /// Reads "2020-03-16", or "2020-03" for the whole month; nothing if there is no such day.
    static std::optional<Date> parse(std::string_view text);
};

/// "2020-03-16" or "2020-03".
std::string to_string(Date date);

int days_in(Month month);

/// The days from `first` to `last`, both included; of a date that is a month, from its first day or to its last.
struct Window {
    Date first;
    Date last;

    /// Days of a month that lie in the window, as a share of its days.
    double share(Month month) const;
    bool touches(Month month) const { return share(month) > 0; }
    bool empty() const;
};

}  // namespace qonys
