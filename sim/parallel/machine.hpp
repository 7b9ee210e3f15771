#pragma once

#include <cstddef>
#include <functional>

#include "parallel/ranks.hpp"

namespace qonys {

/// What computes a run: must not matter for its results.
struct Machine {
    int threads = 1;  ///< of this rank
    const Ranks* ranks = &one_rank;
};

/// The processors that this process may use.
int available_threads();

/// What a process does to one block, on one of the machine's threads.
using BlockWork = std::function<void(std::size_t block, std::size_t thread)>;

/// Calls `work(block, thread)` once for every block in [0, blocks) that is this rank's, on the machine's threads, in no
/// stated order.
/// `thread` is in [0, machine.threads). If calls throw, the exception of the lowest block is rethrown after all
/// threads have stopped.
void for_each_block(const Machine& machine, std::size_t blocks, const BlockWork& work);

/// Takes every block through several works in turn: it comes from memory once for all of them.
template <class... Works>
void for_each_block(const Machine& machine, std::size_t blocks, const BlockWork& first, const Works&... others) {
    for_each_block(machine, blocks, BlockWork([&](std::size_t block, std::size_t thread) {
                       first(block, thread);
                       (others(block, thread), ...);
                   }));
}

}  // namespace qonys
