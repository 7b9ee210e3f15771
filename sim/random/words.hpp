#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "random/stream.hpp"

namespace qonys {

/// The first four words of several rows' streams, drawn side by side: a fifth of the time that as many Streams take.
/// For processes that must ask every single row of a list.
struct WordBatch {
    static constexpr std::size_t rows = 8;

    std::array<std::uint32_t, rows> row{};                  ///< in: whom the words belong to
    std::array<std::array<std::uint32_t, rows>, 4> word{};  ///< out: [draw][k], of Stream(..., row[k])
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
        for (std::size_t k = 0; k < filled; ++k)
            visit(static_cast<std::uint16_t>(batch.row[k]),
                  Words{batch.word[0][k], batch.word[1][k], batch.word[2][k], batch.word[3][k]});
        filled = 0;
    };
    list([&](std::size_t row) {
        batch.row[filled++] = static_cast<std::uint32_t>(row);
        if (filled == WordBatch::rows) draw();
    });
    if (filled > 0) draw();
}

/// The number in (0, 1) that Stream::uniform makes of a word.
inline double uniform_of(std::uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1p-32; }

/// The number with mean 1 that Stream::exponential makes of a word.
inline double exponential_of(std::uint32_t word) { return -log_uniform(word); }

}  // namespace qonys
