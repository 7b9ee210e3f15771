#include "analysis/indicators.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace qonys {
namespace {

/// Calls visit(origin, destination) for every pair of different regions.
template <class Visit>
void for_each_pair(std::size_t regions, Visit visit) {
    for (std::size_t origin = 0; origin < regions; ++origin)
        for (std::size_t destination = 0; destination < regions; ++destination)
            if (origin != destination) visit(origin, destination);
}

/// Persons whom moves brought to other regions, as if everybody else had stayed: half the sum of |net migration|.
double redistributed(const Matrix<double>& flows) {
    std::vector<double> net(flows.rows());
    for_each_pair(flows.rows(), [&](std::size_t origin, std::size_t destination) {
        net[destination] += flows(origin, destination);
        net[origin] -= flows(origin, destination);
    });
    return std::accumulate(net.begin(), net.end(), 0.0, [](double sum, double n) { return sum + std::abs(n); }) / 2;
}

struct Distances {
    double mean_km = 0;
    double median_km = 0;
};

Distances distances_of(const Matrix<double>& flows, const Matrix<double>& km, double moves) {
    std::vector<std::pair<double, double>> moves_at;  // kilometres, moves
    for_each_pair(flows.rows(), [&](std::size_t origin, std::size_t destination) {
        moves_at.emplace_back(km(origin, destination), flows(origin, destination));
    });
    std::ranges::sort(moves_at);
    Distances distances;
    double so_far = 0;
    for (const auto& [distance, moved] : moves_at) {
        distances.mean_km += distance * moved / moves;
        if (so_far < moves / 2 && so_far + moved >= moves / 2) distances.median_km = distance;
        so_far += moved;
    }
    return distances;
}

}  // namespace

MigrationIndicators migration_indicators(const Matrix<double>& flows, double population, const Matrix<double>& km) {
    MigrationIndicators all;
    double moves = 0;
    double connected = 0;
    for_each_pair(flows.rows(), [&](std::size_t origin, std::size_t destination) {
        moves += flows(origin, destination);
        connected += flows(origin, destination) > 0 ? 1 : 0;
    });
    if (!(moves > 0)) return all;
    const auto regions = static_cast<double>(flows.rows());
    const double net = redistributed(flows);
    all.effectiveness = 100 * net / moves;  // arrivals and departures are two ends of each move
    all.connectivity = connected / (regions * (regions - 1));
    if (population > 0) {
        all.crude_intensity = 100 * moves / population;
        all.aggregate_net_rate = 100 * net / population;
    }
    if (km.rows() == flows.rows()) {
        const Distances distances = distances_of(flows, km, moves);
        all.mean_km = distances.mean_km;
        all.median_km = distances.median_km;
    }
    return all;
}

}  // namespace qonys
