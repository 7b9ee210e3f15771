#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// Permits that end while borders are closed hold on, fines are waived (docs/policies/stay_extension.md).
struct StayExtensionParameters {
    Frame frame;
    double share = 1;
    double fines = 0;
};
void declare(Fields& fields, StayExtensionParameters& parameters);

std::shared_ptr<const Policy> make_stay_extension(const Section& section, const PolicyContext& context);

}  // namespace qonys
