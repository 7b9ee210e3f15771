#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

// The compiler makes one version of a function marked so for each of these processors, and the program chooses when it
// starts. All give the same bits: there is nothing in them but integers and additions, multiplications and divisions,
// none contracted. Sanitizers cannot choose that early.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define QONYS_FOR_EACH_PROCESSOR [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define QONYS_FOR_EACH_PROCESSOR
#endif

namespace qonys {

/// Calls of Philox4x32-10 side by side, as Random123 has it (a test compares the two).
struct PhiloxBatch {
    static constexpr std::size_t calls = 16;

    /// [word][call] before `draw` the counters, after it the random words.
    std::array<std::array<std::uint32_t, calls>, 4> word;

    void draw(std::array<std::uint32_t, 2> key);
    /// Of consecutive counters.
    void draw_from(const std::array<std::uint32_t, 4>& counter, std::array<std::uint32_t, 2> key) {
        for (std::size_t k = 0; k < calls; ++k) {
            word[0][k] = counter[0] + static_cast<std::uint32_t>(k);
            for (std::size_t w = 1; w < 4; ++w) word[w][k] = counter[w];
        }
        draw(key);
    }
};

}  // namespace qonys
