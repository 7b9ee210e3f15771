#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"

namespace qonys {

/// "'Astana' is not a region of regions.csv (did you mean 'AST'?)": by its name, by a similar id, or the list of all.
std::string no_region(std::string_view id, const Geography& geography);

/// Regions of the country by id; unknown ones, those abroad and repeated ones are problems and left out.
std::vector<RegionId> regions_of(const std::vector<std::string>& ids, const Section& section, std::string_view key,
                                 const PolicyContext& context);

/// Places of the country: of every region that is named, or single ones by their own id.
std::vector<PlaceId> places_of(const std::vector<std::string>& ids, const Section& section, std::string_view key,
                               const PolicyContext& context);

/// [place] 1: one of these, or of these regions.
PlaceFlags flags_of(const std::vector<PlaceId>& places, const Geography& geography);
PlaceFlags flags_of(const std::vector<RegionId>& regions, const Geography& geography);

/// Agents that a number of the real country stands for, rounded.
std::int64_t in_agents(std::int64_t number, double scale);

/// A problem unless a list has one number for each element of another.
void expect_one_for_each(std::vector<std::int64_t>& numbers, std::size_t wanted, const Section& section,
                         std::string_view key, std::string_view elements, const PolicyContext& context);

}  // namespace qonys
