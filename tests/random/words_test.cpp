#include "random/words.hpp"

#include <gtest/gtest.h>

#include "random/long_stream.hpp"

namespace qonys {
namespace {

TEST(WordBatch, holds_what_the_streams_of_its_rows_say) {
    const Seed seed{0x123456789ABCDEF};
    const Month month(2031, 7);
    const BlockId block{77};
    WordBatch batch;
    for (std::size_t k = 0; k < WordBatch::rows; ++k) batch.row[k] = static_cast<std::uint32_t>(k * k * 1000 + k);
    draw_words(Stream(seed, Purpose::job_search, month, block, 0), batch);
    for (std::size_t k = 0; k < WordBatch::rows; ++k) {
        Stream stream(seed, Purpose::job_search, month, block, batch.row[k]);
        Stream same = stream;
        for (std::size_t draw = 0; draw < 4; ++draw) {
            EXPECT_EQ(batch.words(k)[draw], stream.word()) << "row " << batch.row[k] << ", draw " << draw;
            EXPECT_EQ(uniform_of(batch.words(k)[draw]), same.uniform());
        }
    }
}

TEST(ForEachWaiting, gives_every_row_its_words_and_what_they_wait) {
    const Stream first({9}, Purpose::alarm, Month(2020, 2), BlockId{4}, 0);
    constexpr std::size_t rows = 3 * WordBatch::rows / 2;  // one batch and half of one
    for (std::size_t draw = 0; draw < 4; ++draw) {
        std::uint32_t expected = 0;
        for_each_waiting(
            first, draw,
            [](auto&& take) {
                for (std::size_t row = 0; row < rows; ++row) take(7 * row);
            },
            [&](std::uint16_t row, const Words& words, double wait) {
                EXPECT_EQ(row, expected);
                expected += 7;
                EXPECT_EQ(words, Stream({9}, Purpose::alarm, Month(2020, 2), BlockId{4}, row).words());
                EXPECT_EQ(wait, exponential_of(words[draw]));
            });
        EXPECT_EQ(expected, 7 * rows);
    }
}

TEST(LongStream, is_the_stream) {
    Stream stream({5}, Purpose::benchmark, Month(2020, 1), BlockId{3});
    LongStream same(stream);
    for (int draw = 0; draw < 1000; ++draw) ASSERT_EQ(same.word(), stream.word()) << "draw " << draw;
}

}  // namespace
}  // namespace qonys
