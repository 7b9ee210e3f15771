#pragma once

#include "policy/eligible.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// Cash for people who lost their work, or do what else the scenario names, for every month in which it acts.
struct IncomeSupportParameters {
    Frame frame;
    Budget budget;
    Eligible eligible;
    std::vector<std::string> places;
    std::vector<std::string> activities{"unemployed"};
    Amount per_month{42'500, Amount::Unit::tenge};
};
void declare(Fields& fields, IncomeSupportParameters& parameters);

std::shared_ptr<const Policy> make_income_support(const Section& section, const PolicyContext& context);

}  // namespace qonys
