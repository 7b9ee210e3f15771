#pragma once

#include <cstdint>

#include "parallel/machine.hpp"
#include "random/stream.hpp"
#include "world/world.hpp"

namespace qonys {

/// Savings are lazy: what a household put aside follows from running sums of its place's wages and rents, and is
/// reckoned when somebody asks. Its members count with what they do and have learnt now, for the whole time since it
/// was last reckoned.

/// Series of Economy::saved: what an earner of a place and education puts aside in a month, and what rent takes from
/// it, in thousand tenge.
inline std::size_t saved_by_earner(PlaceId place, Education education) { return activity_row(place, education); }
inline std::size_t saved_less_rent(PlaceId place, std::size_t domestic_places) {
    return domestic_places * education_count + index(place);
}

/// Adds the month after the last one to Economy::saved, from the wages and rents that are published: `saving_rate`
/// times the wage of registered work, and of the rent.
void append_savings(Economy& economy);

/// A household's savings at the end of `month`, thousand tenge: those written down, plus what its earners put aside
/// since, less the saving rate's share of the rent of a renter. Never below 0. Households abroad keep what they had.
std::int32_t savings_now(const Economy& economy, const Block& block, Row household, Month month);

/// What it has at least, without a look at its members.
std::int32_t least_savings(const Economy& economy, const Household& household, Month month);

/// Writes savings_now down; to be done before anything changes that they depend on (a move, a purchase).
void settle_savings(const Economy& economy, Block& block, Row household, Month month);

/// Of money for living that it gets beside its wages, a household puts aside what it puts aside of them: the saving
/// rate's share, on top of its savings at the end of `month`.
void save(const Economy& economy, Block& block, Row household, Tenge sum, Month month);

/// What households have at the start: on average `months` times what they put aside in a month, exponentially
/// distributed (assumed). Draws one number for every household.
void start_savings(World& world, double months, Seed seed, const Machine& machine);

}  // namespace qonys
