#include "random/inversion_table.hpp"

namespace qonys {

InversionTable::InversionTable(const Matrix<double>& weights)
    : sums_(weights), guide_(weights.rows(), slices), slices_per_weight_(weights.rows()) {
    for (std::size_t row = 0; row < weights.rows(); ++row) {
        const std::span<double> sums = sums_.row(row);
        for (std::size_t outcome = 1; outcome < sums.size(); ++outcome) sums[outcome] += sums[outcome - 1];
        if (!(total(row) > 0)) continue;
        slices_per_weight_[row] = slices / total(row);
        std::size_t slice = 0;
        for (std::size_t outcome = 0; outcome < sums.size(); ++outcome) {
            const std::size_t last = slice_of(row, sums[outcome]);
            for (; slice <= last; ++slice) guide_(row, slice) = static_cast<std::uint8_t>(outcome);
        }
    }
}

}  // namespace qonys
