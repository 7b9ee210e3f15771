#pragma once

#include "policy/eligible.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// Services for resettled households at the destination: orientation, language, search for a dwelling and for work,
/// mentoring. They lower the pull of home and help to find work.
struct AdaptationServicesParameters {
    Frame frame;
    Budget budget;
    Eligible eligible;
    std::vector<std::string> places;
    std::int64_t months = 24;
    double coverage = 0.2;
    std::int64_t persons_at_once = 1'000'000;
    Amount per_person{1, Amount::Unit::mci};
    double home_pull = 0.7;
    double placement = 0.05;
};
void declare(Fields& fields, AdaptationServicesParameters& parameters);

std::shared_ptr<const Policy> make_adaptation_services(const Section& section, const PolicyContext& context);

}  // namespace qonys
