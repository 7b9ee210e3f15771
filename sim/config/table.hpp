#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "config/csv.hpp"

namespace qonys {

/// One CSV table, read whole, checked and addressed by column name.
///
/// The text must be UTF-8 with a header line and the same number of cells in every row; cells may be quoted as in RFC
/// 4180; empty lines are skipped. Everything wrong is added to `problems` with file:line:column; reading goes on, so
/// that all of it is reported, up to 20 problems a table. A cell that could not be read yields 0 or "".
class Table {
public:
    /// `columns`: the columns that the caller needs; others may be there.
    static Table read(const std::filesystem::path& file, const std::vector<std::string>& columns, Problems& problems);

    const std::string& file() const { return file_; }
    /// SHA-256 of the file's bytes, as lower-case hexadecimal; "" if it could not be read.
    const std::string& sha256() const { return sha256_; }
    std::size_t rows() const { return header_.empty() ? 0 : cells_.size() / header_.size(); }

    bool has_column(std::string_view column) const;
    /// "" where the table has no such column.
    const std::string& text(std::size_t row, std::string_view column) const;
    /// A finite number in [least, most]; anything else is a problem.
    double number(std::size_t row, std::string_view column, double least, double most, Problems& problems) const;
    /// A whole number in [least, most]; anything else is a problem.
    std::int64_t integer(std::size_t row, std::string_view column, std::int64_t least, std::int64_t most,
                         Problems& problems) const;
    /// Where a cell stands in the file, for the caller's own checks.
    Location where(std::size_t row, std::string_view column) const;

private:
    void read_header(const std::vector<CsvCell>& row, const std::vector<std::string>& needed, Problems& problems);
    void read_rows(CsvText& csv, Problems& problems);
    /// Nothing if the table has no such column.
    const CsvCell* cell(std::size_t row, std::string_view column) const;
    void report(const CsvCell& cell, std::string_view column, std::string_view must_be, Problems& problems) const;
    template <class Number>
    Number parsed(std::size_t row, std::string_view column, Number least, Number most, Problems& problems) const;

    std::string file_;
    std::string sha256_;
    std::vector<std::string> header_;
    std::vector<CsvCell> cells_;  ///< row by row
};

}  // namespace qonys
