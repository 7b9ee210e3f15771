#pragma once

#include <map>

#include "base/money.hpp"
#include "base/month.hpp"
#include "config/fields.hpp"
#include "world/geography.hpp"

namespace qonys {

/// Turns amounts of a scenario into tenge of a month.
class Prices {
public:
    Prices() = default;
    /// Reads monthly_calculation_index.csv.
    Prices(TableFolder& folder, Problems& problems);
    /// The index holds from its date on until the next one; before the first date, the first.
    Tenge in_tenge(const Amount& amount, Month month) const;

private:
    std::map<Month, double> calculation_index_;
};

}  // namespace qonys
