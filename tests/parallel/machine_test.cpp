#include "parallel/machine.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace qonys {
namespace {

class ParallelBlocks : public testing::TestWithParam<int> {
protected:
    Machine machine{GetParam()};
};

TEST_P(ParallelBlocks, are_visited_once_each) {
    for (const std::size_t blocks : {0U, 1U, 2U, 5U, 1000U}) {
        std::vector<std::atomic<int>> visits(blocks);
        for_each_block(machine, blocks, [&](std::size_t block, std::size_t) { ++visits.at(block); });
        for (std::size_t block = 0; block < blocks; ++block)
            EXPECT_EQ(visits[block], 1) << "block " << block << " of " << blocks;
    }
}

TEST_P(ParallelBlocks, are_worked_on_by_the_threads_of_the_machine) {
    // A plain counter a thread: it would race, and tsan would say so, if two threads had the same number.
    std::vector<std::size_t> worked(static_cast<std::size_t>(machine.threads));
    for_each_block(machine, 1000, [&](std::size_t, std::size_t thread) { ++worked.at(thread); });
    std::size_t sum = 0;
    for (const std::size_t blocks : worked) sum += blocks;
    EXPECT_EQ(sum, 1000U);
}

TEST_P(ParallelBlocks, rethrow_the_exception_of_the_lowest_block_after_all_have_been_visited) {
    for (int attempt = 0; attempt < 3; ++attempt) {
        std::atomic<int> visited = 0;
        std::string caught;
        try {
            for_each_block(machine, 200, [&](std::size_t block, std::size_t) {
                ++visited;
                // The lowest one is late: others have thrown before, unless there is one thread only.
                if (block == 49) std::this_thread::sleep_for(std::chrono::milliseconds(10));
                if (block % 50 == 49) throw std::runtime_error("block " + std::to_string(block));
            });
        } catch (const std::runtime_error& error) {
            caught = error.what();
        }
        EXPECT_EQ(caught, "block 49");
        EXPECT_EQ(visited, 200);
    }
}

TEST_P(ParallelBlocks, keep_the_type_of_the_exception) {
    EXPECT_THROW(for_each_block(machine, 3, [](std::size_t, std::size_t) { throw std::out_of_range("no"); }),
                 std::out_of_range);
}

INSTANTIATE_TEST_SUITE_P(Threads, ParallelBlocks, testing::Values(1, 2, 3, 8));

TEST(Machine, has_at_least_one_thread) {
    EXPECT_GE(available_threads(), 1);
    EXPECT_EQ(Machine{}.threads, 1);
}

}  // namespace
}  // namespace qonys
