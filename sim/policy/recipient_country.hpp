#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// What other states offer to those who might come (docs/policies/recipient_country.md).
struct RecipientCountryParameters {
    Frame frame{.level = "cross-country"};
    std::vector<std::string> countries;
    std::vector<std::string> ethnicities{"all"};
    std::vector<std::string> educations{"all"};
    double utility = 0;
};
void declare(Fields& fields, RecipientCountryParameters& parameters);

std::shared_ptr<const Policy> make_recipient_country(const Section& section, const PolicyContext& context);

}  // namespace qonys
