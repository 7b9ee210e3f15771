#include "random/candidates.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace qonys {

void hazard_above_bound(std::string_view process, BlockId block, std::uint32_t row, double hazard, double bound) {
    throw BrokenInvariant(fmt::format("{}: row {} of block {} has hazard {} above its bound {}", process, row,
                                      index(block), hazard, bound));
}

}  // namespace qonys
