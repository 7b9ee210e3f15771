#pragma once

#include <vector>

#include "analysis/official.hpp"
#include "process/migration.hpp"

namespace qonys {

/// A number with its standard error.
struct Estimate {
    double value = 0;
    double standard_error = 0;
};

/// What the official flow matrices say about destinations: the migration decision's utility at the level of regions.
struct GravityFit {
    Estimate distance, adjacent, hinterland, network;
    Estimate income;                  ///< of destinations, from the regression without networks
    Estimate income_beside_networks;  ///< for the record: what is left of it next to networks
    std::vector<double> pull;         ///< [region] mean of the yearly destination effects, income taken out
    double deviance_explained = 0;
    double income_r_squared = 0;
    struct YearFit {
        int year = 0;
        double common_part = 0;  ///< of fitted and official flows
    };
    std::vector<YearFit> years;
};

/// Poisson regression of the flows of `years` between all ordered pairs of regions on the log of distance, adjacency,
/// city and hinterland, the log of the network (people from the origin who live in the destination at the beginning of
/// the year, counted from flows before that year only), with effects of every origin and destination in every year.
/// The effect of income: the same regression without networks, then least squares of its destination effects on log
/// income and log population, with effects of years.
GravityFit fit_gravity(TableFolder& folder, const Geography& geography, const OfficialFigures& official,
                       const std::vector<int>& years, Problems& problems);

/// The flows of one year as the gravity model with effects of places and without networks fits them: what such a model
/// knows of the years after.
Matrix<double> fitted_gravity(TableFolder& folder, const Geography& geography, const OfficialFigures& official,
                              int year, Problems& problems);

}  // namespace qonys
