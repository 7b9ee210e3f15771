#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/document.hpp"

namespace qonys {

/// A value of TOML of the sorts that fields can be; dates and all else are known by their text alone.
struct Value {
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>,
                 std::vector<std::int64_t>>
        content;
    std::string written;  ///< as TOML writes it, in one line
};

/// A value that a scenario gives, and where.
struct Entry {
    Value value;
    Location key_where;
    Location where;
    bool by_set = false;  ///< said by --set instead of a file
};

using Entries = std::map<std::string, Entry, std::less<>>;

/// A section after merging; its keys may have parts, as in "weights.age".
struct SectionData {
    std::string name;
    bool written = false;
    bool asked_for = false;
    Location where{};
    Entries entries{};
};

/// What stands behind a Document.
struct DocumentData {
    std::string file;
    std::vector<SourceFile> files;
    std::map<std::string, SectionData, std::less<>> sections;
    std::list<SectionData> policies;  ///< named "policy.<name>"
    std::vector<EffectiveValue> effective_values;
    bool policies_asked_for = false;
    bool incomplete = false;  ///< a file could not be read: nothing is merged, and nothing missing is worth a word
};

/// The policy of that name, or nothing.
inline SectionData* find_policy(DocumentData& data, std::string_view name) {
    for (SectionData& policy : data.policies) {
        if (std::string_view(policy.name).substr(std::string_view("policy.").size()) == name) return &policy;
    }
    return nullptr;
}

/// The names of all policies, for "did you mean".
inline std::vector<std::string> policy_names(const DocumentData& data) {
    std::vector<std::string> names;
    for (const SectionData& policy : data.policies) names.push_back(policy.name.substr(7));
    return names;
}

}  // namespace qonys
