#include "world/networks.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace qonys {

Matrix<double> read_networks(TableFolder& folder, const Geography& geography, Month month, Problems& problems) {
    const Table table = folder.open("networks.csv", {"year", "home", "residence", "persons"}, problems);
    std::vector<std::int64_t> years;
    for (std::size_t row = 0; row < table.rows(); ++row)
        years.push_back(table.integer(row, "year", 1900, 2200, problems));
    std::int64_t latest = 0;
    for (const std::int64_t year : years)
        if (year <= month.year()) latest = std::max(latest, year);
    if (latest == 0 && table.rows() > 0)
        problems.add({table.file(), 0, 0}, fmt::format("no year at or before {}", to_string(month)));

    std::size_t pairs = 0;
    Matrix<double> persons(geography.domestic_regions, geography.domestic_regions);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto home = region_in(table, row, "home", geography, problems);
        const auto residence = region_in(table, row, "residence", geography, problems);
        const double stock = table.number(row, "persons", 0, 1e9, problems);
        if (!home || !residence || years[row] != latest || home == residence) continue;
        if (std::max(index(*home), index(*residence)) < geography.domestic_regions)
            persons(index(*home), index(*residence)) = stock;
        ++pairs;
    }
    const std::size_t all = geography.domestic_regions * (geography.domestic_regions - 1);
    if (problems.empty() && pairs != all)
        problems.add({table.file(), 0, 0}, fmt::format("{} pairs of regions in {} (must be {})", pairs, latest, all));
    return persons;
}

}  // namespace qonys
