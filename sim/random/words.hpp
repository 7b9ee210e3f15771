#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "random/philox_batch.hpp"
#include "random/stream.hpp"

namespace qonys {

/// The first four words of several rows' streams, drawn side by side: a fraction of the time that as many Streams take.
/// For processes that must ask every single row of a list.
struct WordBatch {
    static constexpr std::size_t rows = PhiloxBatch::calls;

    std::array<std::uint32_t, rows> row{};  ///< in: whom the words belong to
    PhiloxBatch drawn{};                    ///< out: [draw][k], of Stream(..., row[k])

    Words words(std::size_t k) const {
        return {drawn.word[0][k], drawn.word[1][k], drawn.word[2][k], drawn.word[3][k]};
    }
};

/// `stream`: of row 0, from which nothing has been drawn.
void draw_words(const Stream& stream, WordBatch& batch);

/// Calls visit(row, words) for every row that `list(take)` hands to take(row), in that order, some rows at a time: the
/// first four words of Stream(..., row). `stream`: of row 0, from which nothing has been drawn.
template <class List, class Visit>
void for_each_drawn(const Stream& stream, List&& list, Visit&& visit) {
    WordBatch batch;
    std::size_t filled = 0;
    const auto draw = [&] {
        draw_words(stream, batch);
        for (std::size_t k = 0; k < filled; ++k) visit(static_cast<std::uint16_t>(batch.row[k]), batch.words(k));
        filled = 0;
    };
    list([&](std::size_t row) {
        batch.row[filled++] = static_cast<std::uint32_t>(row);
        if (filled == WordBatch::rows) draw();
    });
    if (filled > 0) draw();
}

}  // namespace qonys
