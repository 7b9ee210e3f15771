#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

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

/// The exponential numbers with mean 1 that the words of one draw stand for, [k].
std::array<double, WordBatch::rows> exponentials_of(const WordBatch& batch, std::size_t draw);

/// Calls visit(batch, filled) with the words of every row that `list(take)` hands to take(row), in that order, some
/// rows at a time: the first four words of Stream(..., row). `stream`: of row 0, from which nothing has been drawn.
template <class List, class Visit>
void for_each_batch(const Stream& stream, List&& list, Visit&& visit) {
    WordBatch batch;
    std::size_t filled = 0;
    const auto draw = [&] {
        draw_words(stream, batch);
        visit(std::as_const(batch), filled);
        filled = 0;
    };
    list([&](std::size_t row) {
        batch.row[filled++] = static_cast<std::uint32_t>(row);
        if (filled == WordBatch::rows) draw();
    });
    if (filled > 0) draw();
}

/// The same row by row, as visit(row, words).
template <class List, class Visit>
void for_each_drawn(const Stream& stream, List&& list, Visit&& visit) {
    for_each_batch(stream, list, [&](const WordBatch& batch, std::size_t filled) {
        for (std::size_t k = 0; k < filled; ++k) visit(static_cast<std::uint16_t>(batch.row[k]), batch.words(k));
    });
}

/// The same with the exponential number that one of the words stands for, as visit(row, words, wait).
template <class List, class Visit>
void for_each_waiting(const Stream& stream, std::size_t draw, List&& list, Visit&& visit) {
    for_each_batch(stream, list, [&](const WordBatch& batch, std::size_t filled) {
        const auto waits = exponentials_of(batch, draw);
        for (std::size_t k = 0; k < filled; ++k)
            visit(static_cast<std::uint16_t>(batch.row[k]), batch.words(k), waits[k]);
    });
}

}  // namespace qonys
