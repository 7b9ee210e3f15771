#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/money.hpp"

namespace qonys {

/// What each policy may still spend in the month under way. Money is only taken out of it where wishes are settled, one
/// after the other, by lottery ticket.
struct Purse {
    std::vector<std::int64_t> left;  ///< [policy] tenge; beyond its end there is no limit

    /// Takes the sum out, if there is as much.
    bool pay(std::size_t policy, Tenge sum) {
        if (policy >= left.size()) return true;
        if (sum.amount > left[policy]) return false;
        left[policy] -= sum.amount;
        return true;
    }
    /// Takes out the price of so many things, or of as many as there is money for; returns how many.
    std::int64_t buy(std::size_t policy, Tenge price, std::int64_t things) {
        if (policy < left.size() && price.amount > 0) things = std::min(things, left[policy] / price.amount);
        pay(policy, price * things);
        return things;
    }
};

}  // namespace qonys
