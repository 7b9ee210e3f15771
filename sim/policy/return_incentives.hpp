#pragma once

#include "policy/eligible.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// Support for people who left the country and come back: a lump sum for those who are eligible, up to a quota, and
/// rights that they keep or take along.
struct ReturnIncentivesParameters {
    Frame frame;
    Budget budget;
    Eligible eligible;
    std::vector<std::string> destinations;
    std::int64_t quota_persons_per_year = 0;
    Amount for_head{0, Amount::Unit::mci};
    Amount for_member{0, Amount::Unit::mci};
    double awareness = 0.5;
    double portability = 0;
};
void declare(Fields& fields, ReturnIncentivesParameters& parameters);

std::shared_ptr<const Policy> make_return_incentives(const Section& section, const PolicyContext& context);

}  // namespace qonys
