#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "world/world.hpp"

namespace qonys {

/// Gives the World of one list of policies to another: what is booked and remembered of a policy follows its name;
/// whoever joined one that the new list lacks belongs to no programme from now on. Without a change of the list,
/// nothing happens.
void renumber_policies(World& world, const std::vector<std::string>& before, const std::vector<std::string>& now);

}  // namespace qonys
