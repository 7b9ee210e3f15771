#include "random/candidates.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "random/logarithm.hpp"

// The loops below are written for the compiler to turn into vector instructions; it makes one version for each of these
// processors, and the program chooses when it starts. All give the same bits: there is nothing in them but integers and
// additions, multiplications and divisions, none contracted. Sanitizers cannot choose that early.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define QONYS_FOR_EACH_PROCESSOR [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define QONYS_FOR_EACH_PROCESSOR
#endif

namespace qonys {
namespace {

constexpr std::uint64_t low_word = 0xFFFFFFFF;

}  // namespace

QONYS_FOR_EACH_PROCESSOR
void draw_candidates(const std::array<std::uint32_t, 4>& counter, const std::array<std::uint32_t, 2>& key,
                     double inverse_log, CandidateBatch& batch) {
    // Philox4x32-10 as Random123 has it, some calls side by side (a test compares the two).
    constexpr std::size_t calls = CandidateBatch::size / 2;
    std::array<std::array<std::uint64_t, calls>, 4> word;
    for (std::size_t k = 0; k < calls; ++k) {
        word[0][k] = (counter[0] + k) & low_word;
        for (std::size_t w = 1; w < 4; ++w) word[w][k] = counter[w];
    }
    std::array<std::uint32_t, 2> round_key = key;
    for (int round = 0; round < 10; ++round) {
        for (std::size_t k = 0; k < calls; ++k) {
            const std::uint64_t first = (word[0][k] & low_word) * 0xD2511F53U;
            const std::uint64_t second = (word[2][k] & low_word) * 0xCD9E8D57U;
            word[0][k] = (second >> 32U) ^ word[1][k] ^ round_key[0];
            word[1][k] = second & low_word;
            word[2][k] = (first >> 32U) ^ word[3][k] ^ round_key[1];
            word[3][k] = first & low_word;
        }
        round_key[0] += 0x9E3779B9U;
        round_key[1] += 0xBB67AE85U;
    }
    for (std::size_t k = 0; k < CandidateBatch::size; ++k) {
        const std::size_t w = k < calls ? 0 : 2;
        const double gap = log_uniform(word[w][k % calls]) * inverse_log;
        batch.gap[k] = static_cast<std::uint32_t>(static_cast<std::int32_t>(gap < longest_gap ? gap : longest_gap));
        batch.uniform[k] = (exact_double(word[w + 1][k % calls]) + 0.5) * 0x1p-32;
    }
}

void hazard_above_bound(std::string_view process, BlockId block, std::uint32_t row, double hazard, double bound) {
    throw BrokenInvariant(fmt::format("{}: row {} of block {} has hazard {} above its bound {}", process, row,
                                      index(block), hazard, bound));
}

}  // namespace qonys
