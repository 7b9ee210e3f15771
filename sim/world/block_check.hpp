#pragma once

#include "world/block.hpp"

namespace qonys {

/// Throws BrokenInvariant unless the block agrees with itself: every living person is in the chain of one household
/// and partners stand next to each other, sizes and heads are those of the chains, `by_birth` holds every row once in a
/// run of its year and sex, and the lists of who is asked every month hold those and only those.
void check_block(const Block& block);

}  // namespace qonys
