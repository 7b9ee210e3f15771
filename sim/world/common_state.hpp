#pragma once

#include <type_traits>
#include <vector>

#include <boost/pfr/core.hpp>

#include "world/state.hpp"
#include "world/world.hpp"

namespace qonys {

/// pass_state() of all of the World that every rank has: without the blocks, and without the ledgers of the threads,
/// which are empty between months.
template <class Stream, class OfWorld>
void pass_common_state(Stream& stream, OfWorld& world) {
    boost::pfr::for_each_field(world, [&](auto& field) {
        using Part = std::remove_cvref_t<decltype(field)>;
        if constexpr (!std::is_same_v<Part, std::vector<Block>> && !std::is_same_v<Part, std::vector<Ledger>>)
            pass_state(stream, field);
    });
}

}  // namespace qonys
