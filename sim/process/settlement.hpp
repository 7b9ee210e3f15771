#pragma once

#include <vector>

#include "world/levers.hpp"
#include "world/proposals.hpp"
#include "world/world.hpp"

namespace qonys {

/// Decides who gets what is scarce. Wishes for an offer compete by lottery ticket, lowest first, for the places left in
/// the destination's region and for the policy's money; a family that is larger than what is left is passed over. Who
/// is refused does what it would have done without the offer: the offer is struck out of its wish. Everything else is
/// granted. `wishes` are those of this rank's blocks; returns the refused among them.
Refusals settle(const Levers& levers, Purse& purse, Proposals& wishes, const Geography& geography,
                const Ranks& ranks = one_rank);

}  // namespace qonys
