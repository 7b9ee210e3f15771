#include "parallel/ranks.hpp"

#ifdef QONYS_MPI
#include <algorithm>
#include <cstdlib>
#include <limits>

#include <mpi.h>

namespace qonys {
namespace {

constexpr int exit_codes = 256;
constexpr int all_well = std::numeric_limits<int>::max();
constexpr std::size_t longest = std::numeric_limits<int>::max();  ///< MPI counts in int

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

/// Whether a launcher of Open MPI, or one with PMIx or PMI (srun), started this process. MPI costs a tenth of a second
/// to start, which a program on its own need not pay.
bool launched() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"})
        if (std::getenv(name) != nullptr) return true;
    return false;
}

void finalize() { MPI_Finalize(); }

template <class T>
void sum_of_all(std::span<T> numbers, MPI_Datatype type) {
    for (std::size_t at = 0; at < numbers.size(); at += longest) {
        const auto part = numbers.subspan(at, std::min(longest, numbers.size() - at));
        MPI_Allreduce(MPI_IN_PLACE, part.data(), static_cast<int>(part.size()), type, MPI_SUM, MPI_COMM_WORLD);
    }
    note(numbers.size_bytes());
}

}  // namespace

const Ranks& all_ranks() {
    static const Ranks ranks = [] {
        Ranks all;
        if (!launched()) return all;
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

std::vector<std::int64_t> Ranks::sizes_of(std::int64_t mine) const {
    meet();
    std::vector<std::int64_t> sizes(static_cast<std::size_t>(count_));
    MPI_Allgather(&mine, 1, MPI_INT64_T, sizes.data(), 1, MPI_INT64_T, MPI_COMM_WORLD);
    note(sizeof mine);
    return sizes;
}

void Ranks::gather_bytes(std::span<const std::byte> mine, std::span<const std::int64_t> sizes,
                         std::span<std::byte> all) const {
    if (all.size() > longest) throw std::length_error("ranks cannot gather more than 2 GiB at a time");
    std::vector<int> lengths, begins;
    int begin = 0;
    for (const std::int64_t size : sizes) {
        lengths.push_back(static_cast<int>(size));
        begins.push_back(begin);
        begin += lengths.back();
    }
    MPI_Allgatherv(mine.data(), static_cast<int>(mine.size()), MPI_BYTE, all.data(), lengths.data(), begins.data(),
                   MPI_BYTE, MPI_COMM_WORLD);
    note(mine.size());
}

#else

namespace qonys {

const Ranks& all_ranks() { return one_rank; }
Traffic traffic() { return {}; }
void Ranks::meet() const {}
std::pair<int, bool> Ranks::fail(int exit_code) const { return {exit_code, true}; }
void Ranks::sum(std::span<std::int64_t>) const {}
void Ranks::sum(std::span<std::uint64_t>) const {}
std::vector<std::int64_t> Ranks::sizes_of(std::int64_t mine) const { return {mine}; }
void Ranks::gather_bytes(std::span<const std::byte>, std::span<const std::int64_t>, std::span<std::byte>) const {}

#endif

std::int64_t Ranks::sum(std::int64_t number) const {
    sum(std::span(&number, 1));
    return number;
}

}  // namespace qonys
