#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// Flights that bring stranded citizens home (docs/policies/return_flights.md).
struct ReturnFlightsParameters {
    Frame frame;
    Budget budget;
    std::vector<std::string> groups;
    std::vector<std::int64_t> seats_per_month;
    Amount per_seat;
};
void declare(Fields& fields, ReturnFlightsParameters& parameters);

std::shared_ptr<const Policy> make_return_flights(const Section& section, const PolicyContext& context);

/// A corridor through which stranded foreigners go home (docs/policies/transit_corridor.md).
struct TransitCorridorParameters {
    Frame frame;
    Budget budget;
    std::vector<std::string> groups;
    std::vector<std::int64_t> seats_per_month;
    std::vector<std::string> countries;
    std::vector<std::int64_t> residents_per_month;
    Amount per_seat;
};
void declare(Fields& fields, TransitCorridorParameters& parameters);

std::shared_ptr<const Policy> make_transit_corridor(const Section& section, const PolicyContext& context);

}  // namespace qonys
