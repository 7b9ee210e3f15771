#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// Raids, expulsion and the liability of employers (docs/policies/enforcement.md).
struct EnforcementParameters {
    Frame frame;
    Budget budget;
    std::vector<std::string> places{"all"};
    double raids = 0;
    double inspections = 0;
    double expulsion = 1;
    double fines = 1;
    double employer_liability = 0;
    Amount per_person_found;
};
void declare(Fields& fields, EnforcementParameters& parameters);

std::shared_ptr<const Policy> make_enforcement(const Section& section, const PolicyContext& context);

}  // namespace qonys
