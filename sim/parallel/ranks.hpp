#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

namespace qonys {

/// The processes that compute one run together, and which of them this one is. Each has a part of the blocks and all
/// of the published figures; what needs all blocks is summed or gathered. All of them call the same functions in the
/// same order. With one rank everything returns at once (docs/adr/0016-ranks.md).
class Ranks {
public:
    constexpr Ranks() = default;

    int count() const { return count_; }
    int number() const { return number_; }
    /// Whether this one writes and speaks.
    bool first() const { return number_ == 0; }

    /// This rank's part of so many blocks: [first, second).
    std::pair<std::size_t, std::size_t> part(std::size_t blocks) const {
        const auto begin = [&](int rank) {
            return blocks * static_cast<std::size_t>(rank) / static_cast<std::size_t>(count_);
        };
        return {begin(number_), begin(number_ + 1)};
    }

    /// The rank whose part of so many blocks has this one.
    int owner(std::size_t block, std::size_t blocks) const {
        return static_cast<int>(((block + 1) * static_cast<std::size_t>(count_) - 1) / blocks);
    }

    /// Replaces every number by its sum over all ranks.
    void sum(std::span<std::int32_t> numbers) const;
    void sum(std::span<std::int64_t> numbers) const;
    /// Of unsigned numbers, which wrap.
    void sum(std::span<std::uint64_t> numbers) const;
    std::int64_t sum(std::int64_t number) const;
    /// Whether it holds on any rank.
    bool any(bool here) const { return sum(std::int64_t{here}) > 0; }

    /// Whether all ranks have the same number.
    bool same(std::uint64_t number) const;

    /// What all ranks have, in the order of ranks: of lists by block, in the order of blocks. At most 2^31 - 1 things.
    template <class T>
    std::vector<T> gather(std::vector<T> mine) const {
        static_assert(std::is_trivially_copyable_v<T>);
        if (count_ == 1) return mine;
        const std::vector<std::int64_t> counts = counts_of(mine.size());
        std::vector<T> all(static_cast<std::size_t>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0})));
        gather_things(mine.data(), counts, sizeof(T), all.data());
        return all;
    }
    /// What the rank `owner` has, for the first one; the others get what they gave.
    std::vector<std::byte> to_first(std::vector<std::byte> mine, int owner) const;

    /// Waits until all ranks are here.
    void meet() const;
    /// To be called instead of anything else by a rank that cannot go on: the others throw OtherRankFailed where they
    /// wait for it. Returns the exit code of the lowest of those that failed at the same time, and whether this is it.
    std::pair<int, bool> fail(int exit_code) const;

private:
    friend const Ranks& all_ranks();

    std::vector<std::int64_t> counts_of(std::size_t mine) const;
    void gather_things(const void* mine, std::span<const std::int64_t> counts, std::size_t size, void* all) const;

    int count_ = 1;
    int number_ = 0;
};

inline constexpr Ranks one_rank;

/// Those that a launcher started; one_rank without it, and in a program that was built without MPI.
const Ranks& all_ranks();
/// How many processes the launcher says that it started together, this one among them: mpirun of Open MPI, that of
/// MPICH, srun. 1 without a launcher. If it is not the number of all_ranks(), these do not know of each other.
int processes_launched();

/// What this rank exchanged with the others so far.
struct Traffic {
    std::int64_t calls = 0;
    std::int64_t bytes = 0;  ///< of what it has got: sums, and what was gathered
};
Traffic traffic();

/// Another rank could not go on, and has said why.
class OtherRankFailed : public std::runtime_error {
public:
    explicit OtherRankFailed(int exit_code)
        : std::runtime_error("another rank could not go on"), exit_code_(exit_code) {}
    int exit_code() const { return exit_code_; }

private:
    int exit_code_;
};

}  // namespace qonys
