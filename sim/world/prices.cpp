#include "world/prices.hpp"

#include <cmath>

#include <fmt/format.h>

namespace qonys {

Prices::Prices(TableFolder& folder, Problems& problems) {
    const Table table = folder.open("monthly_calculation_index.csv", {"from", "kzt"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto from = Month::parse(table.text(row, "from"));
        const double kzt = table.number(row, "kzt", 1, 1e7, problems);
        if (from)
            calculation_index_[*from] = kzt;
        else
            problems.add(table.where(row, "from"),
                         fmt::format("from = '{}' (must be a month such as 2019-01)", table.text(row, "from")));
    }
}

Tenge Prices::in_tenge(const Amount& amount, Month month) const {
    if (amount.unit == Amount::Unit::tenge || calculation_index_.empty()) return {std::llround(amount.value)};
    auto valid = calculation_index_.upper_bound(month);
    if (valid != calculation_index_.begin()) --valid;
    return {std::llround(amount.value * valid->second)};
}

}  // namespace qonys
