#pragma once

#include <vector>

#include "world/levers.hpp"
#include "world/proposals.hpp"
#include "world/world.hpp"

namespace qonys {

/// Decides who gets what is scarce. Wishes for an offer compete by lottery ticket, lowest first, for the places left in
/// the destination's region and for the policy's money; a family that is larger than what is left is passed over. Who
/// is refused does what it would have done without the offer. Everything else is granted.
/// `proposals` are those of this rank's blocks, and so are the moves.
Moves settle(const Levers& levers, Purse& purse, const Proposals& proposals, const Geography& geography,
             const Ranks& ranks = one_rank);

/// The wishes for an offer that were not granted it.
Refusals refusals(const Proposals& proposals, const Moves& moves);

}  // namespace qonys
