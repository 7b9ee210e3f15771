#pragma once

#include <vector>

namespace qonys {

/// The things of all lists, such as those of every block, one list after the other.
template <class T>
std::vector<T> joined(const std::vector<std::vector<T>>& lists) {
    std::vector<T> all;
    for (const std::vector<T>& list : lists) all.insert(all.end(), list.begin(), list.end());
    return all;
}

}  // namespace qonys
