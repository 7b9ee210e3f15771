#include "policy/places.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace qonys {

std::string no_region(std::string_view id, const Geography& geography) {
    std::vector<std::string> ids = geography.region_ids();
    ids.resize(geography.domestic_regions);
    std::string meant;
    for (std::size_t r = 0; r < ids.size(); ++r)
        if (geography.regions[r].name.starts_with(id)) meant = fmt::format(" (did you mean '{}'?)", ids[r]);
    if (meant.empty()) meant = did_you_mean(id, ids);
    if (meant.empty()) meant = fmt::format("; there is: {}", fmt::join(ids, ", "));
    return fmt::format("'{}' is not a region of regions.csv{}", id, meant);
}

std::vector<RegionId> regions_of(const std::vector<std::string>& ids, const Section& section, std::string_view key,
                                 const PolicyContext& context) {
    std::vector<RegionId> regions;
    const auto problem = [&](const std::string& what) {
        context.problems.add(section.where(key), fmt::format("{}: {}", section.path_of(key), what));
    };
    for (const std::string& id : ids) {
        const auto region = context.geography.find_region(id);
        if (!region)
            problem(no_region(id, context.geography));
        else if (context.geography.region(*region).kind == RegionKind::abroad)
            problem(fmt::format("'{}' lies abroad", id));
        else if (std::ranges::find(regions, *region) != regions.end())
            problem(fmt::format("'{}' is named twice", id));
        else
            regions.push_back(*region);
    }
    return regions;
}

std::vector<PlaceId> places_of(const std::vector<std::string>& ids, const Section& section, std::string_view key,
                               const PolicyContext& context) {
    const Geography& geography = context.geography;
    std::vector<PlaceId> places;
    std::vector<std::string> of_regions;
    for (const std::string& id : ids) {
        const auto place = std::ranges::find(geography.places, id, &Place::id);
        const bool domestic = place != geography.places.end() &&
                              static_cast<std::size_t>(place - geography.places.begin()) < geography.domestic_places;
        if (domestic && !geography.find_region(id))
            places.push_back(static_cast<PlaceId>(place - geography.places.begin()));
        else
            of_regions.push_back(id);
    }
    for (const RegionId region : regions_of(of_regions, section, key, context))
        for (const PlaceId place : geography.region(region).places) places.push_back(place);
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

PlaceFlags flags_of(const std::vector<PlaceId>& places, const Geography& geography) {
    PlaceFlags flags(geography.places.size());
    for (const PlaceId place : places) flags[index(place)] = 1;
    return flags;
}

PlaceFlags flags_of(const std::vector<RegionId>& regions, const Geography& geography) {
    PlaceFlags flags(geography.places.size());
    for (const RegionId region : regions)
        for (const PlaceId place : geography.region(region).places) flags[index(place)] = 1;
    return flags;
}

std::int64_t in_agents(std::int64_t number, double scale) { return std::llround(static_cast<double>(number) * scale); }

void expect_one_for_each(std::vector<std::int64_t>& numbers, std::size_t wanted, const Section& section,
                         std::string_view key, std::string_view elements, const PolicyContext& context) {
    if (numbers.size() == wanted) return;
    context.problems.add(section.where(key), fmt::format("{} has {} numbers for {} {} (must have one for each)",
                                                         section.path_of(key), numbers.size(), wanted, elements));
    numbers.resize(wanted);
}

}  // namespace qonys
