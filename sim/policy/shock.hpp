#pragma once

#include "policy/eligible.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// What befalls places without anybody deciding it: prices of what they sell, rents, disasters.
struct ShockParameters {
    Frame frame{.level = "global"};
    std::vector<std::string> places;
    double wages = 1;
    double jobs = 1;
    double rents = 1;
    double amenity = 0;
};
void declare(Fields& fields, ShockParameters& parameters);

std::shared_ptr<const Policy> make_shock(const Section& section, const PolicyContext& context);

}  // namespace qonys
