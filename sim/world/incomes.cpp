#include "world/incomes.hpp"

#include <fmt/format.h>

#include "base/interpolation.hpp"

namespace qonys {

std::vector<std::map<double, double>> read_by_place_and_year(TableFolder& folder, const std::string& name,
                                                             const std::string& column, const Geography& geography,
                                                             Problems& problems) {
    std::vector<std::map<double, double>> figures(geography.domestic_places);
    const Table table = folder.open(name, {"region", "settlement", "year", column}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const auto year = static_cast<double>(table.integer(row, "year", 1900, 2200, problems));
        const double figure = table.number(row, column, 1, 1e9, problems);
        if (!region) continue;
        const bool urban = table.text(row, "settlement") == "urban";
        for (const PlaceId place : geography.region(*region).places)
            if (index(place) < figures.size() && (geography.place(place).settlement == Settlement::urban) == urban)
                figures[index(place)][year] = figure;
    }
    for (std::size_t p = 0; p < figures.size() && table.rows() > 0; ++p)
        if (figures[p].empty())
            problems.add({table.file(), 0, 0}, fmt::format("no row for place {}", geography.places[p].id));
    return figures;
}

IncomesByYear read_incomes(TableFolder& folder, const Geography& geography, Problems& problems) {
    return read_by_place_and_year(folder, "incomes.csv", "kzt_per_person_month", geography, problems);
}

double regional_income(const Geography& geography, const IncomesByYear& income, RegionId region, double year) {
    double sum = 0;
    for (const PlaceId place : geography.region(region).places) sum += interpolated(income[index(place)], year);
    return sum / static_cast<double>(geography.region(region).places.size());
}

}  // namespace qonys
