#pragma once

#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/world.hpp"

namespace qonys {

/// Pays this month's income support (docs/model/programmes.md) to everybody who does what a policy supports, wherever
/// the policy pays; the household saves of it what it saves of wages. If a purse does not suffice, those with the
/// lowest lottery tickets are paid. Draws for each of them, and only then.
void pay_support(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine);

}  // namespace qonys
