#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/grouped.hpp"

namespace qonys {

/// A grouped() number with a sign: "+1 200".
std::string grouped_with_sign(double number);

/// "12.3 %" of a share.
std::string percent(double share, int decimals = 1);

/// Characters, not bytes: what a text takes on a terminal (wide and combining ones are not known of).
std::size_t width_of(std::string_view text);

/// Columns of text that stand under each other.
class TextTable {
public:
    enum class Align : bool { left, right };
    struct Column {
        std::string heading;
        Align align = Align::right;
        std::size_t widest = 60;  ///< longer cells do not widen the column: they push what follows to the right
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
    /// One cell a column; cells that are missing at the end stay empty.
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    bool empty() const { return rows_.empty(); }
    /// With a line of headings if any column has one; every line indented by two blanks, none with blanks at its end.
    std::string text() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace qonys
