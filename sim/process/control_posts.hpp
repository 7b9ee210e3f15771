#pragma once

#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/proposals.hpp"
#include "world/world.hpp"

namespace qonys {

/// Strikes out the wishes that closures, borders and offices stop (docs/model/control_posts.md). Who is stopped stays,
/// is counted, and may try again (`Block::deferred`). Draws a number for each wish that may be stopped.
BlockWork stop_at_control_posts(Month month, const Levers& levers, Proposals& proposals, World& world, Seed seed);

/// Probability that somebody of this status comes through from one place to another; at least one lies in the country.
double passes(const Levers& levers, const Geography& geography, PlaceId origin, PlaceId destination, Reason reason,
              LegalStatus status);

}  // namespace qonys
