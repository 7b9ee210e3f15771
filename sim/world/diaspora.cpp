#include "world/diaspora.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace qonys {

Diaspora read_diaspora(TableFolder& folder, const Geography& geography, Month month, Problems& problems) {
    const std::size_t abroad = geography.regions.size() - geography.domestic_regions;
    Diaspora diaspora{std::vector<double>(abroad), std::vector<double>(abroad)};
    const Table table = folder.open("diaspora.csv", {"year", "origin", "destination", "persons"}, problems);
    std::vector<std::int64_t> years;
    for (std::size_t row = 0; row < table.rows(); ++row)
        years.push_back(table.integer(row, "year", 1900, 2200, problems));
    if (years.empty()) return diaspora;
    std::int64_t wanted = *std::ranges::min_element(years);
    for (const std::int64_t year : years)
        if (year <= month.year()) wanted = std::max(wanted, year);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto origin = geography.find_region(table.text(row, "origin"));
        const auto destination = geography.find_region(table.text(row, "destination"));
        const double persons = table.number(row, "persons", 0, 1e9, problems);
        const auto region = origin ? origin : destination;
        if (origin.has_value() == destination.has_value() || index(*region) < geography.domestic_regions)
            problems.add(table.where(row, "origin"),
                         fmt::format("from {} to {} (must name one region abroad, and the country)",
                                     table.text(row, "origin"), table.text(row, "destination")));
        else if (years[row] == wanted)
            (origin ? diaspora.here : diaspora.there)[index(*region) - geography.domestic_regions] = persons;
    }
    return diaspora;
}

}  // namespace qonys
