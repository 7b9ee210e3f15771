#pragma once

#include <array>
#include <map>
#include <vector>

#include "world/geography.hpp"

namespace qonys {

/// Who comes from abroad, or who leaves, as registered: how many a year, and shares that each sum to 1.
struct ExternalFlow {
    std::map<double, double> persons;                 ///< by year
    std::vector<double> region;                       ///< [region of the country]
    std::vector<double> partner;                      ///< [region abroad]
    std::array<double, ethnicity_count> ethnicity{};  ///< [ethnic group]
};

struct ExternalFlows {
    ExternalFlow immigration;
    ExternalFlow emigration;
};

/// Reads external_totals.csv, external_regions.csv, external_partners.csv and external_ethnicity.csv.
ExternalFlows read_external_flows(TableFolder& folder, const Geography& geography, Problems& problems);

}  // namespace qonys
