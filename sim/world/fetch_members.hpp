#pragma once

#include <algorithm>
#include <utility>
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
    constexpr Row neighbours = memory_line / sizeof(Person);
    while (!reached.empty()) {
        for (const Row member : reached) prefetch(block.persons[member]);
        std::size_t left = 0;
        for (Row member : reached) {
            Row next = block.persons[member].next;
            while (next != no_row && next / neighbours == member / neighbours)  // has come along
                next = block.persons[std::exchange(member, next)].next;
            if (next != no_row) reached[left++] = next;
        }
        reached.resize(left);
    }
}

}  // namespace qonys
