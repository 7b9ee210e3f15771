#pragma once

#include "policy/eligible.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// A programme that resettles households from some regions to others (Enbek and its successors): lump sums on arrival,
/// rent for a year, help to an own dwelling, work and a start in business; a yearly quota of persons for each
/// destination; an obligation to stay.
struct ResettlementParameters {
    Frame frame{.start = {Month{2017, 1}}};
    Budget budget;
    Eligible eligible;
    std::vector<std::string> origins;
    std::vector<std::string> destinations;
    std::vector<std::int64_t> quota_years;
    std::vector<std::int64_t> quota_persons_per_year;
    double awareness = 0.5;
    double outreach = 0;
    Amount for_head{35, Amount::Unit::mci};
    Amount for_member{35, Amount::Unit::mci};
    Amount rent{0, Amount::Unit::mci};
    std::int64_t rent_months = 12;
    Amount dwelling{0, Amount::Unit::mci};
    double dwellings_per_month = 0;
    Amount loan{0, Amount::Unit::mci};
    double loans_per_month = 0;
    double placement = 0;
    std::int64_t help_months = 36;
    std::int64_t stay_years = 0;
    double obligation = 0;
    double clawback = 0;
};

void declare(Fields& fields, ResettlementParameters& parameters);

std::shared_ptr<const Policy> make_resettlement(const Section& section, const PolicyContext& context);

}  // namespace qonys
