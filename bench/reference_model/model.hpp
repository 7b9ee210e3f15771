#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/matrix.hpp"

/// REF(N), a public benchmark for agent models of migration: bench/reference_model.md has the specification. Its
/// numbers are made up so that anybody can write it in any framework; none describes a country.
namespace qonys::reference {

inline constexpr std::size_t place_count = 28;
inline constexpr std::size_t home_places = 20;  ///< the first so many; the others are abroad
inline constexpr std::size_t class_count = 5;
inline constexpr int month_count = 120;
inline constexpr int youngest = 240;      ///< age at the start, in months
inline constexpr int age_count = 720;     ///< ages at the start are uniform on so many months from `youngest`
inline constexpr int longest_stay = 240;  ///< months since the last move, at the start, are uniform below
inline constexpr int recent_months = 12;  ///< who moved in one of so many months before this one, moves less

/// What an agent does; tests change it to see that they notice.
struct Behaviour {
    double home_bonus = 1.2;     ///< of the utility of the place of origin
    double recent_factor = 0.6;  ///< of the hazard of those who moved lately
    double crowding = -0.2;      ///< elasticity of income to population
    double level = 1;            ///< factor of all hazards: REF has 1, other values show what events cost
};

/// What a place is from the start.
struct Places {
    std::array<double, place_count> income;  ///< per month
    std::array<double, place_count> share;   ///< of the agents, at the start; sum 1
    Matrix<double> distance;                 ///< [origin, destination]
};
Places make_places();

/// Probability to move in a month.
double hazard(int age_months, std::size_t agent_class, bool recent, const Behaviour& behaviour);

using Populations = std::array<std::int64_t, place_count>;
/// Agents that moved: [origin, destination].
using Flows = Matrix<std::int64_t>;

/// exp(V_ij) of a month, [origin, destination], without the bonus of home: 0 where origin and destination are one.
Matrix<double> weights(const Places& places, const Populations& at_start, const Populations& now,
                       const Behaviour& behaviour);

/// Ends a month: everybody arrives.
void arrive(const Flows& flows, Populations& populations);

}  // namespace qonys::reference
