#pragma once

#include <map>
#include <span>

#include "world/table_folder.hpp"

namespace qonys {

/// Persons who move between places of the country in a year, as registered.
struct InternalMoves {
    std::map<int, double> between_regions;
    /// Between the urban and the rural part of a region: not published. Assumed: half of all moves within regions (the
    /// rest stays inside one of the two).
    std::map<int, double> within_regions;
};

/// How often people move, by age and by how long ago they last did.
struct Mobility {
    std::span<const double> by_age;         ///< [age] on any scale
    std::span<const double> recent_excess;  ///< [months since the last move] what it adds, as a factor
};

/// Reads internal_totals.csv.
InternalMoves read_internal_moves(TableFolder& folder, Problems& problems);

}  // namespace qonys
