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
    std::shared_ptr<const Policy> (*make)(const Section&, const PolicyContext&);
    void (*describe)(Fields&);  ///< visits the kind's parameters with their defaults
};

const std::vector<PolicyKind>& policy_catalogue();

/// What policies are made for.
struct PolicySetting {
    const Geography& geography;
    const Prices& prices;
    double scale;  ///< agents per real household
    MonthRange months;
    std::vector<std::string> levels;  ///< of the policies that act
};

/// A problem unless the level is one of `policy_levels`.
void check_level(const std::string& level, const Section& section, std::string_view key, Problems& problems);

/// Makes every policy of the document. An unknown kind is a problem with a suggestion; dates that lie wholly outside
/// the run are worth a warning. Policies are numbered by name, not by their order in the file, which therefore changes
/// nothing.
std::vector<NamedPolicy> make_policies(Document& document, const PolicySetting& setting, Problems& problems,
                                       Problems& warnings);

}  // namespace qonys
