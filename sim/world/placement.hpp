#pragma once

#include <vector>

#include "world/world.hpp"

namespace qonys {

/// Somebody who looks for work and shall be placed.
struct Placement {
    std::uint32_t ticket = 0;
    BlockId block{};
    Row person = 0;
};

/// Places as many of them as there are vacancies in their place for their education, lowest tickets first.
void place_in_work(std::vector<Placement>& wishes, World& world);

}  // namespace qonys
