#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// Who may enter and leave, by status and country (docs/policies/border_regime.md).
struct BorderRegimeParameters {
    Frame frame;
    std::vector<std::string> countries{"all"};
    std::vector<std::string> statuses{"all"};
    double entry = 1;
    double exit = 1;
    double travel = 1;
};
void declare(Fields& fields, BorderRegimeParameters& parameters);

std::shared_ptr<const Policy> make_border_regime(const Section& section, const PolicyContext& context);

}  // namespace qonys
