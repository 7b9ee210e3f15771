#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "base/matrix.hpp"
#include "world/border_levers.hpp"

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
    std::vector<Closure> closures;   ///< sorted by policy
    double registration = 1;         ///< share of the wishes to move, wherever to, that offices register
    PolicyHazards job_loss;          ///< what it adds to the hazard of losing work
    Additions<double> hiring_stop;   ///< [place] share of hires that do not happen, 1 at most
    Additions<double> shifts_cut;    ///< [place] share of temporary work elsewhere that is out of reach, 1 at most
    Additions<double> sent_home;     ///< [place] hazard that temporary work elsewhere ends
    Additions<double> online_study;  ///< [place] share of those who would study away who study at home, 1 at most

    double passes(RegionId origin, RegionId destination, Reason reason, LegalStatus status) const {
        double all = registration;
        for (const Closure& closure : closures) all *= closure.passes(origin, destination, reason, status);
        return all;
    }
};

}  // namespace qonys
