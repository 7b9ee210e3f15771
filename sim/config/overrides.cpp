#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/merge.hpp"
#include "config/text_file.hpp"

namespace qonys {
namespace {

/// "policy.enbek.quota=100" taken apart.
struct Override {
    std::string section;  ///< "policy.enbek"
    std::string key;      ///< "quota"
    std::string value;    ///< "100"
    Location where;       ///< what messages call it
};

/// Up to the first dot; takes it and the dot away from `path`.
std::string take_first_part(std::string& path) {
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos) return "";
    std::string part = path.substr(0, dot);
    path.erase(0, dot + 1);
    return part;
}

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return "";
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::optional<Override> parse_override(const std::string& text, Problems& problems) {
    const Location where{fmt::format("--set '{}'", printable(text))};
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
        problems.add(where, "must be key=value, such as run.scale=0.1");
        return std::nullopt;
    }
    std::string key = trimmed(text.substr(0, equals));
    if (key.empty() || key.front() == '.' || key.back() == '.' || key.find("..") != std::string::npos) {
        problems.add(where, "has an empty key; it must be key=value, such as run.scale=0.1");
        return std::nullopt;
    }
    std::string section = take_first_part(key);
    if (section == "policy") {
        const std::string name = take_first_part(key);
        if (name.empty()) {
            problems.add(where, "must name a policy and its key, such as policy.enbek.quota=100");
            return std::nullopt;
        }
        section += "." + name;
    }
    return Override{section, key, trimmed(text.substr(equals + 1)), where};
}

/// What else may be meant where there is no policy of that name.
std::string those_there_are(const std::string& name, const DocumentData& data) {
    const std::vector<std::string> known = policy_names(data);
    if (known.empty()) return ": the scenario has no policies";
    const std::string meant = did_you_mean(name, known);
    return meant.empty() ? fmt::format("; there is: {}", fmt::join(known, ", ")) : meant;
}

/// The section that an override speaks of; nothing, and a problem, if it may not.
SectionData* target(const Override& override, DocumentData& data, Problems& problems) {
    if (override.section.empty() && (override.key == "extends" || override.key == "policy")) {
        problems.add(override.where, fmt::format("'{}' can only be said in a scenario's file", override.key));
        return nullptr;
    }
    if (!override.section.starts_with("policy.")) {
        SectionData& section = data.sections[override.section];
        section.name = override.section;
        return &section;
    }
    const std::string name = override.section.substr(7);
    SectionData* const policy = find_policy(data, name);
    if (policy == nullptr) {
        problems.add(override.where, fmt::format("there is no policy '{}'{}", name, those_there_are(name, data)));
    } else if (override.key == "name" || override.key == "kind") {
        problems.add(override.where,
                     fmt::format("'{}' of a policy can only be said in a scenario's file", override.key));
        return nullptr;
    }
    return policy;
}

/// `policy.NAME.remove=true`.
struct Removal {
    std::string policy;
    std::string value;
    Location where;
};

void remove_policy(const Removal& removal, DocumentData& data, Problems& problems) {
    if (removal.value == "false") return;
    if (removal.value != "true") {
        problems.add(removal.where, "must be true or false");
        return;
    }
    data.policies.remove_if([&](const SectionData& policy) { return policy.name == "policy." + removal.policy; });
}

}  // namespace

void apply_overrides(const std::vector<std::string>& overrides, DocumentData& data, Problems& problems) {
    std::vector<Removal> removed;
    for (const std::string& text : overrides) {
        const std::optional<Override> override = parse_override(text, problems);
        if (!override) continue;
        SectionData* const section = target(*override, data, problems);
        if (section == nullptr) continue;
        if (section->name.starts_with("policy.") && override->key == "remove") {
            removed.push_back({section->name.substr(7), override->value, override->where});
            continue;
        }
        if (!section->written) section->where = override->where;
        section->written = true;
        section->entries.insert_or_assign(
            override->key, Entry{parse_toml_value(override->value), override->where, override->where, true});
    }
    // Last, so that what else is said of a removed policy is checked, and does no harm.
    for (const Removal& removal : removed) remove_policy(removal, data, problems);
}

}  // namespace qonys
