#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/prefetch.hpp"
#include "random/candidates.hpp"
#include "world/block.hpp"

namespace qonys {

/// for_each_candidate over a block's households, as visit(row, uniform): those who are no more among them. A few dozen
/// come from memory at a time, so that the waits overlap. Households that a visit adds are not visited.
template <class Visit>
void for_each_candidate(const Stream& stream, const Block& block, double bound, Visit&& visit) {
    struct Asked {
        Row row;
        double uniform;
    };
    constexpr std::size_t at_once = 64;
    std::array<Asked, at_once> found;
    std::size_t number = 0;
    const auto visit_found = [&] {
        for (std::size_t k = 0; k < number; ++k) visit(found[k].row, found[k].uniform);
        number = 0;
    };
    for_each_candidate(stream, block.household_rows(), bound, [&](std::uint32_t row, double uniform) {
        prefetch(block.households[row]);
        found[number++] = {static_cast<Row>(row), uniform};
        if (number == at_once) visit_found();
    });
    visit_found();
}

}  // namespace qonys
