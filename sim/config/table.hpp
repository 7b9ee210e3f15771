#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace qonys {

/// One CSV table, read whole, checked and addressed by column name.
///
/// The text must be UTF-8 with a header line and the same number of cells in every row; cells may be quoted as in RFC
/// 4180; empty lines are skipped. Everything wrong is added to `problems` with file:line:column; reading goes on, so
/// that all of it is reported, up to 20 problems a table. A cell that could not be read yields 0 or "".
class Table {
public:
    /// `columns`: the columns that the caller needs; others may be there.
    static Table read(const std::filesystem::path& file, const std::vector<std::string>& columns,
                      Problems& problems);

    const std::string& file() const { return file_; }
    /// SHA-256 of the file's bytes, as lower-case hexadecimal; "" if it could not be read.
    const std::string& sha256() const { return sha256_; }
    std::size_t rows() const { return header_.empty() ? 0 : cells_.size() / header_.size(); }

    const std::string& text(std::size_t row, std::string_view column) const;
    /// A finite number in [least, most]; anything else is a problem.
    double number(std::size_t row, std::string_view column, double least, double most, Problems& problems) const;
    /// A whole number in [least, most]; anything else is a problem.
    std::int64_t integer(std::size_t row, std::string_view column, std::int64_t least, std::int64_t most,
                         Problems& problems) const;
    /// Where a cell stands in the file, for the caller's own checks.
    Location where(std::size_t row, std::string_view column) const;

private:
    struct Cell {
        std::string text;
        int line = 0;
        int column = 0;  ///< 0 if the row ends before this cell, which is reported already
    };

    void read_header(const std::vector<Cell>& row, const std::vector<std::string>& needed, Problems& problems);
    void read_row(std::vector<Cell> row, Problems& problems);
    /// Nothing if the table has no such column.
    const Cell* cell(std::size_t row, std::string_view column) const;
    void report(const Cell& cell, std::string_view column, std::string_view must_be, Problems& problems) const;
    template <class Number>
    Number parsed(std::size_t row, std::string_view column, Number least, Number most, Problems& problems) const;

    friend class CsvText;
    std::string file_;
    std::string sha256_;
    std::vector<std::string> header_;
    std::vector<Cell> cells_;  ///< row by row
};

}  // namespace qonys
