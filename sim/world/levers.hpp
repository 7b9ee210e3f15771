#pragma once

#include <cstdint>
#include <vector>

#include "base/money.hpp"

namespace qonys {

/// A targeted programme, open this month: who may take it, where to, what is paid, for how many.
struct Offer {
    std::uint8_t policy = 0;                 ///< row of the ledgers' policy tables
    std::vector<std::uint8_t> origins;       ///< [place] 1: households living there are eligible
    std::vector<std::uint8_t> destinations;  ///< [place] 1: the programme resettles there
    Tenge for_head;                          ///< paid once on arrival
    Tenge for_member;                        ///< paid once for every further member
    double awareness = 1;                    ///< share of eligible households that know of it
    std::vector<std::int64_t> persons_left;  ///< [region] how many it can still take this year

    Tenge payment(std::int64_t members) const { return for_head + for_member * (members - 1); }
};

/// What all policies together do this month. Policies may only add, so that their order cannot matter.
struct Levers {
    std::vector<Offer> offers;  ///< sorted by policy
};

}  // namespace qonys
