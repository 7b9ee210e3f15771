#include "policy/eligible.hpp"

#include "base/names.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

constexpr std::string_view source = "the scenario's author; everybody";

}  // namespace

void declare(Fields& fields, Eligible& e) {
    const auto range = [&](std::vector<std::int64_t>& value, std::string_view name, std::string_view meaning) {
        fields.field(value,
                     {.name = name, .unit = "", .meaning = meaning, .source = source, .least = 0, .most = 100'000});
    };
    const auto words = [&](std::vector<std::string>& value, std::string_view name, std::string_view meaning) {
        fields.field(value, {.name = name, .unit = "", .meaning = meaning, .source = source});
    };
    range(e.household_size, "eligibility.household_size", "[from, to] members");
    range(e.children, "eligibility.children", "[from, to] members who are minors");
    range(e.adults, "eligibility.adults", "[from, to] members of 18 to 62 years");
    range(e.head_age, "eligibility.head_age", "[from, to] years of the head");
    range(e.months_since_move, "eligibility.months_since_move", "[from, to] months since the household's last move");
    words(e.ethnicity, "eligibility.ethnicity", "ethnic groups");
    words(e.tenure, "eligibility.tenure", "owner, renter");
    words(e.head_education, "eligibility.head_education", "education of the head");
    words(e.head_activity, "eligibility.head_activity", "what the head does");
    words(e.head_status, "eligibility.head_status", "legal status of the head");
    words(e.home, "eligibility.home", "regions in which the head grew up");
}

Eligibility eligibility_of(const Eligible& written, const Section& section, const Geography& geography,
                           Problems& problems) {
    Eligibility result;
    const auto range = [&](const std::vector<std::int64_t>& numbers, std::string_view key) {
        Eligibility::Range all;
        if (numbers.empty()) return all;
        if (numbers.size() == 2 && numbers[0] <= numbers[1]) return Eligibility::Range{numbers[0], numbers[1]};
        problems.add(section.where(key), fmt::format("{} = [{}] (must be [from, to], such as [2, 5])",
                                                     section.path_of(key), fmt::join(numbers, ", ")));
        return all;
    };
    result.household_size = range(written.household_size, "eligibility.household_size");
    result.children = range(written.children, "eligibility.children");
    result.adults = range(written.adults, "eligibility.adults");
    result.head_age = range(written.head_age, "eligibility.head_age");
    result.months_since_move = range(written.months_since_move, "eligibility.months_since_move");
    result.ethnicity = among(written.ethnicity, ethnicity_names, section, "eligibility.ethnicity", problems);
    result.tenure = among(written.tenure, tenure_names, section, "eligibility.tenure", problems);
    result.education = among(written.head_education, education_names, section, "eligibility.head_education", problems);
    result.activity = among(written.head_activity, activity_names, section, "eligibility.head_activity", problems);
    result.status = among(written.head_status, status_names, section, "eligibility.head_status", problems);
    if (!written.home.empty()) result.home.assign(geography.regions.size(), 0);
    for (const std::string& id : written.home) {
        const auto region = geography.find_region(id);
        if (region)
            result.home[index(*region)] = 1;
        else
            problems.add(section.where("eligibility.home"),
                         fmt::format("{}: {}", section.path_of("eligibility.home"), no_region(id, geography)));
    }
    return result;
}

}  // namespace qonys
