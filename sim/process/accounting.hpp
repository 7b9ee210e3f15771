#pragma once

#include "world/levers.hpp"
#include "world/proposals.hpp"
#include "world/world.hpp"

namespace qonys {

/// Closes a month: applies the moves, pays what they are entitled to, and publishes the figures, which only then are
/// visible to policies and choices.
void close_month(Month month, const Levers& levers, const Moves& moves, World& world, const Machine& machine);

}  // namespace qonys
