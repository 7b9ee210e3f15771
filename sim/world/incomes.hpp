#pragma once

#include <map>
#include <vector>

#include "world/geography.hpp"

namespace qonys {

/// [domestic place] by year: tenge per person and month (incomes.csv).
using IncomesByYear = std::vector<std::map<double, double>>;
IncomesByYear read_incomes(TableFolder& folder, const Geography& geography, Problems& problems);
/// The mean of the region's places.
double regional_income(const Geography& geography, const IncomesByYear& income, RegionId region, double year);

/// [domestic place] by year: a figure of regions.csv's regions by settlement and year, from a table with the columns
/// region, settlement, year and `column`; every place must have a row.
std::vector<std::map<double, double>> read_by_place_and_year(TableFolder& folder, const std::string& table,
                                                             const std::string& column, const Geography& geography,
                                                             Problems& problems);

}  // namespace qonys
