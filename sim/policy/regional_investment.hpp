#pragma once

#include "policy/eligible.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// Money for places: jobs, wages, dwellings and amenities.
struct RegionalInvestmentParameters {
    Frame frame;
    Budget budget;
    std::vector<std::string> places;
    std::int64_t jobs_per_year = 0;
    std::int64_t dwellings_per_year = 0;
    Amount per_job{0, Amount::Unit::tenge};
    Amount per_dwelling{0, Amount::Unit::tenge};
    double wages = 1;
    double amenity = 0;
    Amount upkeep_per_month{0, Amount::Unit::tenge};
};
void declare(Fields& fields, RegionalInvestmentParameters& parameters);

std::shared_ptr<const Policy> make_regional_investment(const Section& section, const PolicyContext& context);

}  // namespace qonys
