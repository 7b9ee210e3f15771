#include "config/table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/sha256.hpp"
#include "config/text_file.hpp"

namespace qonys {
namespace {

constexpr std::size_t most_mebibytes_of_a_table = 64;
constexpr std::ptrdiff_t most_problems = 20;
constexpr std::size_t enough_problems = 1000;  ///< no use in reading on after these

/// Passes on the first problems only: a table in the wrong format has one in every row.
void pass_on(const std::vector<Problem>& found, Problems& problems) {
    for (const Problem& problem : found) {
        if (&problem - found.data() == most_problems) {
            problems.add(problem.where, fmt::format("and {}{} more problems in this table, from here on",
                                                    found.size() < enough_problems ? "" : "at least ",
                                                    found.size() - std::size_t{most_problems}));
            return;
        }
        problems.add(problem.where, problem.what);
    }
}

template <class Number>
std::string must_be_within(Number least, Number most) {
    if constexpr (std::is_floating_point_v<Number>) {
        if (std::isinf(least) && std::isinf(most)) return "must be a finite number";
        if (std::isinf(most)) return fmt::format("must be at least {}", least);
        if (std::isinf(least)) return fmt::format("must be at most {}", most);
    }
    if (most == std::numeric_limits<Number>::max()) return fmt::format("must be at least {}", least);
    return fmt::format("must be from {} to {}", least, most);
}

}  // namespace

Table Table::read(const std::filesystem::path& file, const std::vector<std::string>& columns, Problems& problems) {
    Table table;
    table.file_ = file.string();
    const auto read = read_text_file(file, most_mebibytes_of_a_table, "a table");
    if (const Problem* problem = std::get_if<Problem>(&read)) {
        problems.add(problem->where, problem->what);
        return table;
    }
    const auto& text = std::get<std::string>(read);
    table.sha256_ = sha256_hex(text);
    CsvText csv(without_bom(text), table.file_);
    Problems found;
    const std::vector<CsvCell> header = csv.next_row(found);
    if (csv.cells_in_row() > CsvText::most_columns) {
        problems.add({table.file_, 1}, fmt::format("has {} columns: is this a table?", csv.cells_in_row()));
        return table;
    }
    table.read_header(header, columns, found);
    table.read_rows(csv, found);
    pass_on(found.found(), problems);
    return table;
}

void Table::read_header(const std::vector<CsvCell>& row, const std::vector<std::string>& needed, Problems& problems) {
    if (row.empty()) {
        problems.add({file_},
                     fmt::format("is empty; its first line must name the columns {}", fmt::join(needed, ", ")));
        return;
    }
    for (const CsvCell& cell : row) {
        if (std::ranges::find(header_, cell.text) != header_.end()) {
            problems.add({file_, cell.line, cell.column},
                         fmt::format("column '{}' is there twice", printable(cell.text)));
        }
        header_.push_back(cell.text);
    }
    for (const std::string& name : needed) {
        if (has_column(name)) continue;
        problems.add({file_, row.front().line},
                     fmt::format("there is no column '{}'{}; there are: {}", name, did_you_mean(name, header_),
                                 printable(fmt::format("{}", fmt::join(header_, ", ")))));
    }
}

void Table::read_rows(CsvText& csv, Problems& problems) {
    while (problems.found().size() < enough_problems) {
        std::vector<CsvCell> row = csv.next_row(problems);
        if (row.empty()) return;
        const int line = row.front().line;
        if (csv.cells_in_row() != header_.size()) {
            const bool cut_off = csv.cells_in_row() < header_.size() && csv.cut_off();
            problems.add({file_, line},
                         fmt::format("cells in this row: {}, columns in the header: {}{}", csv.cells_in_row(),
                                     header_.size(), cut_off ? " (is the file cut off?)" : ""));
        }
        row.resize(header_.size(), CsvCell{{}, line, 0});
        std::ranges::move(row, std::back_inserter(cells_));
    }
}

bool Table::has_column(std::string_view column) const { return std::ranges::find(header_, column) != header_.end(); }

const CsvCell* Table::cell(std::size_t row, std::string_view column) const {
    const auto found = std::ranges::find(header_, column);
    if (found == header_.end()) return nullptr;
    return &cells_.at(row * header_.size() + static_cast<std::size_t>(found - header_.begin()));
}

const std::string& Table::text(std::size_t row, std::string_view column) const {
    static const std::string nothing;
    const CsvCell* const found = cell(row, column);
    return found == nullptr ? nothing : found->text;
}

Location Table::where(std::size_t row, std::string_view column) const {
    const CsvCell* const found = cell(row, column);
    if (found == nullptr) return {file_};
    return {file_, found->line, found->column};
}

void Table::report(const CsvCell& cell, std::string_view column, std::string_view must_be, Problems& problems) const {
    const auto already = std::ranges::count(problems.found(), file_, [](const Problem& p) { return p.where.file; });
    const Location place{file_, cell.line, cell.column};
    if (already == most_problems) problems.add(place, "and more problems in this table, from here on");
    if (already >= most_problems) return;
    problems.add(place, cell.text.empty() ? fmt::format("{} is empty ({})", column, must_be)
                                          : fmt::format("{} = {} ({})", column, printable(cell.text), must_be));
}

template <class Number>
Number Table::parsed(std::size_t row, std::string_view column, Number least, Number most, Problems& problems) const {
    const CsvCell* const found = cell(row, column);
    if (found == nullptr || found->column == 0) return {};
    const char* const end = found->text.data() + found->text.size();
    Number value{};
    const auto [stopped, error] = std::from_chars(found->text.data(), end, value);
    if (error == std::errc::invalid_argument || stopped != end) {
        report(*found, column, std::is_integral_v<Number> ? "must be a whole number" : "must be a number", problems);
        return {};
    }
    bool finite = error == std::errc{};
    if constexpr (std::is_floating_point_v<Number>) finite = finite && std::isfinite(value);
    if (!finite || value < least || value > most) {
        report(*found, column, must_be_within(least, most), problems);
        return {};
    }
    return value;
}

double Table::number(std::size_t row, std::string_view column, double least, double most, Problems& problems) const {
    return parsed(row, column, least, most, problems);
}

std::int64_t Table::integer(std::size_t row, std::string_view column, std::int64_t least, std::int64_t most,
                            Problems& problems) const {
    return parsed(row, column, least, most, problems);
}

}  // namespace qonys
