#pragma once

#include <compare>
#include <cstdint>

namespace qonys {

/// Money in whole tenge: sums are exact in any order.
struct Tenge {
    std::int64_t amount = 0;

    constexpr auto operator<=>(const Tenge&) const = default;
    constexpr Tenge& operator+=(Tenge other) {
        amount += other.amount;
        return *this;
    }
    friend constexpr Tenge operator+(Tenge a, Tenge b) { return {a.amount + b.amount}; }
    friend constexpr Tenge operator*(Tenge a, std::int64_t times) { return {a.amount * times}; }
};

}  // namespace qonys
