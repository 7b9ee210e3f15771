#include <fmt/format.h>
#include <boost/json.hpp>

#include "analysis/summary.hpp"

namespace qonys {
namespace {

namespace json = boost::json;

json::object by_region(const RunFigures& run, const std::vector<double>& values) {
    json::object object;
    for (std::size_t r = 0; r < values.size(); ++r) object[run.region_ids[r]] = values[r];
    return object;
}

json::value or_null(std::optional<double> value) { return value ? json::value(*value) : json::value(nullptr); }

json::object as_json(const MigrationIndicators& is) {
    return {{"crude_migration_intensity", is.crude_intensity},
            {"migration_effectiveness_index", is.effectiveness},
            {"aggregate_net_migration_rate", is.aggregate_net_rate},
            {"connectivity", is.connectivity},
            {"mean_km", is.mean_km},
            {"median_km", is.median_km}};
}

json::object as_json(const RunFigures& run, const YearFigures& year) {
    const std::vector<double> net = net_migration(year.moves);
    json::array policies;
    for (std::size_t p = 0; p < run.run.policies.size(); ++p)
        policies.push_back(json::object{{"name", run.run.policies[p].name},
                                        {"households", year.policy_households[p]},
                                        {"persons", year.policy_persons[p]},
                                        {"tenge", year.policy_tenge[p]}});
    return {{"year", year.year},
            {"months", year.months},
            {"indicators", year.full() ? json::value(as_json(indicators(run, year))) : json::value(nullptr)},
            {"households_at_end", year.households_at_end},
            {"households_by_size", json::array(year.households_by_size.begin(), year.households_by_size.end())},
            {"unemployment_rate", or_null(year.conditions.unemployment)},
            {"informal_share", or_null(year.conditions.informality)},
            {"mean_rent_kzt_per_month", or_null(year.conditions.rent_kzt_per_month)},
            {"sojourners_at_end", year.conditions.sojourners},
            {"moves_by_age", json::array(year.moves_by_age.begin(), year.moves_by_age.end())},
            {"repeat_moves", year.repeat_moves},
            {"return_moves", year.return_moves},
            {"population_at_start", total(year.population_at_start)},
            {"population_at_end", total(year.population_at_end)},
            {"births", total(year.births)},
            {"deaths", total(year.deaths)},
            {"arrivals", year.arrived()},
            {"departures", year.left()},
            {"moves_between_regions", total(year.flows().cells())},
            {"moves_within_regions", year.moved_within_regions()},
            {"population_at_end_by_region", by_region(run, year.population_at_end)},
            {"net_migration_by_region",
             by_region(run, {net.begin(), net.begin() + static_cast<std::ptrdiff_t>(year.regions())})},
            {"policies", policies}};
}

json::object as_json(const YearComparison& year) {
    json::object object{{"year", year.year}};
    const auto add = [&](std::string_view name, std::optional<double> value) {
        if (value) object[name] = *value;
    };
    add("births_ratio", year.births);
    add("deaths_ratio", year.deaths);
    add("arrivals_ratio", year.arrivals);
    add("departures_ratio", year.departures);
    add("moves_between_regions_ratio", year.moves);
    add("common_part_of_flows", year.common_part);
    add("net_migration_correlation", year.net_migration_correlation);
    add("population_at_end_ratio", year.population_at_end);
    return object;
}

}  // namespace

std::string to_json(const RunFigures& run, const OfficialFigures& official) {
    json::array years;
    for (const YearFigures& year : run.years) years.push_back(as_json(run, year));
    json::array comparisons;
    for (const YearComparison& year : compare(run, official)) comparisons.push_back(as_json(year));
    json::array breaks;
    for (const int year : breaks_in_count(run, official))
        breaks.push_back(json::object{{"year", year}, {"persons", *official.unexplained_growth(year)}});
    const json::object object{{"title", run.run.title},
                              {"first_month", to_string(run.run.first)},
                              {"last_month", to_string(run.run.last)},
                              {"complete", run.how == RunEnd::complete},
                              {"scale", run.run.scale},
                              {"seed", run.run.seed.value},
                              {"threads", run.run.threads},
                              {"households_at_start", run.households_at_start},
                              {"households_at_end", run.years.back().households_at_end},
                              {"years", years},
                              {"compared_with_official", comparisons},
                              {"breaks_in_official_population", breaks}};
    return json::serialize(object);
}

}  // namespace qonys
