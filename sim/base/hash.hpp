#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace qonys {

/// Mixes 64 bits so that every output bit depends on every input bit (the finaliser of SplitMix64; Steele, Lea and
/// Flood 2014). For digests, not for random numbers.
constexpr std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

/// A digest that depends on the order of what is added.
constexpr std::uint64_t chained(std::uint64_t digest, std::uint64_t value) { return mixed(digest ^ mixed(value)); }

/// The same for words of many: quicker, and enough before a `chained`.
constexpr std::uint64_t with_word(std::uint64_t digest, std::uint64_t word) {
    return (digest ^ mixed(word)) * 0x9E3779B97F4A7C15U;
}

/// Digest of raw bytes, eight at a time.
inline std::uint64_t digest_bytes(std::uint64_t digest, const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    digest = chained(digest, size);
    for (; size >= 8; size -= 8, bytes += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, 8);
        digest = with_word(digest, word);
    }
    std::uint64_t tail = 0;
    if (size > 0) std::memcpy(&tail, bytes, size);  // of no rows, `data` may be null, which memcpy forbids
    return chained(digest, tail);
}

}  // namespace qonys
