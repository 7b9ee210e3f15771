#include "random/inversion_table.hpp"

#include <array>

namespace qonys {

InversionTable::InversionTable(const Matrix<double>& weights)
    : sums_(weights), guide_(weights.rows(), slices), slices_per_weight_(weights.rows()) {
    for (std::size_t row = 0; row < weights.rows(); ++row) {
        const std::span<double> sums = sums_.row(row);
        for (std::size_t outcome = 1; outcome < sums.size(); ++outcome) sums[outcome] += sums[outcome - 1];
        if (!(total(row) > 0)) continue;
        slices_per_weight_[row] = slices / total(row);
        std::array<std::uint8_t, slices> end_here{};
        for (const double sum : sums) ++end_here[slice_of(row, sum)];
        std::uint8_t ended = 0;  // the first outcome that has not
        for (std::size_t slice = 0; slice < slices; ++slice) {
            guide_(row, slice) = ended;
            ended = static_cast<std::uint8_t>(ended + end_here[slice]);
        }
    }
}

}  // namespace qonys
