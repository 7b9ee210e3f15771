#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "base/matrix.hpp"
#include "world/border_levers.hpp"
#include "world/place_lever.hpp"

namespace qonys {

/// What one policy closes inside the country this month.
struct Closure {
    std::vector<double> severity;  ///< [region of the country] share of the month that it is closed, times how tightly
    Matrix<double> corridor;       ///< [region, region] the same of the way between two regions
    double leakage = 0;            ///< share of those stopped by it who come through nevertheless
    std::uint32_t exempt_reasons = 0;   ///< bit index(Reason): not stopped
    std::uint32_t exempt_statuses = 0;  ///< bit index(LegalStatus) of who decides: not stopped

    /// Probability of coming through on the way between two regions of the country; the same both ways.
    double passes(RegionId origin, RegionId destination, Reason reason, LegalStatus status) const {
        if ((exempt_reasons >> index(reason) & 1U) != 0 || (exempt_statuses >> index(status) & 1U) != 0) return 1;
        const double closed = std::max(
            {severity[index(origin)], severity[index(destination)], corridor(index(origin), index(destination))});
        return 1 - closed * (1 - leakage);
    }
};

/// What governments do about movement inside the country.
struct MovementLevers {
    /// Jobs that closures can end in a month; a hazard beyond is cut.
    static constexpr double highest_job_loss = 0.3;

    std::vector<Closure> closures;  ///< sorted by policy
    double registration = 1;        ///< share of the wishes to move, wherever to, that offices register
    PolicyHazards job_loss;         ///< what it adds to the hazard of losing work
    PlaceLever hiring{1};           ///< factor of the chance to find work
    PlaceLever shifts{1};           ///< share of temporary work elsewhere that is within reach, by home
    PlaceLever sent_home{0};        ///< chance that temporary work elsewhere ends, by home

    double passes(RegionId origin, RegionId destination, Reason reason, LegalStatus status) const {
        double all = registration;
        for (const Closure& closure : closures) all *= closure.passes(origin, destination, reason, status);
        return all;
    }
};

}  // namespace qonys
