#pragma once

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
};

}  // namespace qonys
