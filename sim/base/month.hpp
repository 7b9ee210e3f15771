#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qonys {

/// A calendar month, counted from January 1900 so that a birth month of anyone alive fits 16 bits.
class Month {
public:
    constexpr Month() = default;
    constexpr Month(int year, int month_of_year) : index_((year - 1900) * 12 + month_of_year - 1) {}
    static constexpr Month from_index(int index) {
        Month month;
        month.index_ = index;
        return month;
    }
    /// Reads "2019-01"; nothing if the text is not a month between 1900-01 and 2199-12.
    static std::optional<Month> parse(std::string_view text);

    constexpr int index() const { return index_; }
    constexpr int year() const { return 1900 + index_ / 12; }
    /// 1 for January.
    constexpr int month_of_year() const { return index_ % 12 + 1; }

    constexpr auto operator<=>(const Month&) const = default;
    constexpr Month& operator++() {
        ++index_;
        return *this;
    }
    friend constexpr Month operator+(Month month, int months) { return from_index(month.index_ + months); }
    /// Months from `b` to `a`.
    friend constexpr int operator-(Month a, Month b) { return a.index_ - b.index_; }

private:
    int index_ = 0;
};

/// A month in 16 bits (Month::index), as columns keep it.
using MonthIndex = std::int16_t;

/// "2019-01".
std::string to_string(Month month);

/// The months from `first` to `last`, both included; for range-for.
class MonthRange {
public:
    constexpr MonthRange(Month first, Month last) : first_(first), last_(last) {}
    class Iterator {
    public:
        constexpr explicit Iterator(Month month) : month_(month) {}
        constexpr Month operator*() const { return month_; }
        constexpr Iterator& operator++() {
            ++month_;
            return *this;
        }
        constexpr bool operator!=(const Iterator& other) const { return month_ != other.month_; }

    private:
        Month month_;
    };
    constexpr Iterator begin() const { return Iterator(first_); }
    constexpr Iterator end() const { return Iterator(last_ + 1); }
    constexpr Month first() const { return first_; }
    constexpr Month last() const { return last_; }
    constexpr int size() const { return last_ - first_ + 1; }

private:
    Month first_, last_;
};

}  // namespace qonys
