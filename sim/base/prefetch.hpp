#pragma once

#include <cstddef>
#include <span>

namespace qonys {

/// Bytes that come from memory together.
inline constexpr std::size_t memory_line = 64;

/// Asks for the memory of `value` ahead of its use. Rows that are asked in a month lie scattered over memory; asking
/// for all of a block's at once lets their waits overlap. Changes nothing but time.
///
/// Into the second-level cache, not the first: a processor can wait for many more lines there (Intel: 48 instead of
/// 16), and how many are under way at once is what limits us.
template <class T>
void prefetch(const T& value) {
    constexpr int to_read = 0;
    constexpr int second_level = 2;
    const auto* const bytes = reinterpret_cast<const std::byte*>(&value);
    __builtin_prefetch(bytes, to_read, second_level);
    // It may lie across the end of a line.
    if constexpr (memory_line % sizeof(T) != 0) __builtin_prefetch(bytes + sizeof(T) - 1, to_read, second_level);
}

/// The same of things that stand side by side in many lines.
template <class T>
void prefetch_whole(std::span<const T> things) {
    const std::span<const std::byte> bytes = std::as_bytes(things);
    for (std::size_t at = 0; at < bytes.size(); at += memory_line) prefetch(bytes[at]);
}

}  // namespace qonys
