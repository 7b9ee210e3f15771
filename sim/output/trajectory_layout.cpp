#include "output/trajectory_layout.hpp"

#include <array>

#include <fmt/format.h>

namespace qonys {
namespace {

using Counts = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

constexpr int group_years = 5;
constexpr int oldest_group = 100;  ///< and older

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

Texts age_groups(const RunInfo&, const Geography&) {
    Texts names;
    for (int from = 0; from < oldest_group; from += group_years)
        names.push_back(fmt::format("{}-{}", from, from + group_years - 1));
    names.push_back(fmt::format("{}+", oldest_group));
    return names;
}

/// [place, sex, age_group] persons.
Counts by_age_and_sex(const World& world) {
    constexpr int nobody_is_older = 200;
    const Published& published = world.published;
    Counts counts;
    for (std::size_t p = 0; p < world.geography->places.size(); ++p)
        for (const Sex sex : {Sex::male, Sex::female})
            for (int from = 0; from <= oldest_group; from += group_years) {
                const int to = from == oldest_group ? nobody_is_older : from + group_years - 1;
                counts.push_back(
                    published.stocks.cohorts.aged(static_cast<PlaceId>(p), sex, from, to, published.month));
            }
    return counts;
}

Counts cells(const Matrix<std::int64_t>& matrix) { return {matrix.cells().begin(), matrix.cells().end()}; }

constexpr std::string_view abroad_stock =
    "Of a place abroad: only those who left the country during the run, with their children born since.";
constexpr std::string_view abroad_origin = "With an origin abroad: arrivals from outside the simulated population.";
constexpr std::string_view counted = "simulated: counted at the end of the month";
constexpr std::string_view booked = "simulated: booked event by event";

}  // namespace

const std::vector<TrajectoryLabels>& trajectory_labels() {
    static const std::vector<TrajectoryLabels> all = {
        {"place", "place", "where households live: a region's urban or rural part, a city, or abroad", place_ids},
        {"origin", "origin", "place that a household leaves", place_ids},
        {"destination", "destination", "place that a household goes to", place_ids},
        {"region", "region", "region of residence", region_ids},
        {"home_region", "home_region", "region where the head of the household grew up", region_ids},
        {"sex", "sex", "sex",
         [](const RunInfo&, const Geography&) {
             return Texts{"male", "female"};
         }},
        {"age_group", "age_group", "completed years of age", age_groups},
        {"policy", "policy", "policies of the scenario",
         [](const RunInfo& run, const Geography&) {
             return texts(run.policies, [](const auto& p) { return p.name; });
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

const std::vector<TrajectoryFigures>& trajectory_figures() {
    static const std::vector<TrajectoryFigures> all = {
        {"initial_population",
         Taken::at_start,
         {"place"},
         "persons",
         "population before the first month",
         "",
         "synthetic population",
         [](const World& world) { return world.published.stocks.population; }},
        {"initial_households",
         Taken::at_start,
         {"place"},
         "households",
         "households before the first month",
         "",
         "synthetic population",
         [](const World& world) { return world.published.stocks.households; }},
        {"initial_population_by_age_sex",
         Taken::at_start,
         {"place", "sex", "age_group"},
         "persons",
         "population by sex and age before the first month",
         "",
         "synthetic population",
         by_age_and_sex},
        {"population",
         Taken::stock,
         {"place"},
         "persons",
         "population at the end of the month",
         abroad_stock,
         counted,
         [](const World& world) { return world.published.stocks.population; }},
        {"households",
         Taken::stock,
         {"place"},
         "households",
         "households at the end of the month",
         abroad_stock,
         counted,
         [](const World& world) { return world.published.stocks.households; }},
        {"population_by_age_sex",
         Taken::stock,
         {"place", "sex", "age_group"},
         "persons",
         "population by sex and age at the end of the month",
         abroad_stock,
         counted,
         by_age_and_sex},
        {"births",
         Taken::flow,
         {"place"},
         "persons",
         "live births in the month",
         "",
         booked,
         [](const World& world) { return world.published.ledger.births; }},
        {"deaths",
         Taken::flow,
         {"place"},
         "persons",
         "deaths in the month",
         "",
         booked,
         [](const World& world) { return world.published.ledger.deaths; }},
        {"households_dissolved",
         Taken::flow,
         {"place"},
         "households",
         "households whose last member died in the month",
         "",
         booked,
         [](const World& world) { return world.published.ledger.dissolved; }},
        {"moves_households",
         Taken::flow,
         {"origin", "destination"},
         "households",
         "households that moved in the month",
         abroad_origin,
         booked,
         [](const World& world) { return cells(world.published.ledger.moves_households); }},
        {"moves_persons",
         Taken::flow,
         {"origin", "destination"},
         "persons",
         "persons who moved in the month",
         abroad_origin,
         booked,
         [](const World& world) { return cells(world.published.ledger.moves_persons); }},
        {"policy_households",
         Taken::flow,
         {"policy", "place"},
         "households",
         "households that joined a programme in the month",
         "",
         booked,
         [](const World& world) { return cells(world.published.ledger.policy_households); }},
        {"policy_persons",
         Taken::flow,
         {"policy", "place"},
         "persons",
         "persons reached by a policy in the month",
         "",
         booked,
         [](const World& world) { return cells(world.published.ledger.policy_persons); }},
        {"policy_spending",
         Taken::flow,
         {"policy", "place"},
         "KZT",
         "spending of a policy in the month",
         "",
         booked,
         [](const World& world) { return cells(world.published.ledger.policy_spending); }},
        {"networks",
         Taken::at_the_end,
         {"home_region", "region"},
         "households",
         "households by home region and region of residence after the last recorded month",
         "",
         counted,
         [](const World& world) { return cells(world.published.stocks.networks); }},
    };
    return all;
}

}  // namespace qonys
