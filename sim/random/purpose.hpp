#pragma once

#include <cstdint>

namespace qonys {

/// What a random number is drawn for: part of its address. A number, once used in a release, is never given to
/// another purpose; new purposes take the next free one.
enum class Purpose : std::uint32_t {
    synthesis_allocation = 1,  ///< how the persons and households of a place are dealt to its blocks
    synthesis_household = 2,   ///< who lives with whom
    synthesis_history = 3,     ///< home region and month of the last move
    death = 4,                 ///< candidates
    birth = 5,                 ///< candidates
    newborn = 6,               ///< sex of the child of a person
    arrival = 7,               ///< candidates: households whose like arrives from abroad
    newcomer = 8,              ///< origin and ethnicity of the household that arrives
    consider = 9,              ///< candidates for a move among those who live where the block began
    alarm = 10,                ///< whether a household whose alarm rings considers moving, and when it rings next
    choose_destination = 11,   ///< what a household that considers moving decides
    benchmark = 1000,
};

}  // namespace qonys
