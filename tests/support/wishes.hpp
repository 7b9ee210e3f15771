#pragma once

#include "process/migration.hpp"

namespace qonys::test {

/// What everybody wishes in a month.
inline Proposals wishes(const Migration& migration, Month month, const Levers& levers, World& world, Seed seed,
                        const Machine& machine) {
    Proposals proposals;
    for_each_block(machine, world.blocks.size(), migration.propose(month, levers, world, seed, machine, proposals));
    return proposals;
}

}  // namespace qonys::test
