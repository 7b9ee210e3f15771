#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "model/model.hpp"

namespace qonys {

using Observers = std::vector<std::unique_ptr<Observer>>;

/// Simulates the months that follow the World's up to the end of the scenario, and shows each one to the observers once
/// its books balance. Stops after the month under way when `stop_requested` says so.
RunEnd run(const Model& model, World& world, const Machine& machine, const RunInfo& info, const Observers& observers,
           const std::function<bool()>& stop_requested);

}  // namespace qonys
