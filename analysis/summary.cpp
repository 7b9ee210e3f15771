#include "analysis/summary.hpp"

#include <cmath>
#include <numeric>

#include "world/world.hpp"

namespace qonys {
namespace {

/// Adds `values` by place, times `factor`, to the places' regions, as far as these are the country's.
void add_by_region(std::vector<double>& regions, const std::vector<std::int64_t>& values, double factor,
                   const Geography& geography) {
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        regions[index(geography.places[p].region)] += factor * static_cast<double>(values[p]);
}

std::vector<double> by_region(const std::vector<std::int64_t>& values, double factor, const Geography& geography) {
    std::vector<double> regions(geography.domestic_regions);
    add_by_region(regions, values, factor, geography);
    return regions;
}

double domestic(const std::vector<std::int64_t>& values, double factor, const Geography& geography) {
    return total(by_region(values, factor, geography));
}

void add_rows(std::vector<double>& sums, const Matrix<std::int64_t>& values, double factor) {
    for (std::size_t row = 0; row < values.rows(); ++row)
        for (const std::int64_t value : values.row(row)) sums[row] += factor * static_cast<double>(value);
}

YearFigures empty_year(Month month, std::size_t policies, const Geography& geography) {
    YearFigures year;
    year.year = month.year();
    year.births.resize(geography.domestic_regions);
    year.deaths.resize(geography.domestic_regions);
    year.moves = {geography.regions.size(), geography.regions.size()};
    year.policy_households.resize(policies);
    year.policy_persons.resize(policies);
    year.policy_tenge.resize(policies);
    return year;
}

std::optional<double> ratio(double simulated, std::optional<double> official) {
    if (!official || !(*official > 0)) return std::nullopt;
    return simulated / *official;
}

std::optional<double> known_total(const std::vector<double>& values) {
    if (values.empty()) return std::nullopt;
    return total(values);
}

YearComparison comparison(const YearFigures& simulated, const OfficialYear& official,
                          std::optional<double> population_at_end) {
    YearComparison result;
    result.year = simulated.year;
    result.births = ratio(total(simulated.births), known_total(official.births));
    result.deaths = ratio(total(simulated.deaths), known_total(official.deaths));
    result.arrivals = ratio(simulated.arrived(), official.immigrants);
    result.departures = ratio(simulated.left(), official.emigrants);
    result.population_at_end = ratio(total(simulated.population_at_end), population_at_end);
    if (official.has_flows()) {
        const Matrix<double> flows = simulated.flows();
        result.moves = ratio(total(flows.cells()), total(official.flows.cells()));
        result.common_part = common_part(flows, official.flows);
        result.net_migration_correlation = correlation(net_migration(flows), net_migration(official.flows));
    }
    return result;
}

}  // namespace

Matrix<double> YearFigures::flows() const {
    Matrix<double> between(regions(), regions());
    for (std::size_t origin = 0; origin < regions(); ++origin)
        for (std::size_t destination = 0; destination < regions(); ++destination)
            if (origin != destination) between(origin, destination) = moves(origin, destination);
    return between;
}

double YearFigures::moved_within_regions() const {
    double sum = 0;
    for (std::size_t region = 0; region < regions(); ++region) sum += moves(region, region);
    return sum;
}

double YearFigures::arrived() const {
    double sum = 0;
    for (std::size_t abroad = regions(); abroad < moves.rows(); ++abroad)
        sum += total(moves.row(abroad).first(regions()));
    return sum;
}

double YearFigures::left() const {
    double sum = 0;
    for (std::size_t origin = 0; origin < regions(); ++origin) sum += total(moves.row(origin).subspan(regions()));
    return sum;
}

void Summary::begin(const RunInfo& run, const World& world) {
    const Geography& geography = *world.geography;
    figures_ = {};
    figures_.run = run;
    persons_per_agent_ = 1 / run.scale;
    for (std::size_t r = 0; r < geography.domestic_regions; ++r) {
        figures_.region_ids.push_back(geography.regions[r].id);
        figures_.region_names.push_back(geography.regions[r].name);
    }
    figures_.households_at_start = domestic(world.published.stocks.households, persons_per_agent_, geography);
    figures_.households_at_end = figures_.households_at_start;
    YearFigures before = empty_year(run.first, run.policies.size(), geography);
    before.population_at_start = by_region(world.published.stocks.population, persons_per_agent_, geography);
    before.population_at_end = before.population_at_start;
    figures_.years.push_back(std::move(before));
}

void Summary::record(const World& world) {
    const Geography& geography = *world.geography;
    const Ledger& ledger = world.published.ledger;
    const Month month = world.published.month;
    if (figures_.years.back().year != month.year()) {
        std::vector<double> population = figures_.years.back().population_at_end;
        figures_.years.push_back(empty_year(month, figures_.run.policies.size(), geography));
        figures_.years.back().population_at_start = std::move(population);
    }
    YearFigures& year = figures_.years.back();
    ++year.months;
    add_by_region(year.births, ledger.births, persons_per_agent_, geography);
    add_by_region(year.deaths, ledger.deaths, persons_per_agent_, geography);
    for (std::size_t origin = 0; origin < geography.places.size(); ++origin)
        for (std::size_t destination = 0; destination < geography.places.size(); ++destination)
            year.moves(index(geography.places[origin].region), index(geography.places[destination].region)) +=
                persons_per_agent_ * static_cast<double>(ledger.moves_persons(origin, destination));
    add_rows(year.policy_households, ledger.policy_households, persons_per_agent_);
    add_rows(year.policy_persons, ledger.policy_persons, persons_per_agent_);
    add_rows(year.policy_tenge, ledger.policy_spending, persons_per_agent_);
    year.population_at_end = by_region(world.published.stocks.population, persons_per_agent_, geography);
    figures_.households_at_end = domestic(world.published.stocks.households, persons_per_agent_, geography);
}

void Summary::end(const World&, RunEnd how) { figures_.how = how; }

std::vector<YearComparison> compare(const RunFigures& run, const OfficialFigures& official) {
    std::vector<YearComparison> comparisons;
    for (const YearFigures& year : run.years) {
        const OfficialYear* const known = official.of(year.year);
        if (known == nullptr || !year.full()) continue;
        const YearComparison compared = comparison(year, *known, official.population(year.year + 1));
        if (compared.anything()) comparisons.push_back(compared);
    }
    return comparisons;
}

std::vector<int> breaks_in_count(const RunFigures& run, const OfficialFigures& official) {
    constexpr double worth_mentioning = 0.005;  // of the population
    std::vector<int> years;
    for (const YearFigures& year : run.years) {
        const auto unexplained = official.unexplained_growth(year.year);
        if (year.full() && unexplained && std::abs(*unexplained) > worth_mentioning * *official.population(year.year))
            years.push_back(year.year);
    }
    return years;
}

}  // namespace qonys
