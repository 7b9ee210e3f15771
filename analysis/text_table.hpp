#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qonys {

/// "19 503 159": a number as people read it, digits in groups of three; "-1 200" below zero.
std::string grouped(double number);
/// The same with a sign: "+1 200".
std::string grouped_with_sign(double number);

/// Characters, not bytes: what a text takes on a terminal (wide and combining ones are not known of).
std::size_t width_of(std::string_view text);

/// Columns of text that stand under each other.
class TextTable {
public:
    enum class Align : bool { left, right };
    struct Column {
        std::string heading;
        Align align = Align::right;
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
    /// One cell a column; cells that are missing at the end stay empty.
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    bool empty() const { return rows_.empty(); }
    /// With a line of headings if any column has one; every line indented by `indent` blanks, none with blanks at its
    /// end. The width of a column is that of its widest cell, but cells beyond `widest` characters do not count.
    std::string text(std::size_t indent = 2, std::size_t widest = 60) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace qonys
