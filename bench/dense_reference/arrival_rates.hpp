#pragma once

#include <array>
#include <vector>

#include "model/model.hpp"

namespace qonys::dense {

/// The immigration tables, read once more and independently of qonys::Arrivals.
struct ArrivalRates {
    int first_year = 0;
    std::size_t abroad = 0;                                           ///< regions abroad
    std::vector<std::vector<std::vector<double>>> persons_per_month;  ///< [year][place][stream and origin] agents
    /// [year][ethnic group] shares of those who are not in the first stream, the kandas, who are Kazakhs
    std::vector<std::array<double, ethnicity_count>> ethnicity_share;
};

ArrivalRates read_arrival_rates(const Model& model);

/// A number drawn in proportion to weights of the given sum.
std::size_t draw(const auto& weights, double sum, double uniform) {
    double reached = 0;
    for (std::size_t k = 0; k + 1 < weights.size(); ++k)
        if (uniform * sum < (reached += weights[k])) return k;
    return weights.size() - 1;
}

}  // namespace qonys::dense
