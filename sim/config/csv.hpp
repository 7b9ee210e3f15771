#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace qonys {

/// A cell and where it begins.
struct CsvCell {
    std::string text;
    int line = 0;
    int column = 0;  ///< 0 for a cell that its row lacks, which is reported already
};

/// Takes a text of comma-separated values apart, row by row (RFC 4180, lines may end in LF or CRLF).
class CsvText {
public:
    /// No table has more columns; further cells of a row are counted, not kept.
    static constexpr std::size_t most_columns = 1000;

    /// `text` must outlive this object and be UTF-8; `file` is for messages.
    CsvText(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

    /// The next row that is not an empty line; no cells at the end.
    std::vector<CsvCell> next_row(Problems& problems);
    /// How many cells the last row has in the text.
    std::size_t cells_in_row() const { return cells_in_row_; }
    /// Whether the last row ends with the text instead of a line end.
    bool cut_off() const { return !text_.empty() && text_.back() != '\n' && at_end(); }

private:
    bool at_end() const { return at_ == text_.size(); }
    bool at_line_end() const;
    bool at_cell_end() const { return at_line_end() || text_[at_] == ','; }
    void step();
    void step_over_line_end();
    CsvCell read_cell(Problems& problems);
    void read_quoted(CsvCell& cell, Problems& problems);

    std::string_view text_;
    std::string file_;
    std::size_t at_ = 0;
    std::size_t cells_in_row_ = 0;
    int line_ = 1;
    int column_ = 1;
};

}  // namespace qonys
