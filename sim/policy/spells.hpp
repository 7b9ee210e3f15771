#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// Where and when something holds. Written "AST 2020-03-19..2020-05-11" of a region, "AST-ALA 2020-03-22..2020-04-30"
/// of the way between two, or "all 2020-07-05..2020-08-17"; dates as in `start` and `end`, the last day included.
struct Spell {
    std::vector<RegionId> regions;  ///< of the country; of a corridor, its two ends
    bool corridor = false;
    Window window;
};

/// Spells as a list of the scenario writes them; what cannot be read is a problem and left out.
std::vector<Spell> spells_of(const std::vector<std::string>& written, const Section& section, std::string_view key,
                             const PolicyContext& context);

/// [region of the country] the longest share of a month that a spell covers there; corridors left out.
std::vector<double> shares_of_regions(const std::vector<Spell>& spells, Month month, const Geography& geography);

}  // namespace qonys
