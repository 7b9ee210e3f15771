#include "random/candidates.hpp"

#include <fmt/format.h>

#include "base/each_processor.hpp"
#include "base/error.hpp"
#include "random/logarithm.hpp"
#include "random/philox_batch.hpp"

namespace qonys {

namespace {

QONYS_FOR_EACH_PROCESSOR
void make_candidates(const PhiloxBatch& drawn, CandidateBatch& batch) {
    constexpr std::size_t run = CandidateBatch::run;
    for (std::size_t from = 0; from < PhiloxBatch::calls; from += run)
        for (std::size_t half = 0; half < 2; ++half)
            for (std::size_t k = 0; k < run; ++k) {
                const std::size_t at = 2 * from + half * run + k;
                batch.wait[at] = -log_uniform(drawn.word[2 * half][from + k]);
                batch.uniform[at] = (exact_double(drawn.word[2 * half + 1][from + k]) + 0.5) * 0x1p-32;
            }
}

}  // namespace

void draw_candidates(const std::array<std::uint32_t, 4>& counter, const std::array<std::uint32_t, 2>& key,
                     CandidateBatch& batch) {
    PhiloxBatch words;
    words.draw_from(counter, key);
    make_candidates(words, batch);
}

void hazard_above_bound(std::string_view process, BlockId block, std::uint32_t row, double hazard, double bound) {
    throw BrokenInvariant(fmt::format("{}: row {} of block {} has hazard {} above its bound {}", process, row,
                                      index(block), hazard, bound));
}

}  // namespace qonys
