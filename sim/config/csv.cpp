#include "config/csv.hpp"

#include "config/text_file.hpp"

namespace qonys {

std::vector<CsvCell> CsvText::next_row(Problems& problems) {
    while (!at_end() && at_line_end()) step_over_line_end();
    std::vector<CsvCell> row;
    cells_in_row_ = 0;
    if (at_end()) return row;
    for (;;) {
        CsvCell cell = read_cell(problems);
        if (++cells_in_row_ <= most_columns) row.push_back(std::move(cell));
        if (at_line_end()) break;
        step();
    }
    step_over_line_end();
    return row;
}

bool CsvText::at_line_end() const {
    const std::string_view rest = text_.substr(at_);
    return rest.empty() || rest == "\r" || rest.starts_with('\n') || rest.starts_with("\r\n");
}

void CsvText::step() {
    const char passed = text_[at_++];
    if (passed == '\n') {
        ++line_;
        column_ = 1;
    } else if (at_end() || begins_character(text_[at_])) {
        ++column_;
    }
}

void CsvText::step_over_line_end() {
    if (!at_end() && text_[at_] == '\r') step();
    if (!at_end()) step();
}

CsvCell CsvText::read_cell(Problems& problems) {
    CsvCell cell{{}, line_, column_};
    if (!at_end() && text_[at_] == '"') {
        read_quoted(cell, problems);
        return cell;
    }
    const std::size_t begin = at_;
    while (!at_cell_end()) step();
    cell.text = text_.substr(begin, at_ - begin);
    return cell;
}

void CsvText::read_quoted(CsvCell& cell, Problems& problems) {
    step();
    for (bool closed = false; !closed;) {
        if (at_end()) {
            problems.add({file_, cell.line, cell.column}, "the quote that begins here is never closed");
            return;
        }
        if (text_[at_] == '"') {
            step();
            closed = at_end() || text_[at_] != '"';
        }
        if (closed) break;
        cell.text += text_[at_];
        step();
    }
    if (at_cell_end()) return;
    problems.add({file_, line_, column_}, "text follows a closing quote (write \"\" for a quote within a cell)");
    while (!at_cell_end()) step();
}

}  // namespace qonys
