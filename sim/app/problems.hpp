#pragma once

#include <string>

#include "base/error.hpp"

namespace qonys::app {

/// The mistakes of an input, a line each, as standard error shows them: equal lines once, and of one file at most
/// twenty, so that a table in the wrong format does not hide what is wrong elsewhere. Ends with their number.
std::string to_text(const InputError& error);

}  // namespace qonys::app
