#include "world/internal_moves.hpp"

namespace qonys {

InternalMoves read_internal_moves(TableFolder& folder, Problems& problems) {
    constexpr double share_between_parts = 0.5;  // assumed, see the header
    InternalMoves moves;
    const Table totals =
        folder.open("internal_totals.csv", {"year", "interregional_persons", "all_internal_persons"}, problems);
    for (std::size_t row = 0; row < totals.rows(); ++row) {
        const auto year = static_cast<int>(totals.integer(row, "year", 1900, 2200, problems));
        const double between = totals.number(row, "interregional_persons", 0, 1e9, problems);
        const double all = totals.number(row, "all_internal_persons", between, 1e9, problems);
        moves.between_regions[year] = between;
        moves.within_regions[year] = share_between_parts * (all - between);
    }
    return moves;
}

}  // namespace qonys
