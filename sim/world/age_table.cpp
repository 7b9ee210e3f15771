#include "world/age_table.hpp"

#include <fmt/format.h>

#include "base/ids.hpp"

namespace qonys {

Sex sex_in(const Table& table, std::size_t row, Problems& problems) {
    const std::string& text = table.text(row, "sex");
    if (text != "male" && text != "female")
        problems.add(table.where(row, "sex"), fmt::format("sex = '{}' (must be male or female)", text));
    return text == "female" ? Sex::female : Sex::male;
}

Matrix<double> by_sex_and_age(const Table& table, std::string_view column, double most, Problems& problems) {
    Matrix<double> values(sex_count, age_count);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const Sex sex = sex_in(table, row, problems);
        const auto age = static_cast<std::size_t>(table.integer(row, "age", 0, age_count - 1, problems));
        values(index(sex), std::min(age, age_count - 1)) = table.number(row, column, 0, most, problems);
    }
    return values;
}

Matrix<double> read_by_sex_and_age(TableFolder& folder, const std::string& name, const std::string& column, double most,
                                   Problems& problems) {
    return by_sex_and_age(folder.open(name, {"sex", "age", column}, problems), column, most, problems);
}

}  // namespace qonys
