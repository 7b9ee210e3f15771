#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"

namespace qonys {

/// Policies that pull a lever in opposite directions in the same month, a sentence for each pair and lever: both act,
/// and a user should know. Looks at each policy alone, as if nothing had been spent and no quota filled yet.
std::vector<std::string> contradictions(const Model& model);

}  // namespace qonys
