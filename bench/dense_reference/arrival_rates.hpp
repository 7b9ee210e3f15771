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

}  // namespace qonys::dense
