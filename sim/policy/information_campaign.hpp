#pragma once

#include "policy/eligible.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// Tells people of offers, and of places to live.
struct InformationCampaignParameters {
    Frame frame;
    Budget budget;
    std::vector<std::string> origins;
    std::vector<std::string> destinations;
    double awareness = 0;
    double attraction = 0;
    Amount per_month{0, Amount::Unit::tenge};
};
void declare(Fields& fields, InformationCampaignParameters& parameters);

std::shared_ptr<const Policy> make_information_campaign(const Section& section, const PolicyContext& context);

}  // namespace qonys
