#include "parallel/machine.hpp"

#include <exception>
#include <limits>
#include <mutex>

#include <omp.h>

namespace qonys {

int available_threads() { return omp_get_num_procs(); }

void for_each_block(const Machine& machine, std::size_t blocks, const BlockWork& work) {
    std::mutex guard;
    std::exception_ptr first_error;
    std::size_t first_block = std::numeric_limits<std::size_t>::max();

    const std::pair<std::size_t, std::size_t> mine = machine.ranks->part(blocks);
#pragma omp parallel for schedule(dynamic, 1) num_threads(machine.threads)
    for (std::size_t block = mine.first; block < mine.second; ++block) {
        try {
            work(block, static_cast<std::size_t>(omp_get_thread_num()));
        } catch (...) {
            const std::lock_guard lock(guard);
            if (block < first_block) {
                first_block = block;
                first_error = std::current_exception();
            }
        }
    }
    if (first_error) std::rethrow_exception(first_error);
}

}  // namespace qonys
