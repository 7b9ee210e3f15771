#pragma once

#include <vector>

#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/world.hpp"

namespace qonys {

/// Who is to get a month's income support: [Levers::supports][block] persons.
using SupportClaims = std::vector<std::vector<std::vector<Row>>>;

/// This month's income support (docs/model/programmes.md) is for everybody who does what a policy supports, wherever
/// the policy pays.
BlockWork claim_support(Month month, const Levers& levers, const World& world, SupportClaims& claims);
/// If a purse does not suffice, those with the lowest lottery tickets are paid. Draws for each of them, and only then.
/// Serial.
void grant_support(Month month, const Levers& levers, World& world, Seed seed, SupportClaims& claims);
/// Pays; the household saves of it what it saves of wages.
BlockWork pay_support(const Levers& levers, World& world, const SupportClaims& claims);

}  // namespace qonys
