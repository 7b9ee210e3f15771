#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// Permits of labour migrants: quotas, price, and whether its two channels are one (docs/policies/work_permits.md).
struct WorkPermitsParameters {
    Frame frame;
    std::vector<std::int64_t> years;
    std::vector<std::int64_t> individuals_per_year;
    std::vector<std::int64_t> employers_per_year;
    std::vector<std::string> regions;
    std::vector<std::int64_t> employers_of_region_per_year;
    Amount further_cost;
    bool joined = false;
};
void declare(Fields& fields, WorkPermitsParameters& parameters);

std::shared_ptr<const Policy> make_work_permits(const Section& section, const PolicyContext& context);

}  // namespace qonys
