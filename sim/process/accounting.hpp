#pragma once

#include "world/levers.hpp"
#include "world/proposals.hpp"
#include "world/world.hpp"

namespace qonys {

/// Carries out the wishes that wait for nothing, since they take no offer, and strikes them out: so those who go are
/// still at hand from the asking.
BlockWork move_unassisted(Month month, const Levers& levers, Proposals& wishes, World& world);

/// Closes a month: carries out the wishes that are left, settled now, pays what they are entitled to, and publishes the
/// figures, which only then are visible to policies and choices.
void close_month(Month month, const Levers& levers, const Proposals& wishes, World& world, const Machine& machine);

}  // namespace qonys
