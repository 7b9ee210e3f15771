#include "process/housing_market.hpp"

#include <algorithm>
#include <cmath>

#include "base/interpolation.hpp"
#include "config/number_fields.hpp"
#include "world/bookkeeper.hpp"
#include "world/household_candidates.hpp"
#include "world/incomes.hpp"

namespace qonys {
namespace {

/// Months after the last move up to which the hazard of buying still rises.
constexpr int buying_months = 240;

}  // namespace

void declare(Fields& fields, HousingMarketParameters& p) {
    static constexpr std::string_view assumed = "assumed";
    const auto number = number_fields(fields);
    fields.field(p.feedback, {.name = "feedback",
                              .unit = "",
                              .meaning = "whether rents respond to how many households share the dwellings",
                              .source = ""});
    number(p.vacancy, "vacancy", "share", "empty dwellings at the start, over households", assumed, 0, 1);
    number(p.dwelling_m2, "dwelling_m2", "m2", "of a household's dwelling, for its rent", assumed, 1, 1000);
    number(p.rent_response, "rent_response", "elasticity", "of the rent to occupancy",
           "assumed; Saiz 2007: 1 % more people raise rents by about 1 %", 0, 10);
    number(p.supply, "supply", "per month", "share of missing dwellings that is built", assumed, 0, 1);
    number(p.decay, "decay", "per month", "share of superfluous dwellings that falls out of use", assumed, 0, 1);
    number(p.growth, "growth", "per year", "growth of dwellings that builders expect at the start",
           "households counted by the censuses of 2009 and 2021 (households_census.csv), rounded", -0.1, 0.1);
    number(p.growth_memory, "growth_memory", "months", "over which builders learn what growth to expect", assumed, 1,
           1000);
    number(p.foreigners_per_dwelling, "foreigners_per_dwelling", "persons",
           "foreigners here for a time who share a dwelling", assumed, 0.1, 100);
    number(p.letting, "letting", "per month",
           "share of the gap between dwellings let to foreigners and those they look for that owners close", "assumed",
           0, 1);
    number(p.buying, "buying", "per month", "renters who buy, long after the last move",
           "assumed; keeps three in four households of towns owners, with 8 % who move or are new a year", 0, 1);
    number(p.buying_years, "buying_years", "years", "after the last move until 63 % of that is reached", assumed, 0.01,
           100);
}

HousingMarket::HousingMarket(TableFolder& folder, const Geography& geography, const HousingMarketParameters& parameters,
                             Problems& problems)
    : geography_(&geography),
      parameters_(parameters),
      rent_per_m2_(read_by_place_and_year(folder, "housing.csv", "rent_kzt_per_m2", geography, problems)) {
    for (int months = 0; months < buying_months; ++months)
        buying_.push_back(parameters_.buying * -std::expm1(-months / 12.0 / parameters_.buying_years));
}

double HousingMarket::buying(int months) const {
    return buying_[static_cast<std::size_t>(std::clamp(months, 0, buying_months - 1))];
}

double HousingMarket::rented_by_foreigners(const Stocks& stocks, std::size_t place) const {
    std::int64_t foreigners = 0;
    for (std::size_t status = index(LegalStatus::eaeu_worker); status < status_count; ++status)
        foreigners += stocks.status(place, status);
    return static_cast<double>(foreigners) / parameters_.foreigners_per_dwelling;
}

double HousingMarket::demand(const Stocks& stocks, std::size_t place) const {
    return static_cast<double>(stocks.households[place]) + rented_by_foreigners(stocks, place);
}

double HousingMarket::pressure(const Stocks& stocks, std::size_t place, double foreigners, double let) {
    const auto renters = static_cast<double>(stocks.tenure(place, index(Tenure::renter)));
    return renters + let > 0 ? (renters + foreigners) / (renters + let) : 1;
}

double HousingMarket::table_rent(std::size_t place, Month month) const {
    // A year's figure is that of its end.
    return parameters_.dwelling_m2 * interpolated(rent_per_m2_[place], month.year() - 1 + month.month_of_year() / 12.0);
}

double HousingMarket::occupancy(const World& world, PlaceId place) const {
    const double dwellings = world.published.economy.dwellings[index(place)];
    return dwellings > 0 ? demand(world.published.stocks, index(place)) / dwellings : 0;
}

void HousingMarket::open(World& world) const {
    Economy& economy = world.published.economy;
    economy.rent.clear();
    economy.dwellings.clear();
    economy.let.clear();
    economy.building = std::pow(1 + parameters_.growth, 1 / 12.0) - 1;
    for (std::size_t p = 0; p < geography_->domestic_places; ++p) {
        economy.dwellings.push_back(demand(world.at_start, p) * (1 + parameters_.vacancy));
        economy.let.push_back(rented_by_foreigners(world.at_start, p));
        economy.rent.push_back(table_rent(p, world.published.month));
    }
}

void HousingMarket::reprice(World& world, const PlaceLevers& levers) const {
    Economy& economy = world.published.economy;
    const Published& now = world.published;
    std::int64_t households = 0;
    std::int64_t more = 0;
    for (std::size_t p = 0; p < geography_->domestic_places; ++p) {
        households += now.stocks.households[p];
        more += now.ledger.change.households[p];
    }
    // Builders build for the growth of the country that they have come to expect. A place that grows like the country
    // then keeps its occupancy, and its rent follows the table; others are too full or too empty until building or
    // decay has closed the gap.
    economy.building += (static_cast<double>(more) / static_cast<double>(std::max<std::int64_t>(households - more, 1)) -
                         economy.building) /
                        parameters_.growth_memory;
    for (std::size_t p = 0; p < geography_->domestic_places; ++p) {
        const double wanted = demand(now.stocks, p) * (1 + parameters_.vacancy);
        double& dwellings = economy.dwellings[p];
        dwellings *= 1 + economy.building;
        dwellings += levers.dwellings.at(p);
        dwellings += (wanted > dwellings ? parameters_.supply : parameters_.decay) * (wanted - dwellings);
        // Occupancy over that of the start.
        const double crowding = dwellings > 0 ? wanted / dwellings : 1;
        // Foreigners rent and do not buy: a sudden wave of them meets the dwellings that are let, a quarter of all,
        // until more owners let theirs.
        const double foreigners = rented_by_foreigners(now.stocks, p);
        const double shortage = crowding * pressure(now.stocks, p, foreigners, economy.let[p]);
        economy.let[p] += parameters_.letting * (foreigners - economy.let[p]);
        economy.rent[p] = table_rent(p, now.month) * levers.rents.at(p) *
                          (parameters_.feedback && shortage > 0 ? std::pow(shortage, parameters_.rent_response) : 1);
    }
}

BlockWork HousingMarket::clear(Month month, World& world, Seed seed) const {
    const double bound = buying_.back();
    return [this, month, seed, &world, bound](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Bookkeeper books(world, block, world.ledgers[thread]);
        for_each_candidate(
            Stream(seed, Purpose::tenure, month, block.id), block, bound, [&](const HouseholdCandidate& candidate) {
                const Household& household = block.households[candidate.household];
                if (household.tenure == Tenure::owner || household.size == 0 || geography_->abroad(household.place))
                    return;
                const double hazard = buying(month.index() - household.last_move);
                if (candidate.accepted(hazard, "buying", block)) books.set_tenure(candidate.household, Tenure::owner);
            });
    };
}

}  // namespace qonys
