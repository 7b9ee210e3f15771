#pragma once

namespace qonys {

/// A share or probability whose odds are multiplied.
inline double at_odds(double share, double odds) { return odds * share / (1 - share + odds * share); }

}  // namespace qonys
