#pragma once

#include <array>
#include <vector>

#include "random/stream.hpp"
#include "world/external_flows.hpp"
#include "world/registered.hpp"
#include "world/world.hpp"

namespace qonys {

/// Who comes from abroad, in its first form: as many as were registered, like those who live here
/// (docs/model/arrivals.md).
class Arrivals {
public:
    Arrivals() = default;
    /// After the last year of `immigration` its numbers hold.
    Arrivals(const ExternalFlow& immigration, const Geography& geography, const RegisteredPopulation& registered,
             double scale, Month first, Month last);

    /// Households of the country are candidates: with the hazard immigrants / population of their place, a household
    /// like them, person for person, arrives in the same place (a hot deck). Its home is a place abroad.
    void admit(Month month, World& world, Seed seed, const Machine& machine) const;

private:
    const Geography* geography_ = nullptr;
    int first_year_ = 0;
    std::vector<std::vector<double>> persons_per_month_;  ///< [year][place] agents
    std::vector<double> bound_;                           ///< [year]
    std::vector<double> partner_share_;                   ///< [region abroad]
    std::array<double, ethnicity_count> ethnicity_share_{};
};

}  // namespace qonys
