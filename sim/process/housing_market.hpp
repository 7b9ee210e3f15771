#pragma once

#include <map>
#include <vector>

#include "config/fields.hpp"
#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/world.hpp"

namespace qonys {

/// Parameters of the housing market (docs/model/housing_market.md).
struct HousingMarketParameters {
    bool feedback = true;
    double vacancy = 0.05;
    double dwelling_m2 = 50;
    double rent_response = 1.0;
    double supply = 0.02;
    double decay = 0.005;
    double growth = 0.013;
    double growth_memory = 24;
    double foreigners_per_dwelling = 3;
    double letting = 0.05;
    double buying = 0.02;
    double buying_years = 2;
};
void declare(Fields& fields, HousingMarketParameters& parameters);

/// What dwelling somewhere costs, and who owns the dwelling. Dwellings are a number for each place; households may
/// double up, so occupancy may exceed 1.
class HousingMarket {
public:
    HousingMarket() = default;
    /// Reads housing.csv.
    HousingMarket(TableFolder& folder, const Geography& geography, const HousingMarketParameters& parameters,
                  Problems& problems);

    /// Dwellings and rents at the start, from the stocks of World::at_start.
    void open(World& world) const;

    /// One month of tenure: renters buy. Draws the block's candidates.
    BlockWork clear(Month month, World& world, Seed seed) const;

    /// Dwellings and rents at the end of a closed month, from the published stocks. Serial. Choices see them from the
    /// next month on.
    void reprice(World& world, const PlaceLevers& levers = {}) const;

    /// Monthly probability that a renter buys, so many months after the last move.
    double buying(int months) const;
    /// Households a dwelling, with foreigners who are here for a time.
    double occupancy(const World& world, PlaceId place) const;

    const HousingMarketParameters& parameters() const { return parameters_; }

private:
    double demand(const Stocks& stocks, std::size_t place) const;
    /// Dwellings that foreigners who are here for a time rent.
    double rented_by_foreigners(const Stocks& stocks, std::size_t place) const;
    /// How many look for a dwelling to rent over how many are let.
    static double pressure(const Stocks& stocks, std::size_t place, double foreigners, double let);
    double table_rent(std::size_t place, Month month) const;

    const Geography* geography_ = nullptr;
    HousingMarketParameters parameters_;
    std::vector<std::map<double, double>> rent_per_m2_;  ///< [domestic place] by year, at its end
    std::vector<double> buying_;                         ///< [months since the last move]
};

}  // namespace qonys
