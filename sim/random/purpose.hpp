#pragma once

#include <cstdint>

namespace qonys {

/// What a random number is drawn for: part of its address. A number, once used in a release, is never given to
/// another purpose; new purposes take the next free one.
enum class Purpose : std::uint32_t {
    synthesis_allocation = 1,  ///< how the persons and households of a place are dealt to its blocks
    synthesis_household = 2,   ///< who lives with whom
    synthesis_history = 3,     ///< home region and month of the last move
    death = 4,                 ///< candidates; the accepting draw of a person is `death_accept`
    death_accept = 5,
    birth = 6,
    birth_accept = 7,
    arrival = 8,
    arrival_accept = 9,
    consider_settled = 10,  ///< candidates for a move, whatever the time since the last one
    consider_recent = 11,   ///< further candidates among recent movers
    migration_settled = 12,  ///< the household's own draws for a candidate of `consider_settled`
    migration_recent = 13,
    benchmark = 1000,
};

}  // namespace qonys
