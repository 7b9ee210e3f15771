#include "policy/catalogue.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/resettlement.hpp"

namespace qonys {
namespace {

template <class Parameters>
void describe_kind(Fields& fields) {
    Parameters parameters;
    declare(fields, parameters);
}

}  // namespace

const std::vector<PolicyKind>& policy_catalogue() {
    static const std::vector<PolicyKind> kinds{
        {"resettlement", "pays households of some regions for moving to others, up to a yearly quota", "national",
         make_resettlement, describe_kind<ResettlementParameters>},
    };
    return kinds;
}

std::vector<NamedPolicy> make_policies(Document& document, const Geography& geography, const Prices& prices,
                                       double scale, Problems& problems) {
    std::vector<PolicySection> sections = document.policies();
    std::ranges::stable_sort(sections, {}, &PolicySection::name);
    std::vector<NamedPolicy> policies;
    std::vector<std::string> kinds;
    for (const PolicyKind& kind : policy_catalogue()) kinds.emplace_back(kind.kind);
    if (sections.size() > 250) problems.add(sections[250].section.where(), "more than 250 policies in one scenario");
    for (const PolicySection& written : sections) {
        const auto kind = std::ranges::find(policy_catalogue(), written.kind, &PolicyKind::kind);
        if (kind == policy_catalogue().end()) {
            problems.add(
                written.section.where("kind"),
                fmt::format("{} = '{}' is not a kind of policy{}; there is: {}", written.section.path_of("kind"),
                            written.kind, did_you_mean(written.kind, kinds), fmt::join(kinds, ", ")));
            continue;
        }
        const PolicyContext context{geography, prices, scale, static_cast<std::uint8_t>(policies.size()), problems};
        policies.push_back(
            {written.name, written.kind, std::string(kind->level), kind->make(written.section, context)});
    }
    return policies;
}

}  // namespace qonys
