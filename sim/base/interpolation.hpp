#pragma once

#include <iterator>
#include <map>

namespace qonys {

/// A figure known at some dates; linear between them, constant outside. `known` must not be empty.
inline double interpolated(const std::map<double, double>& known, double at) {
    const auto after = known.lower_bound(at);
    if (after == known.begin()) return after->second;
    if (after == known.end()) return known.rbegin()->second;
    const auto before = std::prev(after);
    const double share = (at - before->first) / (after->first - before->first);
    return before->second + share * (after->second - before->second);
}

}  // namespace qonys
