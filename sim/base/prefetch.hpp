#pragma once

namespace qonys {

/// Asks for the memory of `value` ahead of its use. Rows that are asked in a month lie scattered over memory; asking
/// for all of a block's at once lets their waits overlap. Changes nothing but time.
///
/// Into the second-level cache, not the first: a processor can wait for many more lines there (Intel: 48 instead of
/// 16), and how many are under way at once is what limits us.
template <class T>
void prefetch(const T& value) {
    constexpr int to_read = 0;
    constexpr int second_level = 2;
    __builtin_prefetch(&value, to_read, second_level);
}

}  // namespace qonys
