#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"

namespace qonys {

/// One kind of policy that a scenario can name.
struct PolicyKind {
    std::string_view kind;
    std::string_view meaning;
    std::string_view level;  ///< where such a policy acts unless the scenario says otherwise
    std::shared_ptr<const Policy> (*make)(const Section&, const PolicyContext&);
    void (*describe)(Fields&);  ///< visits the kind's parameters with their defaults
};

const std::vector<PolicyKind>& policy_catalogue();

/// Makes every policy of the document. An unknown kind is a problem with a suggestion. Policies are numbered by name,
/// not by their order in the file, which therefore changes nothing.
std::vector<NamedPolicy> make_policies(Document& document, const Geography& geography, const Prices& prices,
                                       double scale, Problems& problems);

}  // namespace qonys
