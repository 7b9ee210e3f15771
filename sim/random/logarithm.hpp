#pragma once

#include <bit>
#include <cstdint>
#include <numbers>

namespace qonys {

/// An integer below 2^52, by its bits: there is no vector instruction that converts 64-bit integers.
inline double exact_double(std::uint64_t integer) {
    return std::bit_cast<double>(integer | std::bit_cast<std::uint64_t>(0x1p52)) - 0x1p52;
}

/// ln((word + 1/2) / 2^32), for a word below 2^32: the logarithm of a uniform number, within 1e-12 of the true one. A
/// series of our own: the same bits on every processor, and loops of it become vector instructions.
/// x = 2 word + 1 = 2^e m with m between the roots of 1/2 and 2, and ln m = 2 artanh((m - 1) / (m + 1)).
inline double log_uniform(std::uint64_t word) {
    constexpr std::uint64_t root_of_half = 0x3FE6A09E667F3BCD;
    constexpr std::uint64_t mantissa = 0xFFFFFFFFFFFFF;
    const std::uint64_t above = std::bit_cast<std::uint64_t>(exact_double(2 * word + 1)) - root_of_half;
    const double m = std::bit_cast<double>((above & mantissa) + root_of_half);
    const double s = (m - 1) / (m + 1);
    const double z = s * s;
    const double series =
        1 + z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11 + z * (1.0 / 13 + z / 15))))));
    return (exact_double(above >> 52U) - 33) * std::numbers::ln2 + 2 * s * series;
}

}  // namespace qonys
