#include "random/candidates.hpp"

#include <bit>

#include <fmt/format.h>

#include "base/error.hpp"

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

/// An integer below 2^52, by its bits: there is no vector instruction that converts 64-bit integers.
double exact_double(std::uint64_t integer) {
    return std::bit_cast<double>(integer | std::bit_cast<std::uint64_t>(0x1p52)) - 0x1p52;
}

/// The natural logarithm of x in [0.5, 2^32]: x = 2^e m with m between the roots of 1/2 and 2, and
/// ln m = 2 artanh((m - 1) / (m + 1)).
double log_of(double x) {
    constexpr std::uint64_t root_of_half = 0x3FE6A09E667F3BCD;
    constexpr std::uint64_t mantissa = 0xFFFFFFFFFFFFF;
    const std::uint64_t above = std::bit_cast<std::uint64_t>(x) - root_of_half;
    const double m = std::bit_cast<double>((above & mantissa) + root_of_half);
    const double s = (m - 1) / (m + 1);
    const double z = s * s;
    const double series =
        1 + z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11 + z * (1.0 / 13 + z / 15))))));
    return exact_double(above >> 52U) * 0.693147180559945309417 + 2 * s * series;
}

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
        const double x = exact_double(word[w][k % calls]) + 0.5;
        const double gap = (log_of(x) - 32 * 0.693147180559945309417) * inverse_log;
        batch.gap[k] = static_cast<std::uint32_t>(static_cast<std::int32_t>(gap < longest_gap ? gap : longest_gap));
        batch.uniform[k] = (exact_double(word[w + 1][k % calls]) + 0.5) * 0x1p-32;
    }
}

void hazard_above_bound(std::string_view process, BlockId block, std::uint32_t row, double hazard, double bound) {
    throw BrokenInvariant(fmt::format("{}: row {} of block {} has hazard {} above its bound {}", process, row,
                                      index(block), hazard, bound));
}

}  // namespace qonys
