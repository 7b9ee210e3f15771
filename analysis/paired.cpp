#include "analysis/paired.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace qonys {
namespace {

constexpr double confidence = 0.95;

double mean_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// NaN for fewer than two values.
double variance_of(std::span<const double> values) {
    const double mean = mean_of(values);
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return squares / (static_cast<double>(values.size()) - 1);
}

}  // namespace

MeanInterval mean_interval(std::span<const double> values) {
    if (values.empty()) return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    const auto n = static_cast<double>(values.size());
    if (values.size() < 2) return {values.front(), std::numeric_limits<double>::quiet_NaN()};
    const boost::math::students_t t(n - 1);
    return {mean_of(values), boost::math::quantile(t, (1 + confidence) / 2) * std::sqrt(variance_of(values) / n)};
}

PairedEffect paired_effect(std::span<const double> base, std::span<const double> variant) {
    std::vector<double> differences;
    for (std::size_t k = 0; k < base.size(); ++k) differences.push_back(variant[k] - base[k]);
    return {mean_of(base), mean_of(variant), mean_interval(differences),
            (variance_of(base) + variance_of(variant)) / variance_of(differences)};
}

}  // namespace qonys
