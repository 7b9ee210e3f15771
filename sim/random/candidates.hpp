#pragma once

#include <cmath>
#include <cstdint>

#include "random/stream.hpp"

namespace qonys {

/// Visits each of the rows 0 ... rows - 1 independently with probability `bound`, in ascending order.
///
/// This is the engine's one primitive. A process whose hazard never exceeds `bound` visits the candidates and accepts
/// each with probability hazard / bound (thinning; Lewis and Shedler 1979): exact for any mixture of hazards, at a
/// cost that grows with the candidates and not with the rows. The gaps between candidates are geometric, drawn by
/// inversion: floor(ln U / ln(1 - bound)).
///
/// `bound` must not depend on policies: then the same rows are asked in every scenario (common random numbers).
template <class Visit>
void for_each_candidate(Stream stream, std::uint32_t rows, double bound, Visit&& visit) {
    if (!(bound > 0)) return;
    if (bound >= 1) {
        for (std::uint32_t row = 0; row < rows; ++row) visit(row);
        return;
    }
    const double inverse_log = 1.0 / std::log1p(-bound);
    double row = std::floor(std::log(stream.uniform()) * inverse_log);
    while (row < rows) {
        visit(static_cast<std::uint32_t>(row));
        row += 1 + std::floor(std::log(stream.uniform()) * inverse_log);
    }
}

}  // namespace qonys
