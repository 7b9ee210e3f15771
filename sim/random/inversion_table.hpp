#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/matrix.hpp"

namespace qonys {

/// Discrete distributions, a row each, drawn from by inversion: the outcome whose slice of the row's running sum holds
/// the point. A guide (Chen and Asau 1974; Devroye 1986, III.2.4) says where to begin to look, so that a draw takes
/// about one comparison whatever the number of outcomes.
///
/// Inversion and not an alias table: when weights change a little, few points change their outcome, which keeps
/// scenarios comparable draw by draw (common random numbers).
class InversionTable {
public:
    InversionTable() = default;
    /// `weights`: [row, outcome], at most 256 outcomes, none negative.
    explicit InversionTable(const Matrix<double>& weights);

    /// Sum of a row's weights.
    double total(std::size_t row) const { return sums_(row, sums_.columns() - 1); }

    /// The outcome at a point of [0, total).
    std::size_t at(std::size_t row, double point) const {
        const std::span<const double> sums = sums_.row(row);
        std::size_t outcome = guide_(row, slice_of(row, point));
        // The slice and where it begins are rounded.
        while (outcome > 0 && point < sums[outcome - 1]) --outcome;
        while (outcome + 1 < sums.size() && point >= sums[outcome]) ++outcome;
        return outcome;
    }

private:
    static constexpr std::size_t slices = 64;

    std::size_t slice_of(std::size_t row, double point) const {
        return static_cast<std::size_t>(std::min<double>(slices - 1, point * slices_per_weight_[row]));
    }

    Matrix<double> sums_;         ///< [row, outcome] running sums
    Matrix<std::uint8_t> guide_;  ///< [row, slice] the outcome at the slice's beginning, or one beside it
    std::vector<double> slices_per_weight_;
};

}  // namespace qonys
