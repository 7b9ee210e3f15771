#pragma once

#include <cmath>
#include <cstdint>

#include "random/candidates.hpp"

namespace qonys {

/// for_each_candidate over rows that lie in runs, the rows of each with one bound: run after run, in ascending order.
/// What is left of a wait at the end of a run goes on in the next at that run's rate, so that short runs cost no draws.
class CandidateWalk {
public:
    struct Bound {
        double hazard = 0;
        double rate = 0;           ///< of the exponential wait for a candidate, per row: -ln(1 - hazard)
        double rows_per_wait = 0;  ///< its inverse
    };
    /// `hazard`: the highest of any row of a run, at most 1.
    static Bound bound(double hazard) {
        const double rate = -std::log1p(-hazard);
        return {hazard, rate, 1 / rate};
    }

    explicit CandidateWalk(const Stream& stream) : numbers_(stream), next_(numbers_.next()) {}

    /// Visits the candidates among the rows from `row` to before `end` as visit(row, uniform).
    template <class Visit>
    void through(std::uint32_t row, std::uint32_t end, const Bound& bound, Visit&& visit) {
        for (;;) {
            const double left = end - row;
            const double gap = next_.wait * bound.rows_per_wait;
            if (gap >= left) {
                if (row < end) next_.wait -= left * bound.rate;  // the rate is infinite where everybody is visited
                return;
            }
            row += static_cast<std::uint32_t>(gap);
            visit(row++, next_.uniform);
            next_ = numbers_.next();
        }
    }

private:
    CandidateNumbers numbers_;
    CandidateNumbers::Candidate next_;
};

}  // namespace qonys
