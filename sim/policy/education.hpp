#pragma once

#include "policy/eligible.hpp"
#include "policy/policy.hpp"

namespace qonys {

/// Where the young study: grants for studies in regions that lack people (Serpin), better universities, distance
/// learning that replaces moves, and work for graduates. It acts in September, when the school year begins.
struct StudyPolicyParameters {
    Frame frame;
    Budget budget;
    Eligible eligible;
    std::vector<std::string> origins;
    std::vector<std::string> destinations;
    std::vector<std::int64_t> grants_per_year;
    double applying = 0.1;
    Amount per_grant{0, Amount::Unit::tenge};
    double quality = 0;
    double distance_learning = 0;
    double graduate_placement = 0;
};
void declare(Fields& fields, StudyPolicyParameters& parameters);

std::shared_ptr<const Policy> make_education(const Section& section, const PolicyContext& context);

}  // namespace qonys
