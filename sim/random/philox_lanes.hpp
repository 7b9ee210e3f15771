#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

// Loops over these are written for the compiler to turn into vector instructions; it makes one version of a function
// marked so for each of these processors, and the program chooses when it starts. All give the same bits: there is
// nothing in them but integers and additions, multiplications and divisions, none contracted. Sanitizers cannot choose
// that early.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define QONYS_FOR_EACH_PROCESSOR [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define QONYS_FOR_EACH_PROCESSOR
#endif

namespace qonys {

inline constexpr std::uint64_t low_word = 0xFFFFFFFF;

/// Counters of Philox in lanes of 64 bits: [word][call]. Only the low half of a lane counts.
template <std::size_t calls>
using PhiloxLanes = std::array<std::array<std::uint64_t, calls>, 4>;

/// Philox4x32-10 as Random123 has it, some calls side by side (a test compares the two). Always inline, so that it is
/// compiled for the processor of the function that it stands in.
template <std::size_t calls>
[[gnu::always_inline]] inline void philox_rounds(PhiloxLanes<calls>& word, std::array<std::uint32_t, 2> round_key) {
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
}

}  // namespace qonys
