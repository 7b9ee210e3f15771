#pragma once

#include "model/model.hpp"

namespace qonys {

/// The names of a model's policies, in the order of the ledgers' rows.
std::vector<std::string> policy_names(const Model& model);

/// The World of a checkpoint, ready for the month after it under the model's policies, which may be other ones than
/// those of the run that wrote it. Throws InputError with everything else that differs: it would have changed the past;
/// throws FileError for a file that cannot be used.
World resume(const Model& model, const std::filesystem::path& checkpoint, const Machine& machine);

/// A copy of a World that goes on under another model's policies.
World fork(const World& world, const Model& past, const Model& future);

}  // namespace qonys
