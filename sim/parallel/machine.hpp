#pragma once

#include <cstddef>
#include <functional>

namespace qonys {

/// What computes a run: must not matter for its results.
struct Machine {
    int threads = 1;
};

/// The processors that this process may use.
int available_threads();

/// Calls `work(block, thread)` once for every block in [0, blocks), on the machine's threads, in no stated order.
/// `thread` is in [0, machine.threads). If calls throw, the exception of the lowest block is rethrown after all
/// threads have stopped.
void for_each_block(const Machine& machine, std::size_t blocks,
                    const std::function<void(std::size_t block, std::size_t thread)>& work);

}  // namespace qonys
