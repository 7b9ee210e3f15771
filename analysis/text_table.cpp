#include "analysis/text_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/text_file.hpp"

namespace qonys {
namespace {

std::string padded(const std::string& text, std::size_t width, TextTable::Align align) {
    const std::size_t characters = width_of(text);
    const std::string blanks(width > characters ? width - characters : 0, ' ');
    return align == TextTable::Align::right ? blanks + text : text + blanks;
}

std::string without_blanks_at_the_end(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

std::string grouped_with_sign(double number) { return (std::round(number) > 0 ? "+" : "") + grouped(number); }

std::string percent(double share, int decimals) { return fmt::format("{:.{}f} %", 100 * share, decimals); }

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return begins_character(byte); }));
}

std::string TextTable::text() const {
    std::vector<std::vector<std::string>> lines;
    if (std::ranges::any_of(columns_, [](const Column& column) { return !column.heading.empty(); })) {
        lines.emplace_back();
        for (const Column& column : columns_) lines.back().push_back(column.heading);
    }
    lines.insert(lines.end(), rows_.begin(), rows_.end());

    std::vector<std::size_t> widths(columns_.size());
    for (const auto& line : lines)
        for (std::size_t c = 0; c < line.size(); ++c)
            if (const std::size_t width = width_of(line[c]); width <= columns_[c].widest)
                widths[c] = std::max(widths[c], width);

    std::string all;
    for (const auto& line : lines) {
        std::string joined = "  ";
        for (std::size_t c = 0; c < line.size(); ++c)
            joined += (c == 0 ? "" : "  ") + padded(line[c], widths[c], columns_[c].align);
        all += without_blanks_at_the_end(std::move(joined)) + '\n';
    }
    return all;
}

}  // namespace qonys
