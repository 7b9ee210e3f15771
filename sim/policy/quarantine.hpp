#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// Closed cities, regions and corridors, zones, offices shut, work and shifts cut (docs/policies/quarantine.md).
struct QuarantineParameters {
    Frame frame;
    std::vector<std::string> closed;
    std::vector<std::string> red;
    std::vector<std::string> yellow;
    double red_severity = 0.5;
    double yellow_severity = 0.2;
    double leakage = 0.1;
    std::vector<std::string> exempt_reasons;
    std::vector<std::string> exempt_statuses;
    std::vector<std::string> services_suspended;
    double services_leakage = 0.1;
    double job_loss = 0.01;
    double hiring_stop = 0.3;
    double shifts_cut = 0.9;
    double sent_home = 0.3;
    double online_study = 1.0;
};
void declare(Fields& fields, QuarantineParameters& parameters);

std::shared_ptr<const Policy> make_quarantine(const Section& section, const PolicyContext& context);

}  // namespace qonys
