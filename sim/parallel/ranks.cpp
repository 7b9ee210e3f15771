#include "parallel/ranks.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>

#ifdef QONYS_MPI
#include <limits>

#include <mpi.h>

namespace qonys {
namespace {

constexpr int exit_codes = 256;
constexpr int all_well = std::numeric_limits<int>::max();

Traffic done;

void note(std::size_t bytes) {
    ++done.calls;
    done.bytes += static_cast<std::int64_t>(bytes);
}

/// The lowest of what all ranks say.
int lowest(int mine) {
    int of_all = 0;
    MPI_Allreduce(&mine, &of_all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    note(sizeof mine);
    return of_all;
}

void finalize() { MPI_Finalize(); }

/// MPI counts in int.
int counted(std::int64_t things) {
    if (things > std::numeric_limits<int>::max())
        throw std::length_error("ranks cannot exchange more than 2^31 - 1 things at a time");
    return static_cast<int>(things);
}

template <class T>
void sum_of_all(std::span<T> numbers, MPI_Datatype type) {
    MPI_Allreduce(MPI_IN_PLACE, numbers.data(), counted(std::ssize(numbers)), type, MPI_SUM, MPI_COMM_WORLD);
    note(numbers.size_bytes());
}

}  // namespace

const Ranks& all_ranks() {
    static const Ranks ranks = [] {
        Ranks all;
        if (processes_launched() == 1) return all;  // MPI costs a tenth of a second to start
        int granted = 0;
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &granted);
        std::atexit(finalize);
        MPI_Comm_size(MPI_COMM_WORLD, &all.count_);
        MPI_Comm_rank(MPI_COMM_WORLD, &all.number_);
        return all;
    }();
    return ranks;
}

Traffic traffic() { return done; }

void Ranks::meet() const {
    if (count_ == 1) return;
    const int failed = lowest(all_well);
    if (failed != all_well) throw OtherRankFailed(failed % exit_codes);
}

std::pair<int, bool> Ranks::fail(int exit_code) const {
    if (count_ == 1) return {exit_code, true};
    const int failed = lowest(number_ * exit_codes + exit_code);
    return {failed % exit_codes, failed / exit_codes == number_};
}

void Ranks::sum(std::span<std::int32_t> numbers) const {
    if (count_ == 1) return;
    meet();
    sum_of_all(numbers, MPI_INT32_T);
}

void Ranks::sum(std::span<std::int64_t> numbers) const {
    if (count_ == 1) return;
    meet();
    sum_of_all(numbers, MPI_INT64_T);
}

void Ranks::sum(std::span<std::uint64_t> numbers) const {
    if (count_ == 1) return;
    meet();
    sum_of_all(numbers, MPI_UINT64_T);
}

std::vector<std::int64_t> Ranks::counts_of(std::size_t mine) const {
    meet();
    const auto count = static_cast<std::int64_t>(mine);
    std::vector<std::int64_t> counts(static_cast<std::size_t>(count_));
    MPI_Allgather(&count, 1, MPI_INT64_T, counts.data(), 1, MPI_INT64_T, MPI_COMM_WORLD);
    note(counts.size() * sizeof count);
    return counts;
}

void Ranks::gather_things(const void* mine, std::span<const std::int64_t> counts, std::size_t size, void* all) const {
    std::vector<int> lengths, begins;
    std::int64_t begin = 0;
    for (const std::int64_t count : counts) {
        begins.push_back(counted(begin));
        lengths.push_back(counted(count));
        begin += count;
    }
    MPI_Datatype thing = MPI_BYTE;
    MPI_Type_contiguous(counted(static_cast<std::int64_t>(size)), MPI_BYTE, &thing);
    MPI_Type_commit(&thing);
    MPI_Allgatherv(mine, lengths[static_cast<std::size_t>(number_)], thing, all, lengths.data(), begins.data(), thing,
                   MPI_COMM_WORLD);
    MPI_Type_free(&thing);
    note(static_cast<std::size_t>(begin) * size);
}

std::vector<std::byte> Ranks::to_first(std::vector<std::byte> mine, int owner) const {
    if (owner == 0) return mine;
    meet();
    constexpr int tag = 0;
    if (number_ == owner) MPI_Send(mine.data(), counted(std::ssize(mine)), MPI_BYTE, 0, tag, MPI_COMM_WORLD);
    if (first()) {
        MPI_Status arriving;
        int size = 0;
        MPI_Probe(owner, tag, MPI_COMM_WORLD, &arriving);
        MPI_Get_count(&arriving, MPI_BYTE, &size);
        mine.resize(static_cast<std::size_t>(size));
        MPI_Recv(mine.data(), size, MPI_BYTE, owner, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        note(mine.size());
    }
    return mine;
}

#else

namespace qonys {

const Ranks& all_ranks() { return one_rank; }
Traffic traffic() { return {}; }
void Ranks::meet() const {}
std::pair<int, bool> Ranks::fail(int exit_code) const { return {exit_code, true}; }
void Ranks::sum(std::span<std::int32_t>) const {}
void Ranks::sum(std::span<std::int64_t>) const {}
void Ranks::sum(std::span<std::uint64_t>) const {}
std::vector<std::int64_t> Ranks::counts_of(std::size_t mine) const { return {static_cast<std::int64_t>(mine)}; }
void Ranks::gather_things(const void*, std::span<const std::int64_t>, std::size_t, void*) const {}
std::vector<std::byte> Ranks::to_first(std::vector<std::byte> mine, int) const { return mine; }

#endif

std::int64_t Ranks::sum(std::int64_t number) const {
    sum(std::span(&number, 1));
    return number;
}

bool Ranks::same(std::uint64_t number) const {
    const std::vector<std::uint64_t> all = gather(std::vector{number});
    return std::ranges::adjacent_find(all, std::ranges::not_equal_to()) == all.end();
}

int processes_launched() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"})
        if (const char* said = std::getenv(name)) return std::max(std::atoi(said), 1);
    return 1;
}

}  // namespace qonys
