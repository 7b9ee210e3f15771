#pragma once

#include <cmath>
#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "base/matrix.hpp"
#include "world/table_folder.hpp"

namespace qonys {

/// The sex named in a cell of the column `sex`; a problem if it is none.
Sex sex_in(const Table& table, std::size_t row, Problems& problems);

/// The column of a table with `sex` and `age` as [sex, age]; ages without a row are 0. Values lie in [0, most].
Matrix<double> by_sex_and_age(const Table& table, std::string_view column, double most, Problems& problems);
/// The same of a table that has no other columns.
Matrix<double> read_by_sex_and_age(TableFolder& folder, const std::string& name, const std::string& column, double most,
                                   Problems& problems);

/// Probability that something of a yearly hazard, which can happen only once, happens within a month.
inline double monthly(double per_year) { return -std::expm1(-per_year / 12); }

}  // namespace qonys
