#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

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
