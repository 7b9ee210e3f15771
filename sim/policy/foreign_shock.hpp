#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// What happens abroad and whom it sends here (docs/policies/foreign_shock.md).
struct ForeignShockParameters {
    Frame frame{.level = "cross-country"};
    std::vector<std::string> countries;
    std::vector<std::string> statuses;
    double factor = 1;
    std::string arrive_as;
    std::vector<std::int64_t> persons_per_month;
    std::vector<std::string> regions;
    std::vector<std::int64_t> shares;
};
void declare(Fields& fields, ForeignShockParameters& parameters);

std::shared_ptr<const Policy> make_foreign_shock(const Section& section, const PolicyContext& context);

}  // namespace qonys
