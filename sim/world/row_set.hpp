#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "base/prefetch.hpp"

namespace qonys {

/// Some rows of a block, a bit each: few of many, found in ascending order without a look at the rows themselves.
class RowSet {
public:
    void insert(std::size_t row) {
        if (row / 64 >= words_.size()) words_.resize(std::max<std::size_t>(row / 64 + 1, at_first));
        words_[row / 64] |= std::uint64_t{1} << (row % 64);
    }
    void erase(std::size_t row) {
        if (row / 64 < words_.size()) words_[row / 64] &= ~(std::uint64_t{1} << (row % 64));
    }
    void set(std::size_t row, bool member) { member ? insert(row) : erase(row); }
    bool contains(std::size_t row) const {
        return row / 64 < words_.size() && ((words_[row / 64] >> (row % 64)) & 1U) != 0;
    }
    void clear() { words_.clear(); }
    /// Asks for the memory of a row's bit and its neighbours'.
    void fetch(std::size_t row) const {
        if (row / 64 < words_.size()) prefetch(words_[row / 64]);
    }

    /// Calls visit(row) in ascending order. The set must not change meanwhile.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (std::size_t word = 0; word < words_.size(); ++word)
            for (std::uint64_t left = words_[word]; left != 0; left &= left - 1)
                visit(64 * word + static_cast<std::size_t>(std::countr_zero(left)));
    }

    template <class Self>
    static auto parts(Self& self) {
        return std::tie(self.words_);
    }

private:
    static constexpr std::size_t at_first = 64;  ///< words: a block's households, without growing by and by

    std::vector<std::uint64_t> words_;
};

}  // namespace qonys
