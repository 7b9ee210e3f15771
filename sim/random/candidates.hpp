#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "random/stream.hpp"

namespace qonys {

/// The next candidates of a stream: rows to pass over before each, and its uniform number.
struct CandidateBatch {
    static constexpr std::size_t size = 16;

    std::array<std::uint32_t, size> gap;
    std::array<double, size> uniform;
};

/// Draws the candidates of size / 2 consecutive counters, from `counter` on: first one from words 0 and 1 of each, then
/// one from words 2 and 3 of each. A gap is floor(ln U * inverse_log), `longest_gap` at most.
void draw_candidates(const std::array<std::uint32_t, 4>& counter, const std::array<std::uint32_t, 2>& key,
                     double inverse_log, CandidateBatch& batch);
inline constexpr double longest_gap = 1e6;  ///< beyond the last row of any block

/// Visits each of the rows 0 ... rows - 1 independently with probability `bound`, in ascending order, as
/// visit(row, uniform) with a number uniform on (0, 1) that belongs to the candidate. At most 65,536 rows.
///
/// This is the engine's one primitive. A process whose hazard never exceeds `bound` visits the candidates and accepts
/// each if uniform * bound < hazard (thinning; Lewis and Shedler 1979): exact for any mixture of hazards, at a cost
/// that grows with the candidates and not with the rows. The gaps between candidates are geometric, drawn by
/// inversion: floor(ln U / ln(1 - bound)).
///
/// `bound` must not depend on policies: since every candidate uses two words whether it is accepted or not, the same
/// rows are then asked with the same numbers in every scenario (common random numbers).
template <class Visit>
void for_each_candidate(Stream stream, std::uint32_t rows, double bound, Visit&& visit) {
    if (!(bound > 0)) return;
    if (bound >= 1) {
        for (std::uint32_t row = 0; row < rows; ++row) visit(row, stream.uniform());
        return;
    }
    const double inverse_log = 1.0 / std::log1p(-bound);
    std::array<std::uint32_t, 4> counter = stream.counter();
    CandidateBatch batch;
    for (std::uint32_t row = 0;; counter[0] += CandidateBatch::size / 2) {
        draw_candidates(counter, stream.key(), inverse_log, batch);
        for (std::size_t k = 0; k < CandidateBatch::size; ++k) {
            row += batch.gap[k];
            if (row >= rows) return;
            visit(row, batch.uniform[k]);
            ++row;
        }
    }
}

/// Throws BrokenInvariant: a process found a hazard above the bound that its candidates were drawn with.
[[noreturn]] void hazard_above_bound(std::string_view process, BlockId block, std::uint32_t row, double hazard,
                                     double bound);

/// Whether a candidate is accepted; a hazard above the bound is a broken invariant, never silently clipped.
inline bool accept(double uniform, double hazard, double bound, std::string_view process, BlockId block,
                   std::uint32_t row) {
    if (!(hazard <= bound)) hazard_above_bound(process, block, row, hazard, bound);
    return uniform * bound < hazard;
}

}  // namespace qonys
