#pragma once

#include <algorithm>
#include <array>
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
    ///
    /// Rows are listed some words at a time, four bits at once whether or not there are as many: how many a word has
    /// could not be foretold, and a wrong guess costs more than the bits.
    template <class Visit>
    void for_each(Visit&& visit) const {
        std::array<std::uint32_t, 256> rows;
        std::size_t listed = 0;
        const auto visit_listed = [&] {
            for (std::size_t k = 0; k < listed; ++k) visit(std::size_t{rows[k]});
            listed = 0;
        };
        for (std::size_t word = 0; word < words_.size(); ++word) {
            const auto members = static_cast<std::size_t>(std::popcount(words_[word]));
            std::size_t next = listed;
            listed += members;
            for (std::uint64_t left = words_[word]; left != 0;)
                for (int k = 0; k < 4; ++k, left &= left - 1)
                    rows[next++] =
                        static_cast<std::uint32_t>(64 * word) + static_cast<std::uint32_t>(std::countr_zero(left));
            if (listed + 64 > rows.size()) visit_listed();
        }
        visit_listed();
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
