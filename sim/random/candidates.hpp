#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "random/stream.hpp"

namespace qonys {

/// What a stream says about its next candidates: how long each waits, exponential with mean 1, and its uniform number.
struct CandidateBatch {
    static constexpr std::size_t size = 32;
    /// Candidates that are drawn from words 0 and 1 of consecutive counters before those from words 2 and 3.
    static constexpr std::size_t run = 8;

    std::array<double, size> wait;
    std::array<double, size> uniform;
};

/// Draws the candidates of size / 2 consecutive counters, from `counter` on: of a run of counters first one from words
/// 0 and 1 of each, then one from words 2 and 3 of each.
void draw_candidates(const std::array<std::uint32_t, 4>& counter, const std::array<std::uint32_t, 2>& key,
                     CandidateBatch& batch);

/// The candidates of a stream, one after the other.
class CandidateNumbers {
public:
    struct Candidate {
        double wait = 0;
        double uniform = 0;
    };

    explicit CandidateNumbers(const Stream& stream) : counter_(stream.counter()), key_(stream.key()) {}

    Candidate next() {
        if (used_ == CandidateBatch::size) {
            draw_candidates(counter_, key_, batch_);
            counter_[0] += CandidateBatch::size / 2;
            used_ = 0;
        }
        const std::size_t k = used_++;
        return {batch_.wait[k], batch_.uniform[k]};
    }

private:
    std::array<std::uint32_t, 4> counter_;
    std::array<std::uint32_t, 2> key_;
    CandidateBatch batch_;
    std::size_t used_ = CandidateBatch::size;
};

/// Visits each of the rows 0 ... rows - 1 independently with probability `bound`, in ascending order, as
/// visit(row, uniform) with a number uniform on (0, 1) that belongs to the candidate. At most 65,536 rows.
///
/// This is the engine's one primitive (for persons, whose hazards depend on age, see world/persons_by_age.hpp). A
/// process whose hazard never exceeds `bound` visits the candidates and accepts each if uniform * bound < hazard
/// (thinning; Lewis and Shedler 1979): exact for any mixture of hazards, at a cost that grows with the candidates and
/// not with the rows. The gaps between candidates are geometric, drawn by inversion: floor(ln U / ln(1 - bound)).
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
    const double rows_per_wait = -1.0 / std::log1p(-bound);
    CandidateNumbers numbers(stream);
    for (std::uint32_t row = 0;; ++row) {
        const auto [wait, uniform] = numbers.next();
        const double gap = wait * rows_per_wait;
        if (gap >= static_cast<double>(rows - row)) return;
        row += static_cast<std::uint32_t>(gap);
        visit(row, uniform);
    }
}

/// Throws BrokenInvariant: a process found a hazard above the bound that its candidates were drawn with.
[[noreturn]] void hazard_above_bound(std::string_view process, BlockId block, std::uint32_t row, double hazard,
                                     double bound);

/// Whether a candidate with a number `draw` uniform on (0, bound) is accepted; a hazard above the bound is a broken
/// invariant, never silently clipped.
inline bool accept(double draw, double hazard, double bound, std::string_view process, BlockId block,
                   std::uint32_t row) {
    if (!(hazard <= bound)) hazard_above_bound(process, block, row, hazard, bound);
    return draw < hazard;
}

}  // namespace qonys
