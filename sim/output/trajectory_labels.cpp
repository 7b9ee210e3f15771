#include <array>

#include <fmt/format.h>

#include "base/names.hpp"
#include "output/trajectory_layout.hpp"

namespace qonys {
namespace {

using Texts = std::vector<std::string>;

/// The same texts in every run.
template <const auto& names>
Texts always(const RunInfo&, const Geography&) {
    return {names.begin(), names.end()};
}

/// One text for each element.
template <class Rows, class Text>
Texts texts(const Rows& rows, Text text) {
    Texts all;
    for (const auto& row : rows) all.emplace_back(text(row));
    return all;
}

Texts place_ids(const RunInfo&, const Geography& geography) {
    return texts(geography.places, [](const Place& place) { return place.id; });
}

Texts region_ids(const RunInfo&, const Geography& geography) { return geography.region_ids(); }

std::string kind_of(const Region& region) {
    return std::array{"region", "city", "abroad"}.at(static_cast<std::size_t>(region.kind));
}

std::string settlement_of(const Place& place) {
    return std::array{"urban", "rural", "abroad"}.at(static_cast<std::size_t>(place.settlement));
}

Texts age_group_names(const RunInfo&, const Geography&) {
    Texts names;
    for (int group = 0; group + 1 < static_cast<int>(age_groups); ++group)
        names.push_back(fmt::format("{}-{}", group * age_group_years, (group + 1) * age_group_years - 1));
    names.push_back(fmt::format("{}+", (age_groups - 1) * age_group_years));
    return names;
}

Texts household_sizes(const RunInfo&, const Geography&) {
    Texts names;
    for (std::size_t size = 1; size < size_classes; ++size) names.push_back(fmt::format("{}", size));
    names.push_back(fmt::format("{}+", size_classes));
    return names;
}

Texts status_groups(const RunInfo&, const Geography&) {
    Texts names(status_count, "sojourner");
    std::fill_n(names.begin(), index(LegalStatus::stateless) + 1, "resident");
    return names;
}

}  // namespace

const std::vector<TrajectoryLabels>& trajectory_labels() {
    static const std::vector<TrajectoryLabels> all = {
        {"place", "place", "where households live: a region's urban or rural part, a city, or abroad", place_ids},
        {"origin", "origin", "place that a household leaves", place_ids},
        {"destination", "destination", "place that a household goes to", place_ids},
        {"region", "region", "region of residence", region_ids},
        {"home_region", "home_region", "region where the head of the household grew up", region_ids},
        {"sex", "sex", "sex", always<sex_names>},
        {"age_group", "age_group", "completed years of age", age_group_names},
        {"ethnicity", "ethnicity", "ethnic group of the head of the household", always<ethnicity_names>},
        {"education", "education", "highest completed education", always<education_names>},
        {"activity", "activity", "what a person does", always<activity_names>},
        {"status", "status", "legal status", always<status_names>},
        {"household_size", "household_size", "members of the household", household_sizes},
        {"tenure", "tenure", "how the household lives in its dwelling", always<tenure_names>},
        {"reason", "reason", "why somebody moves", always<reason_names>},
        {"policy", "policy", "policies of the scenario",
         [](const RunInfo& run, const Geography&) {
             return texts(run.policies, [](const auto& p) { return p.name; });
         }},
        {"traveller_group", "traveller_group", "citizens who travel, by world region; foreigners who pass through",
         [](const RunInfo&, const Geography& g) {
             return texts(g.travellers, [](const TravellerGroup& group) { return group.id; });
         }},
        {"place_name", "place", "name of the place in English",
         [](const RunInfo&, const Geography& g) { return texts(g.places, [](const Place& p) { return p.name; }); }},
        {"place_region", "place", "region that the place belongs to",
         [](const RunInfo&, const Geography& g) {
             return texts(g.places, [&g](const Place& place) { return g.region(place.region).id; });
         }},
        {"place_settlement", "place", "urban, rural or abroad",
         [](const RunInfo&, const Geography& g) { return texts(g.places, settlement_of); }},
        {"region_name", "region", "name of the region in English",
         [](const RunInfo&, const Geography& g) { return texts(g.regions, [](const Region& r) { return r.name; }); }},
        {"region_kind", "region", "region, city or abroad",
         [](const RunInfo&, const Geography& g) { return texts(g.regions, kind_of); }},
        {"traveller_group_name", "traveller_group", "name of the group in English",
         [](const RunInfo&, const Geography& g) {
             return texts(g.travellers, [](const TravellerGroup& group) { return group.name; });
         }},
        {"status_group", "status", "resident: part of the population; sojourner: here for a time", status_groups},
        {"policy_kind", "policy", "kind of policy",
         [](const RunInfo& run, const Geography&) {
             return texts(run.policies, [](const auto& p) { return p.kind; });
         }},
        {"policy_level", "policy", "who makes the policy: global, cross-country or national",
         [](const RunInfo& run, const Geography&) {
             return texts(run.policies, [](const auto& p) { return p.level; });
         }},
    };
    return all;
}

}  // namespace qonys
