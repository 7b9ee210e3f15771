#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "analysis/population_report.hpp"
#include "analysis/text_table.hpp"

namespace qonys {
namespace {

namespace json = boost::json;
using enum TextTable::Align;
using Marginal = PopulationReport::Marginal;
using ReportRow = PopulationReport::Row;

constexpr std::size_t most_worst = 8;

/// Persons and households without decimals, means with two.
std::string figure(const Marginal& marginal, double value) {
    return marginal.means ? fmt::format("{:.2f}", value) : grouped(value);
}

std::string residual(const Marginal& marginal, const ReportRow& row) {
    return marginal.means ? fmt::format("{:+.3f}", row.residual()) : grouped_with_sign(row.residual());
}

std::string residual_percent(const ReportRow& row) { return fmt::format("{:+.2f} %", 100 * row.relative()); }

std::string overview(const PopulationReport& report) {
    TextTable table({{"", left}, {"cells"}, {"largest residual"}, {"misplaced"}});
    for (const Marginal& marginal : report.marginals)
        table.add(
            {marginal.title, std::to_string(marginal.rows.size()),
             marginal.means ? fmt::format("{:.3f}", marginal.largest_residual()) : grouped(marginal.largest_residual()),
             marginal.means ? "" : fmt::format("{:.3f} %", 100 * marginal.misplaced())});
    return "\nHow the marginals are met\n" + table.text();
}

std::string worst(const PopulationReport& report) {
    std::vector<std::pair<const Marginal*, const ReportRow*>> rows;
    for (const Marginal& marginal : report.marginals)
        for (const ReportRow& row : marginal.rows)
            if (std::abs(row.residual()) >= (marginal.means ? 0.005 : 0.5)) rows.emplace_back(&marginal, &row);
    std::ranges::stable_sort(rows, std::ranges::greater{},
                             [](const auto& pair) { return std::abs(pair.second->relative()); });
    if (rows.size() > most_worst) rows.resize(most_worst);
    if (rows.empty()) return "";
    TextTable table({{"", left}, {"", left}, {"target"}, {"synthesised"}, {"residual"}, {""}});
    for (const auto& [marginal, row] : rows)
        table.add({marginal->title, row->what, figure(*marginal, row->target), figure(*marginal, row->synthesised),
                   residual(*marginal, *row), residual_percent(*row)});
    return "\nFurthest off, relative to their target\n" + table.text();
}

std::string all_rows(const PopulationReport& report) {
    std::string text;
    for (const Marginal& marginal : report.marginals) {
        TextTable table({{"", left}, {"target"}, {"synthesised"}, {"residual"}, {""}});
        for (const ReportRow& row : marginal.rows)
            table.add({row.what, figure(marginal, row.target), figure(marginal, row.synthesised),
                       residual(marginal, row), residual_percent(row)});
        text += '\n' + marginal.title + '\n' + table.text();
    }
    return text;
}

/// Households by number of members and by age of the head, side by side.
std::string distributions(const PopulationReport& report) {
    TextTable table({{"members"}, {"households"}, {"share"}, {"    age of head"}, {"households"}, {"share"}});
    const auto cells = [&](const std::vector<ReportRow>& rows, std::size_t i) -> std::vector<std::string> {
        if (i >= rows.size()) return {"", "", ""};
        return {rows[i].what, grouped(rows[i].synthesised),
                fmt::format("{:.1f} %", 100 * rows[i].synthesised / report.households)};
    };
    for (std::size_t i = 0; i < std::max(report.household_sizes.size(), report.heads_by_age.size()); ++i) {
        std::vector<std::string> row = cells(report.household_sizes, i);
        std::ranges::move(cells(report.heads_by_age, i), std::back_inserter(row));
        table.add(std::move(row));
    }
    return "\nHouseholds (nothing official to compare with, but their mean size above)\n" + table.text();
}

std::string plausibility(const PopulationReport& report) {
    TextTable table({{"", left}, {""}, {"", left}});
    for (const auto& line : report.plausibility)
        table.add({line.what, line.is_share ? fmt::format("{:.1f} %", 100 * line.value) : grouped(line.value),
                   line.expected.empty() ? "" : "expected: " + line.expected});
    return "\nDoes it look like life?\n" + table.text();
}

json::array as_json(const std::vector<ReportRow>& rows, bool with_targets) {
    json::array array;
    for (const ReportRow& row : rows) {
        json::object object{{"what", row.what}, {"synthesised", row.synthesised}};
        if (with_targets) {
            object["target"] = row.target;
            object["residual"] = row.residual();
        }
        array.push_back(std::move(object));
    }
    return array;
}

}  // namespace

std::string to_text(const PopulationReport& report, Detail detail) {
    std::string text =
        fmt::format("Synthetic population at the beginning of {}, scale {}\n{} persons in {} households{}\n",
                    to_string(report.month), report.scale, grouped(report.persons), grouped(report.households),
                    report.scale < 1 ? " (agents, divided by the scale)" : "");
    text += overview(report);
    text += detail == Detail::full ? all_rows(report) : worst(report);
    text += distributions(report) + plausibility(report);
    return text;
}

std::string to_json(const PopulationReport& report) {
    json::object marginals;
    for (const Marginal& marginal : report.marginals)
        marginals[marginal.name] = {{"title", marginal.title}, {"rows", as_json(marginal.rows, true)}};
    json::array plausibility;
    for (const auto& line : report.plausibility)
        plausibility.push_back(json::object{{"what", line.what}, {"value", line.value}, {"expected", line.expected}});
    const json::object object{{"month", to_string(report.month)},
                              {"scale", report.scale},
                              {"persons", report.persons},
                              {"households", report.households},
                              {"marginals", marginals},
                              {"households_by_size", as_json(report.household_sizes, false)},
                              {"households_by_age_of_head", as_json(report.heads_by_age, false)},
                              {"plausibility", plausibility}};
    return json::serialize(object);
}

}  // namespace qonys
