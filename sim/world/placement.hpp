#pragma once

#include <vector>

#include "world/world.hpp"

namespace qonys {

/// Somebody who looks for work and shall be placed.
struct Placement {
    std::uint32_t ticket = 0;
    BlockId block{};
    Row person = 0;
    std::uint16_t cell = 0;  ///< activity_row; filled in by `place_in_work`
};

/// Places as many of them as there are vacancies in their place for their education, lowest tickets first.
/// `wishes` are those of this rank's blocks.
void place_in_work(std::vector<Placement> wishes, World& world);

}  // namespace qonys
