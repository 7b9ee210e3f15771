#include "random/words.hpp"

#include "random/philox_lanes.hpp"

namespace qonys {
namespace {

QONYS_FOR_EACH_PROCESSOR
void draw(const std::array<std::uint32_t, 4>& counter, const std::array<std::uint32_t, 2>& key, WordBatch& batch) {
    PhiloxLanes<WordBatch::rows> word;
    for (std::size_t k = 0; k < WordBatch::rows; ++k) {
        word[0][k] = batch.row[k] << 16U;
        for (std::size_t w = 1; w < 4; ++w) word[w][k] = counter[w];
    }
    philox_rounds<WordBatch::rows>(word, key);
    for (std::size_t w = 0; w < 4; ++w)
        for (std::size_t k = 0; k < WordBatch::rows; ++k) batch.word[w][k] = static_cast<std::uint32_t>(word[w][k]);
}

}  // namespace

void draw_words(const Stream& stream, WordBatch& batch) { draw(stream.counter(), stream.key(), batch); }

}  // namespace qonys
