#pragma once

#include <vector>

#include "base/prefetch.hpp"
#include "world/block.hpp"

namespace qonys {

/// Brings the members of some households from memory, side by side: a chain tells only link by link where the next
/// member lies, and of chains that are walked one after the other each link is a wait. `scratch` is overwritten.
inline void fetch_members(const Block& block, const auto& households, std::vector<Row>& scratch) {
    scratch.clear();
    for (const Row household : households) scratch.push_back(block.households[household].first_person);
    while (!scratch.empty()) {
        for (const Row member : scratch) prefetch(block.persons[member]);
        std::size_t left = 0;
        for (const Row member : scratch)
            if (const Row next = block.persons[member].next; next != no_row) scratch[left++] = next;
        scratch.resize(left);
    }
}

}  // namespace qonys
