#include "reference_model/model.hpp"

#include <algorithm>
#include <cmath>

namespace qonys::reference {
namespace {

/// The fractional part of k steps around a circle: low-discrepancy numbers that need no generator.
double around(double step, std::size_t k) {
    const double turns = step * static_cast<double>(k);
    return turns - std::floor(turns);
}

}  // namespace

Places make_places() {
    Places places{{}, {}, Matrix<double>(place_count, place_count)};
    std::array<double, place_count> x{};
    std::array<double, place_count> y{};
    double home_share = 0;
    for (std::size_t j = 0; j < place_count; ++j) {
        const std::size_t k = j + 1;
        const bool abroad = j >= home_places;
        x[j] = around(0.7548776662466927, k) * 1000 + (abroad ? 1500 : 0);
        y[j] = around(0.5698402909980532, k) * 1000;
        places.income[j] = 1000 * (0.7 + 0.6 * around(0.6180339887498949, k)) * (abroad ? 1.8 : 1);
        places.share[j] = abroad ? 0.05 / (place_count - home_places) : std::pow(static_cast<double>(k), -0.6);
        if (!abroad) home_share += places.share[j];
    }
    for (std::size_t j = 0; j < home_places; ++j) places.share[j] *= 0.95 / home_share;
    for (std::size_t i = 0; i < place_count; ++i)
        for (std::size_t j = 0; j < place_count; ++j) places.distance(i, j) = std::hypot(x[i] - x[j], y[i] - y[j]) + 10;
    return places;
}

double hazard(int age_months, std::size_t agent_class, bool recent, const Behaviour& behaviour) {
    const double by_age = std::clamp(0.008 * std::exp(-0.03 * (age_months / 12.0 - 25)), 0.0005, 0.012);
    return behaviour.level * by_age * (recent ? behaviour.recent_factor : 1) *
           (0.9 + 0.05 * static_cast<double>(agent_class));
}

Matrix<double> weights(const Places& places, const Populations& at_start, const Populations& now,
                       const Behaviour& behaviour) {
    std::array<double, place_count> income{};
    std::array<double, place_count> people{};
    for (std::size_t j = 0; j < place_count; ++j) {
        people[j] = static_cast<double>(std::max<std::int64_t>(now[j], 1));
        const auto people_at_start = static_cast<double>(std::max<std::int64_t>(at_start[j], 1));
        income[j] = places.income[j] * std::pow(people[j] / people_at_start, behaviour.crowding);
    }
    Matrix<double> result(place_count, place_count);
    for (std::size_t i = 0; i < place_count; ++i)
        for (std::size_t j = 0; j < place_count; ++j) {
            if (j == i) continue;
            result(i, j) = std::exp(1.5 * std::log(income[j] / income[i]) - 1.0 * std::log(places.distance(i, j)) +
                                    0.8 * std::log(people[j]));
        }
    return result;
}

void arrive(const Flows& flows, Populations& populations) {
    for (std::size_t i = 0; i < place_count; ++i)
        for (std::size_t j = 0; j < place_count; ++j) {
            populations[i] -= flows(i, j);
            populations[j] += flows(i, j);
        }
}

}  // namespace qonys::reference
