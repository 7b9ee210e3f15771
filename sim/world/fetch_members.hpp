#pragma once

#include <algorithm>
#include <vector>

#include "base/prefetch.hpp"
#include "world/block.hpp"

namespace qonys {

/// Asks for the head of a family and for those who stand behind it, as all members do in the starting population.
inline void fetch_family(const Block& block, const Household& household) {
    const std::size_t last = block.persons.size() - 1;
    prefetch(block.persons[household.first_person]);
    prefetch(block.persons[std::min<std::size_t>(household.first_person + household.size, last)]);
}

/// Brings the members of some households from memory, side by side: a chain tells only link by link where the next
/// member lies, and of chains that are walked one after the other each link is a wait. `reached`: the heads; nobody
/// when it is done.
inline void fetch_members(const Block& block, std::vector<Row>& reached) {
    while (!reached.empty()) {
        for (const Row member : reached) prefetch(block.persons[member]);
        std::size_t left = 0;
        for (const Row member : reached)
            if (const Row next = block.persons[member].next; next != no_row) reached[left++] = next;
        reached.resize(left);
    }
}

}  // namespace qonys
