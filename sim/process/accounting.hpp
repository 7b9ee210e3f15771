#pragma once

#include "world/levers.hpp"
#include "world/proposals.hpp"
#include "world/world.hpp"

namespace qonys {

/// Closes a month: applies the wishes that are settled, pays what they are entitled to, and publishes the figures,
/// which only then are visible to policies and choices. `also`: done to each block when its wishes are applied, while
/// the movers are at hand.
void close_month(
    Month month, const Levers& levers, const Proposals& wishes, World& world, const Machine& machine,
    const BlockWork& also = [](std::size_t, std::size_t) {});

}  // namespace qonys
