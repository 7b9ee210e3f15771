#pragma once

#include "base/ids.hpp"
#include "base/matrix.hpp"
#include "world/table_folder.hpp"

namespace qonys {

/// The sex named in a cell of the column `sex`; a problem if it is none.
Sex sex_in(const Table& table, std::size_t row, Problems& problems);

/// A table `sex,age,COLUMN` as [sex, age]; ages without a row are 0. Values lie in [0, most].
Matrix<double> read_by_sex_and_age(TableFolder& folder, const std::string& name, const std::string& column, double most,
                                   Problems& problems);

}  // namespace qonys
