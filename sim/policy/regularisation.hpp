#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// Amnesty, certificates of return, documentation of people without papers (docs/policies/regularisation.md).
struct RegularisationParameters {
    Frame frame;
    Budget budget;
    std::vector<std::string> places{"all"};
    double amnesty = 0;
    double assisted_return = 0;
    double documentation = 1;
    double capacity = 1;
    Amount per_person;
};
void declare(Fields& fields, RegularisationParameters& parameters);

std::shared_ptr<const Policy> make_regularisation(const Section& section, const PolicyContext& context);

}  // namespace qonys
