#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/document.hpp"
#include "world/eligibility.hpp"
#include "world/geography.hpp"

namespace qonys {

/// Eligibility as a scenario writes it: `eligibility.<column>` of households and their heads. Ranges are
/// [from, to], both included; an empty list sets no condition.
struct Eligible {
    std::vector<std::int64_t> household_size;
    std::vector<std::int64_t> children;
    std::vector<std::int64_t> adults;
    std::vector<std::int64_t> head_age;
    std::vector<std::int64_t> months_since_move;
    std::vector<std::string> ethnicity;
    std::vector<std::string> tenure;
    std::vector<std::string> head_education;
    std::vector<std::string> head_activity;
    std::vector<std::string> head_status;
    std::vector<std::string> home;
};
void declare(Fields& fields, Eligible& eligible);

/// The conditions; wrong words and ranges are problems.
Eligibility eligibility_of(const Eligible& written, const Section& section, const Geography& geography,
                           Problems& problems);

/// The values of an enumeration that a list of its words means; `names` in the order of the enumeration.
template <class Names>
Eligibility::Among among(const std::vector<std::string>& words, const Names& names, const Section& section,
                         std::string_view key, Problems& problems) {
    Eligibility::Among values;
    const std::vector<std::string> known(names.begin(), names.end());
    std::uint32_t bits = 0;
    for (const std::string& word : words) {
        const auto found = std::ranges::find(known, word);
        if (found == known.end())
            problems.add(section.where(key), fmt::format("{}: '{}' is none of: {}{}", section.path_of(key), word,
                                                         fmt::join(known, ", "), did_you_mean(word, known)));
        else
            bits |= std::uint32_t{1} << static_cast<unsigned>(found - known.begin());
    }
    if (!words.empty()) values.only(bits);
    return values;
}

}  // namespace qonys
