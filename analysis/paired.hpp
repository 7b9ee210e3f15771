#pragma once

#include <span>

namespace qonys {

/// A mean with its uncertainty; from one value alone nothing is known of that, and `half_width` is NaN.
struct MeanInterval {
    double mean = 0;
    double half_width = 0;  ///< of Student's interval of 95 %

    double low() const { return mean - half_width; }
    double high() const { return mean + half_width; }
    /// Whether the interval leaves out 0.
    bool certain() const { return low() > 0 || high() < 0; }
};

/// Mean and interval of independent values, by Student's t.
MeanInterval mean_interval(std::span<const double> values);

/// What a policy did to a figure: the same seeds with and without it.
struct PairedEffect {
    double base = 0;     ///< mean
    double variant = 0;  ///< mean
    MeanInterval difference;
    /// Variance of the difference of two runs with seeds of their own, over that of two with the same: so many times as
    /// many runs the same certainty would take. Infinite where the difference is the same in every pair, NaN with one.
    double variance_ratio = 0;
};
PairedEffect paired_effect(std::span<const double> base, std::span<const double> variant);

}  // namespace qonys
