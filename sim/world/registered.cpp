#include "world/registered.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/interpolation.hpp"

namespace qonys {

RegisteredPopulation::RegisteredPopulation(TableFolder& folder, const Geography& geography, Problems& problems)
    : geography_(&geography), persons_(geography.domestic_places) {
    const Table table = folder.open("population.csv", {"region", "year", "urban", "rural"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const auto year = static_cast<int>(table.integer(row, "year", 1900, 2200, problems));
        const auto urban = static_cast<double>(table.integer(row, "urban", 0, 2'000'000'000, problems));
        const auto rural = static_cast<double>(table.integer(row, "rural", 0, 2'000'000'000, problems));
        if (!region || index(*region) >= geography.domestic_regions) continue;
        first_year_ = row == 0 ? year : std::min(first_year_, year);
        last_year_ = std::max(last_year_, year);
        const std::vector<PlaceId>& places = geography.region(*region).places;
        for (const PlaceId place : places)
            persons_[index(place)][year] = geography.place(place).settlement == Settlement::urban ? urban : rural;
        if (places.size() == 1 && rural > 0)
            problems.add(table.where(row, "rural"), fmt::format("rural = {:.0f}, but {} has only an urban place", rural,
                                                                geography.region(*region).id));
    }
    for (std::size_t p = 0; p < persons_.size() && table.rows() > 0; ++p)
        if (persons_[p].empty())
            problems.add({table.file(), 0, 0}, fmt::format("no row for place {}", geography.places[p].id));
}

double RegisteredPopulation::at(PlaceId place, double year) const {
    const auto& known = persons_[index(place)];
    return known.empty() ? 0 : interpolated(known, year);
}

double RegisteredPopulation::january(RegionId region, int year) const {
    double sum = 0;
    for (const PlaceId place : geography_->region(region).places) sum += at(place, year);
    return sum;
}

double RegisteredPopulation::average(RegionId region, int year) const {
    return (january(region, year) + january(region, year + 1)) / 2;
}

CensusBreak read_census_break(TableFolder& folder, const Geography& geography, Problems& problems) {
    CensusBreak found{.persons = std::vector<double>(geography.domestic_regions)};
    const Table table = folder.open("census_break.csv", {"region", "persons"}, problems);
    std::size_t rows = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const auto persons = table.integer(row, "persons", -10'000'000, 10'000'000, problems);
        if (!region || index(*region) >= geography.domestic_regions) continue;
        found.persons[index(*region)] = static_cast<double>(persons);
        ++rows;
    }
    if (table.rows() > 0 && rows != geography.domestic_regions)
        problems.add({table.file(), 0, 0},
                     fmt::format("{} rows of regions of the country (must be {})", rows, geography.domestic_regions));
    return found;
}

}  // namespace qonys
