#include "config/merge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/text_file.hpp"

namespace qonys {
namespace {

void lay_over(const SectionData& from, SectionData& onto) {
    onto.written = true;
    onto.where = from.where;
    for (const auto& [key, entry] : from.entries) onto.entries.insert_or_assign(key, entry);
}

bool is_plain_name(const std::string& name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

/// The name of a `[[policy]]`; "" and a problem if it has none.
std::string name_of(const SectionData& policy, Problems& problems) {
    const auto found = policy.entries.find("name");
    if (found == policy.entries.end()) {
        problems.add(policy.where, "this policy has no name (write name = \"...\" below [[policy]])");
        return "";
    }
    const Value& value = found->second.value;
    const auto* const name = std::get_if<std::string>(&value.content);
    if (name != nullptr && is_plain_name(*name)) return *name;
    problems.add(found->second.where,
                 fmt::format("policy name = {} (must be a text of letters a to z, digits, '_' and '-')",
                             printable(value.written)));
    return "";
}

/// Whether the policy says `remove = true`; anything but true and false is a problem.
bool says_remove(const SectionData& policy, const std::string& name, Problems& problems) {
    const auto found = policy.entries.find("remove");
    if (found == policy.entries.end()) return false;
    const auto* const remove = std::get_if<bool>(&found->second.value.content);
    if (remove == nullptr) {
        problems.add(found->second.where, fmt::format("policy.{}.remove = {} (must be true or false)", name,
                                                      printable(found->second.value.written)));
    }
    return remove != nullptr && *remove;
}

/// Changes a policy of an extended file, but not into one of another kind, whose keys are others.
void keep_kind(const SectionData& policy, SectionData& known, Problems& problems) {
    const auto kind_of = [](const SectionData& one) {
        const auto found = one.entries.find("kind");
        return found == one.entries.end() ? Entry{} : found->second;
    };
    const Entry before = kind_of(known);
    const Entry now = kind_of(policy);
    lay_over(policy, known);
    if (before.value.written.empty() || now.value.written.empty() || before.value.written == now.value.written) return;
    problems.add(now.where,
                 fmt::format("{}.kind = {} changes what is {} at {} (leave the kind as it is, or remove the policy and "
                             "add one of another name)",
                             known.name, printable(now.value.written), printable(before.value.written),
                             to_string(before.where)));
    known.entries["kind"] = before;
}

void merge_policy(const SectionData& policy, const std::string& name, DocumentData& data, Problems& problems) {
    SectionData* known = find_policy(data, name);
    if (says_remove(policy, name, problems)) {
        if (known == nullptr) {
            problems.add(policy.where, fmt::format("cannot remove policy '{}': no extended file has it{}", name,
                                                   did_you_mean(name, policy_names(data))));
        } else {
            data.policies.remove_if([&](const SectionData& each) { return &each == known; });
        }
        return;
    }
    if (known == nullptr) {
        known = &data.policies.emplace_back(SectionData{.name = "policy." + name});
        lay_over(policy, *known);
    } else {
        keep_kind(policy, *known, problems);
    }
    known->entries.erase("remove");
}

}  // namespace

void merge(const TomlText& text, DocumentData& data, Problems& problems) {
    for (const auto& [name, section] : text.sections) {
        SectionData& onto = data.sections[name];
        onto.name = name;
        lay_over(section, onto);
    }
    data.sections[""].entries.erase("extends");
    std::map<std::string, Location> named;
    for (const SectionData& policy : text.policies) {
        const std::string name = name_of(policy, problems);
        if (name.empty()) continue;
        const Location where = policy.entries.at("name").where;
        const auto [first, is_new] = named.emplace(name, where);
        if (is_new) {
            merge_policy(policy, name, data, problems);
        } else {
            problems.add(where, fmt::format("a policy named '{}' is already at {}", name, to_string(first->second)));
        }
    }
}

void check_kinds(const DocumentData& data, Problems& problems) {
    for (const SectionData& policy : data.policies) {
        const auto kind = policy.entries.find("kind");
        if (kind == policy.entries.end()) {
            std::vector<std::string> others = policy_names(data);
            std::erase(others, policy.name.substr(7));
            problems.add(policy.where, fmt::format("{}.kind is missing: a policy that no extended file has needs it{}",
                                                   policy.name, did_you_mean(policy.name.substr(7), others)));
        } else if (!std::holds_alternative<std::string>(kind->second.value.content)) {
            problems.add(kind->second.where, fmt::format("{}.kind = {} (must be a text in quotes)", policy.name,
                                                         printable(kind->second.value.written)));
        }
    }
}

}  // namespace qonys
