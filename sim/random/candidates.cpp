#include "random/candidates.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "random/logarithm.hpp"
#include "random/philox_lanes.hpp"

namespace qonys {

QONYS_FOR_EACH_PROCESSOR
void draw_candidates(const std::array<std::uint32_t, 4>& counter, const std::array<std::uint32_t, 2>& key,
                     CandidateBatch& batch) {
    constexpr std::size_t calls = CandidateBatch::size / 2;
    PhiloxLanes<calls> word;
    for (std::size_t k = 0; k < calls; ++k) {
        word[0][k] = (counter[0] + k) & low_word;
        for (std::size_t w = 1; w < 4; ++w) word[w][k] = counter[w];
    }
    philox_rounds<calls>(word, key);
    std::array<std::uint64_t, CandidateBatch::size> first;
    std::array<std::uint64_t, CandidateBatch::size> second;
    for (std::size_t k = 0; k < calls; ++k) {
        first[k] = word[0][k];
        second[k] = word[1][k];
        first[calls + k] = word[2][k];
        second[calls + k] = word[3][k];
    }
    for (std::size_t k = 0; k < CandidateBatch::size; ++k) {
        batch.wait[k] = -log_uniform(first[k]);
        batch.uniform[k] = (exact_double(second[k]) + 0.5) * 0x1p-32;
    }
}

void hazard_above_bound(std::string_view process, BlockId block, std::uint32_t row, double hazard, double bound) {
    throw BrokenInvariant(fmt::format("{}: row {} of block {} has hazard {} above its bound {}", process, row,
                                      index(block), hazard, bound));
}

}  // namespace qonys
