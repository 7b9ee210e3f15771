#pragma once

#include "base/matrix.hpp"
#include "base/month.hpp"
#include "world/geography.hpp"

namespace qonys {

/// People from one region who live in another, by [home, residence], the country's regions: networks.csv at the
/// beginning of the month's year, or of the last year of the table before it. A problem if there is no such year.
Matrix<double> read_networks(TableFolder& folder, const Geography& geography, Month month, Problems& problems);

}  // namespace qonys
