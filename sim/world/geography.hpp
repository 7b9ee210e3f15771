#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/matrix.hpp"
#include "base/names.hpp"
#include "world/table_folder.hpp"

namespace qonys {

enum class RegionKind : std::uint8_t { region, city, abroad };
enum class Settlement : std::uint8_t { urban, rural, abroad };

struct Region {
    std::string id;
    std::string name;
    RegionKind kind = RegionKind::region;
    std::vector<PlaceId> places;
};

struct Place {
    std::string id;
    std::string name;
    RegionId region{};
    Settlement settlement = Settlement::urban;
};

/// How two regions of the country lie to each other.
struct Relation {
    double km = 0;
    bool adjacent = false;
    bool hinterland = false;  ///< a city and the region around it
};

/// People under way for a short time, outside the population: citizens who travel abroad, or foreigners who pass
/// through the country.
struct TravellerGroup {
    std::string id;
    std::string name;
    RegionId abroad{};           ///< whose border they cross to come home
    bool transit = false;        ///< foreigners on their way home through the country
    double trips_per_month = 0;  ///< of the real country
    double months_away = 0;      ///< mean length of a citizen's trip
};

/// Places, regions and how they lie to each other. Never changes during a run.
struct Geography {
    std::vector<Region> regions;  ///< the country's first, then those abroad
    std::vector<Place> places;
    std::vector<TravellerGroup> travellers;
    std::size_t domestic_regions = 0;
    std::size_t domestic_places = 0;
    Matrix<Relation> relations;  ///< [origin, destination], domestic regions

    const Region& region(RegionId id) const { return regions[index(id)]; }
    const Place& place(PlaceId id) const { return places[index(id)]; }
    RegionId region_of(PlaceId id) const { return places[index(id)].region; }
    bool abroad(PlaceId id) const { return index(id) >= domestic_places; }
    std::optional<RegionId> find_region(std::string_view id) const;
    std::vector<std::string> region_ids() const;
};

/// Reads regions.csv, places.csv, distances.csv, adjacency.csv and travellers.csv. A table that cannot be read at all
/// yields an empty geography beside its problem.
Geography read_geography(TableFolder& folder, Problems& problems);

/// The region named in a cell; a problem (and nothing) if the geography has none of that id.
std::optional<RegionId> region_in(const Table& table, std::size_t row, std::string_view column,
                                  const Geography& geography, Problems& problems);

/// The group named in the cell of column `ethnicity`; a problem (and nothing) if there is no such group.
std::optional<Ethnicity> ethnicity_in(const Table& table, std::size_t row, Problems& problems);

}  // namespace qonys
