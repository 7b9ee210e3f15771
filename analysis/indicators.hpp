#pragma once

#include "base/matrix.hpp"

namespace qonys {

/// How much a population moves between regions and what that changes: the measures of Bell et al. (2002),
/// docs/model/indicators.md. Of moves (events), not of movers; within a year.
struct MigrationIndicators {
    double crude_intensity = 0;     ///< moves per 100 persons
    double effectiveness = 0;       ///< net migration per 100 arrivals and departures: 0 exchange, 100 one way only
    double aggregate_net_rate = 0;  ///< persons redistributed per 100: crude intensity x effectiveness / 100
    double connectivity = 0;  ///< share of the pairs of regions, one for each direction, between which anybody moves
    double mean_km = 0;       ///< of a move; 0 without moves or distances
    double median_km = 0;     ///< of a move; 0 without moves or distances
};

/// `flows`: [origin, destination] moves in a year, the diagonal ignored; `population`: persons at risk, the mean of
/// the year's start and end; `km`: [origin, destination] distances, or empty. Without a population, rates are 0.
MigrationIndicators migration_indicators(const Matrix<double>& flows, double population, const Matrix<double>& km);

}  // namespace qonys
