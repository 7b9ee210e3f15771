#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

#include "random/stream.hpp"

namespace qonys {

/// Visits each of the rows 0 ... rows - 1 independently with probability `bound`, in ascending order, as
/// visit(row, uniform) with a number uniform on (0, 1) that belongs to the candidate.
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
    double row = std::floor(std::log(stream.uniform()) * inverse_log);
    while (row < rows) {
        visit(static_cast<std::uint32_t>(row), stream.uniform());
        row += 1 + std::floor(std::log(stream.uniform()) * inverse_log);
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
