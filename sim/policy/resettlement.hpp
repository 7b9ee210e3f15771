#pragma once

#include "policy/policy.hpp"

namespace qonys {

/// A programme that pays households for moving from some regions to others (Enbek and its successors), in its first
/// form: lump sums on arrival, a yearly quota of persons for each destination.
struct ResettlementParameters {
    Month start{2017, 1};
    Month end{2050, 12};
    std::vector<std::string> origins;
    std::vector<std::string> destinations;
    std::vector<std::int64_t> quota_persons_per_year;
    Amount for_head{35, Amount::Unit::mci};
    Amount for_member{35, Amount::Unit::mci};
    double awareness = 0.5;
};

void declare(Fields& fields, ResettlementParameters& parameters);

std::shared_ptr<const Policy> make_resettlement(const Section& section, const PolicyContext& context);

}  // namespace qonys
