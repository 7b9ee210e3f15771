#include "world/geography.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace qonys {
namespace {

/// The index of the cell's text among `words`, or a problem and 0.
std::size_t word_in(const Table& table, std::size_t row, std::string_view column, const std::vector<std::string>& words,
                    Problems& problems) {
    const auto found = std::ranges::find(words, table.text(row, column));
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    problems.add(table.where(row, column),
                 fmt::format("{} = '{}' (must be one of {})", column, table.text(row, column), fmt::join(words, ", ")));
    return 0;
}

void read_regions(TableFolder& folder, Geography& geography, Problems& problems) {
    const Table table = folder.open("regions.csv", {"region", "kind", "name_en"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        Region region{.id = table.text(row, "region"), .name = table.text(row, "name_en"), .places = {}};
        region.kind = static_cast<RegionKind>(word_in(table, row, "kind", {"region", "city", "abroad"}, problems));
        if (geography.find_region(region.id))
            problems.add(table.where(row, "region"), fmt::format("region '{}' stands here twice", region.id));
        if (region.kind != RegionKind::abroad) {
            if (geography.domestic_regions != geography.regions.size())
                problems.add(table.where(row, "kind"), "regions abroad must come after those of the country");
            ++geography.domestic_regions;
        }
        geography.regions.push_back(std::move(region));
    }
}

void read_places(TableFolder& folder, Geography& geography, Problems& problems) {
    const Table table = folder.open("places.csv", {"place", "region", "settlement", "name_en"}, problems);
    if (table.rows() > 255)
        problems.add({table.file(), 0, 0}, fmt::format("{} places (at most 255 fit a place number)", table.rows()));
    for (std::size_t row = 0; row < std::min<std::size_t>(table.rows(), 255); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        if (!region) continue;
        Place place{.id = table.text(row, "place"), .name = table.text(row, "name_en"), .region = *region};
        place.settlement =
            static_cast<Settlement>(word_in(table, row, "settlement", {"urban", "rural", "abroad"}, problems));
        const bool abroad = geography.region(*region).kind == RegionKind::abroad;
        if (abroad != (place.settlement == Settlement::abroad))
            problems.add(table.where(row, "settlement"),
                         fmt::format("'{}' does not fit the kind of region {}", table.text(row, "settlement"),
                                     geography.region(*region).id));
        if (!abroad) {
            if (geography.domestic_places != geography.places.size())
                problems.add(table.where(row, "place"), "places abroad must come after those of the country");
            ++geography.domestic_places;
        }
        geography.regions[index(*region)].places.push_back(static_cast<PlaceId>(geography.places.size()));
        geography.places.push_back(std::move(place));
    }
    for (const Region& region : geography.regions)
        if (region.places.empty())
            problems.add({table.file(), 0, 0}, fmt::format("region '{}' has no place", region.id));
}

void read_relations(TableFolder& folder, Geography& geography, Problems& problems) {
    geography.relations = Matrix<Relation>(geography.domestic_regions, geography.domestic_regions);
    const auto pair = [&](const Table& table, std::size_t row) -> Relation* {
        const auto origin = region_in(table, row, "origin", geography, problems);
        const auto destination = region_in(table, row, "destination", geography, problems);
        if (!origin || !destination) return nullptr;
        if (std::max(index(*origin), index(*destination)) >= geography.domestic_regions) {
            problems.add(table.where(row, "origin"), "pairs of regions must both lie in the country");
            return nullptr;
        }
        return &geography.relations(index(*origin), index(*destination));
    };
    const Table distances = folder.open("distances.csv", {"origin", "destination", "km"}, problems);
    for (std::size_t row = 0; row < distances.rows(); ++row)
        if (Relation* relation = pair(distances, row)) relation->km = distances.number(row, "km", 1, 20'000, problems);
    const Table adjacency = folder.open("adjacency.csv", {"origin", "destination", "relation"}, problems);
    for (std::size_t row = 0; row < adjacency.rows(); ++row)
        if (Relation* relation = pair(adjacency, row)) {
            relation->adjacent = true;
            relation->hinterland = word_in(adjacency, row, "relation", {"adjacent", "hinterland"}, problems) == 1;
        }
    if (!problems.empty()) return;
    for (std::size_t i = 0; i < geography.domestic_regions; ++i)
        for (std::size_t j = 0; j < geography.domestic_regions; ++j) {
            if (geography.relations(i, j).adjacent && !geography.relations(j, i).adjacent)
                problems.add({adjacency.file(), 0, 0}, fmt::format("{} borders on {}, but not the other way round",
                                                                   geography.regions[i].id, geography.regions[j].id));
            if (i != j && geography.relations(i, j).km <= 0)
                problems.add({distances.file(), 0, 0}, fmt::format("no distance from {} to {}", geography.regions[i].id,
                                                                   geography.regions[j].id));
        }
}

void read_travellers(TableFolder& folder, Geography& geography, Problems& problems) {
    const Table table = folder.open("travellers.csv",
                                    {"group", "name_en", "kind", "abroad", "trips_per_month", "months_away"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        TravellerGroup group{.id = table.text(row, "group"), .name = table.text(row, "name_en")};
        group.transit = word_in(table, row, "kind", {"citizens", "transit"}, problems) == 1;
        const auto abroad = region_in(table, row, "abroad", geography, problems);
        group.trips_per_month = table.number(row, "trips_per_month", 0, 1e8, problems);
        group.months_away = table.number(row, "months_away", 0.01, 120, problems);
        if (std::ranges::find(geography.travellers, group.id, &TravellerGroup::id) != geography.travellers.end())
            problems.add(table.where(row, "group"), fmt::format("group '{}' stands here twice", group.id));
        if (!abroad) continue;
        if (index(*abroad) < geography.domestic_regions)
            problems.add(table.where(row, "abroad"), fmt::format("{} does not lie abroad", table.text(row, "abroad")));
        group.abroad = *abroad;
        geography.travellers.push_back(std::move(group));
    }
}

}  // namespace

std::optional<RegionId> Geography::find_region(std::string_view id) const {
    const auto found = std::ranges::find(regions, id, &Region::id);
    if (found == regions.end()) return std::nullopt;
    return static_cast<RegionId>(found - regions.begin());
}

std::vector<std::string> Geography::region_ids() const {
    std::vector<std::string> ids;
    for (const Region& region : regions) ids.push_back(region.id);
    return ids;
}

Geography read_geography(TableFolder& folder, Problems& problems) {
    Geography geography;
    read_regions(folder, geography, problems);
    read_places(folder, geography, problems);
    read_relations(folder, geography, problems);
    read_travellers(folder, geography, problems);
    return geography;
}

std::optional<RegionId> region_in(const Table& table, std::size_t row, std::string_view column,
                                  const Geography& geography, Problems& problems) {
    if (!table.has_column(column)) return std::nullopt;  // reported once, when the table was opened
    const std::string& id = table.text(row, column);
    const auto region = geography.find_region(id);
    if (!region)
        problems.add(table.where(row, column), fmt::format("{} = '{}' is not a region of regions.csv{}", column, id,
                                                           did_you_mean(id, geography.region_ids())));
    return region;
}

std::optional<Ethnicity> ethnicity_in(const Table& table, std::size_t row, Problems& problems) {
    const auto name = std::ranges::find(ethnicity_names, table.text(row, "ethnicity"));
    if (name != ethnicity_names.end()) return static_cast<Ethnicity>(name - ethnicity_names.begin());
    problems.add(table.where(row, "ethnicity"),
                 fmt::format("ethnicity = '{}' (must be one of {})", table.text(row, "ethnicity"),
                             fmt::join(ethnicity_names, ", ")));
    return std::nullopt;
}

}  // namespace qonys
