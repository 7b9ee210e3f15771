#pragma once

#include <array>
#include <vector>

#include "model/model.hpp"

namespace qonys::dense {

/// The immigration tables, read once more and independently of qonys::Arrivals.
struct ArrivalRates {
    int first_year = 0;
    std::vector<std::vector<double>> persons_per_month;  ///< [year][place] agents
    std::vector<double> partner_share;                   ///< [region abroad]
    std::array<double, ethnicity_count> ethnicity_share{};
};

ArrivalRates read_arrival_rates(const Model& model);

/// A number drawn in proportion to shares that sum to 1.
std::size_t draw(const auto& shares, double uniform) {
    double reached = 0;
    for (std::size_t k = 0; k + 1 < shares.size(); ++k)
        if (uniform < (reached += shares[k])) return k;
    return shares.size() - 1;
}

}  // namespace qonys::dense
