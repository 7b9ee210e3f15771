#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// What ethnic Kazakhs who return are given, where, and how long their papers take (docs/policies/kandas_programme.md).
struct KandasProgrammeParameters {
    Frame frame;
    Budget budget;
    std::vector<std::string> regions;
    std::vector<std::int64_t> quota_persons_per_year;
    Amount for_head;
    Amount for_member;
    std::string procedure = "sequence";
    std::int64_t joint_months = 3;
    double joint_share = 1;
    std::int64_t rent_months = 0;
    Amount rent;
    double placement = 0;
    std::int64_t help_months = 12;
};
void declare(Fields& fields, KandasProgrammeParameters& parameters);

std::shared_ptr<const Policy> make_kandas_programme(const Section& section, const PolicyContext& context);

}  // namespace qonys
