#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>

#include "world/figures.hpp"

namespace qonys {

/// What a count must be: the mean and variance of a sum of independent events.
struct Expected {
    double mean = 0;
    double variance = 0;
    void add(double probability) {
        mean += probability;
        variance += probability * (1 - probability);
    }
    /// How many standard deviations the sum over `replicates` lies off.
    double deviation(std::int64_t total, int replicates = 1) const {
        return (static_cast<double>(total) - mean * replicates) / std::sqrt(variance * replicates);
    }
};

inline std::int64_t sum(const Counts& by_place) {
    return std::accumulate(by_place.begin(), by_place.end(), std::int64_t{0});
}

}  // namespace qonys
