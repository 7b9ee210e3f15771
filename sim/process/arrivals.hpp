#pragma once

#include <array>
#include <vector>

#include "world/registered.hpp"
#include "random/stream.hpp"
#include "world/world.hpp"

namespace qonys {

/// Who comes from abroad, in its first form: as many as were registered, like those who live here
/// (docs/model/arrivals.md).
class Arrivals {
public:
    Arrivals() = default;
    /// Reads external_totals.csv (immigrants), external_regions.csv (where they settle), external_partners.csv and
    /// external_ethnicity.csv (who they are); after the last year of the table its numbers hold.
    Arrivals(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered, double scale,
             Month first, Month last, Problems& problems);

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
