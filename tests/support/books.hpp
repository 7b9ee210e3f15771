#pragma once

#include "world/world.hpp"

namespace qonys {

/// Holds the published stocks against a count of all persons and households that is written apart from the engine's,
/// and every block against the rules of its rows: chains, sizes, heads, partners next to each other, free rows.
void expect_books_to_agree_with_blocks(const World& world);

}  // namespace qonys
