#include "random/words.hpp"

#include "base/each_processor.hpp"
#include "random/logarithm.hpp"

namespace qonys {

void draw_words(const Stream& stream, WordBatch& batch) {
    const auto counter = stream.counter();
    for (std::size_t k = 0; k < WordBatch::rows; ++k) {
        batch.drawn.word[0][k] = batch.row[k] << 16U;
        for (std::size_t w = 1; w < 4; ++w) batch.drawn.word[w][k] = counter[w];
    }
    batch.drawn.draw(stream.key());
}

QONYS_FOR_EACH_PROCESSOR
std::array<double, WordBatch::rows> exponentials_of(const WordBatch& batch, std::size_t draw) {
    std::array<double, WordBatch::rows> waits;
    for (std::size_t k = 0; k < WordBatch::rows; ++k) waits[k] = -log_uniform(batch.drawn.word[draw][k]);
    return waits;
}

}  // namespace qonys
