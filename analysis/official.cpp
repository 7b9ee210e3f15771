#include "analysis/official.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/error.hpp"
#include "world/registered.hpp"

namespace qonys {
namespace {

constexpr double most_persons = 1e10;

/// Opens a table, or nothing if the folder has none of that name.
std::optional<Table> open_if_there(TableFolder& folder, const std::string& name,
                                   const std::vector<std::string>& columns, Problems& problems) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder.path() / name, ignored)) return std::nullopt;
    return folder.open(name, columns, problems);
}

int year_in(const Table& table, std::size_t row, Problems& problems) {
    return static_cast<int>(table.integer(row, "year", 1900, 2200, problems));
}

/// The region in a cell, if it is one of the country's.
std::optional<std::size_t> domestic_region(const Table& table, std::size_t row, std::string_view column,
                                           const Geography& geography, Problems& problems) {
    const auto region = region_in(table, row, column, geography, problems);
    if (!region || index(*region) >= geography.domestic_regions) return std::nullopt;
    return index(*region);
}

void read_flows(TableFolder& folder, const Geography& geography, OfficialFigures& figures, Problems& problems) {
    const auto table = open_if_there(folder, "flows.csv", {"year", "origin", "destination", "persons"}, problems);
    if (!table) return;
    std::map<int, std::size_t> pairs;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const int year = year_in(*table, row, problems);
        const auto origin = domestic_region(*table, row, "origin", geography, problems);
        const auto destination = domestic_region(*table, row, "destination", geography, problems);
        const double persons = table->number(row, "persons", 0, most_persons, problems);
        if (!origin || !destination || *origin == *destination) continue;
        Matrix<double>& flows = figures.years[year].flows;
        if (flows.rows() == 0) flows = {geography.domestic_regions, geography.domestic_regions};
        flows(*origin, *destination) += persons;
        ++pairs[year];
    }
    const std::size_t all = geography.domestic_regions * (geography.domestic_regions - 1);
    for (const auto& [year, found] : pairs)
        if (found != all)
            problems.add({table->file(), 0, 0}, fmt::format("the year {} has {} pairs of regions, not {}{}", year,
                                                            found, all, found < all ? " (is the file cut off?)" : ""));
}

void read_vital_rates(TableFolder& folder, const Geography& geography, OfficialFigures& figures, Problems& problems) {
    const auto table = open_if_there(folder, "vital_rates.csv", {"region", "year", "births", "deaths"}, problems);
    if (!table) return;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const auto region = domestic_region(*table, row, "region", geography, problems);
        OfficialYear& year = figures.years[year_in(*table, row, problems)];
        year.births.resize(geography.domestic_regions);
        year.deaths.resize(geography.domestic_regions);
        const double births = table->number(row, "births", 0, most_persons, problems);
        const double deaths = table->number(row, "deaths", 0, most_persons, problems);
        if (!region) continue;
        year.births[*region] += births;
        year.deaths[*region] += deaths;
    }
}

void read_external_totals(TableFolder& folder, OfficialFigures& figures, Problems& problems) {
    const auto table = open_if_there(folder, "external_totals.csv", {"year", "immigrants", "emigrants"}, problems);
    if (!table) return;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        OfficialYear& year = figures.years[year_in(*table, row, problems)];
        year.immigrants = table->number(row, "immigrants", 0, most_persons, problems);
        year.emigrants = table->number(row, "emigrants", 0, most_persons, problems);
    }
}

void read_households(TableFolder& folder, OfficialFigures& figures, Problems& problems) {
    const auto table = open_if_there(folder, "households_census.csv", {"year", "households"}, problems);
    if (!table) return;
    for (std::size_t row = 0; row < table->rows(); ++row)
        figures.years[year_in(*table, row, problems)].households =
            table->number(row, "households", 0, most_persons, problems);
}

void read_population(TableFolder& folder, const Geography& geography, OfficialFigures& figures, Problems& problems) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder.path() / "population.csv", ignored)) return;
    const RegisteredPopulation registered(folder, geography, problems);
    if (!problems.empty() || registered.last_year() == 0) return;
    for (int year = registered.first_year(); year <= registered.last_year(); ++year)
        for (std::size_t r = 0; r < geography.domestic_regions; ++r)
            figures.years[year].population.push_back(registered.january(static_cast<RegionId>(r), year));
}

}  // namespace

const OfficialYear* OfficialFigures::of(int year) const {
    const auto found = years.find(year);
    return found == years.end() ? nullptr : &found->second;
}

std::optional<double> OfficialFigures::population(int year) const {
    const OfficialYear* const known = of(year);
    if (known == nullptr || known->population.empty()) return std::nullopt;
    return total(known->population);
}

std::optional<double> OfficialFigures::unexplained_growth(int year) const {
    const OfficialYear* const known = of(year);
    const auto start = population(year);
    const auto end = population(year + 1);
    if (!start || !end || known->births.empty() || !known->immigrants || !known->emigrants) return std::nullopt;
    return *end - *start - total(known->births) + total(known->deaths) - *known->immigrants + *known->emigrants;
}

OfficialFigures read_official_figures(const std::filesystem::path& folder, const Geography& geography,
                                      Problems& problems) {
    OfficialFigures figures;
    TableFolder tables(folder);
    read_population(tables, geography, figures, problems);
    read_flows(tables, geography, figures, problems);
    read_vital_rates(tables, geography, figures, problems);
    read_external_totals(tables, figures, problems);
    read_households(tables, figures, problems);
    return figures;
}

double total(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

double common_part(const Matrix<double>& a, const Matrix<double>& b) {
    const double sum_a = total(a.cells());
    const double sum_b = total(b.cells());
    if (a.rows() != b.rows() || a.columns() != b.columns() || !(sum_a > 0) || !(sum_b > 0)) return 0;
    double common = 0;
    for (std::size_t cell = 0; cell < a.cells().size(); ++cell)
        common += std::min(a.cells()[cell] / sum_a, b.cells()[cell] / sum_b);
    return common;
}

std::vector<double> net_migration(const Matrix<double>& flows) {
    std::vector<double> net(flows.rows());
    for (std::size_t origin = 0; origin < flows.rows(); ++origin)
        for (std::size_t destination = 0; destination < flows.columns(); ++destination) {
            net[destination] += flows(origin, destination);
            net[origin] -= flows(origin, destination);
        }
    return net;
}

double correlation(std::span<const double> a, std::span<const double> b) {
    const auto count = static_cast<double>(a.size());
    if (a.size() != b.size() || a.empty()) return 0;
    const double mean_a = total(a) / count;
    const double mean_b = total(b) / count;
    double together = 0;
    double square_a = 0;
    double square_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        together += (a[i] - mean_a) * (b[i] - mean_b);
        square_a += (a[i] - mean_a) * (a[i] - mean_a);
        square_b += (b[i] - mean_b) * (b[i] - mean_b);
    }
    const double spread = std::sqrt(square_a * square_b);
    return spread > 0 ? together / spread : 0;
}

}  // namespace qonys
