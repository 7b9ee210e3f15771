#pragma once

#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/world.hpp"

namespace qonys {

/// What programmes do for people in a month besides resettling them (docs/model/programmes.md): rent, dwellings, loans,
/// placement and services for the households that they resettled. Each grant is paid out of its policy's purse, in the
/// order of the policies, of what is granted and of lottery tickets; what the purse does not hold is not granted. Draws
/// for each household that takes part and each of its unemployed members.
void serve_participants(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine);

}  // namespace qonys
