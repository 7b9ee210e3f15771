#include "analysis/summary.hpp"

#include <algorithm>
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

/// Of the country's places, as agents.
std::int64_t doing(const Stocks& stocks, Activity activity, const Geography& geography) {
    std::int64_t sum = 0;
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        sum += stocks.in_activity(static_cast<PlaceId>(p), activity);
    return sum;
}

std::optional<double> share(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

std::optional<double> mean_rent(const Published& published, const Geography& geography) {
    const std::vector<double>& rent = published.economy.rent;
    double households = 0;
    double sum = 0;
    for (std::size_t p = 0; p < std::min(geography.domestic_places, rent.size()); ++p) {
        const auto here = static_cast<double>(published.stocks.households[p]);
        households += here;
        sum += here * rent[p];
    }
    if (!(households > 0)) return std::nullopt;
    return sum / households;
}

Conditions conditions(const Published& published, double factor, const Geography& geography) {
    const Stocks& stocks = published.stocks;
    const std::int64_t formal = doing(stocks, Activity::formal, geography);
    const std::int64_t informal = doing(stocks, Activity::informal, geography);
    const std::int64_t unemployed = doing(stocks, Activity::unemployed, geography);
    Conditions now{.unemployment = share(unemployed, formal + informal + unemployed),
                   .informality = share(informal, formal + informal),
                   .rent_kzt_per_month = mean_rent(published, geography)};
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        for (std::size_t s = index(LegalStatus::stateless) + 1; s < status_count; ++s)
            now.sojourners += factor * static_cast<double>(stocks.status(p, s));
    return now;
}

/// What there is at the end of a month.
void take_stocks(YearFigures& year, const Published& published, double factor, const Geography& geography) {
    year.population_at_end = by_region(published.stocks.population, factor, geography);
    year.households_at_end = domestic(published.stocks.households, factor, geography);
    year.households_by_size.assign(size_classes, 0);
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        for (std::size_t size = 0; size < size_classes; ++size)
            year.households_by_size[size] += factor * static_cast<double>(published.stocks.size_class(p, size));
    year.conditions = conditions(published, factor, geography);
}

void take_ages(YearFigures& year, const Published& published, double factor, const Geography& geography) {
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        for (const Sex sex : {Sex::male, Sex::female})
            for (std::size_t group = 0; group < age_groups; ++group)
                year.population_by_age[group] +=
                    factor * static_cast<double>(in_age_group(published, static_cast<PlaceId>(p), sex, group));
}

void add_movers(YearFigures& year, const Ledger& ledger, double factor, const Geography& geography) {
    for (std::size_t group = 0; group < age_groups; ++group)
        year.moves_by_age[group] += factor * static_cast<double>(ledger.moves_by_age[group]);
    for (std::size_t p = 0; p < geography.places.size(); ++p) {
        year.repeat_moves += factor * static_cast<double>(ledger.repeat_moves[p]);
        year.return_moves += factor * static_cast<double>(ledger.return_moves[p]);
        std::vector<double>& side = geography.abroad(static_cast<PlaceId>(p)) ? year.emigrants : year.immigrants;
        for (std::size_t group = 0; group < ethnicity_count; ++group)
            side[group] += factor * static_cast<double>(ledger.border_crossings(p, group));
    }
}

Matrix<double> distances(const Geography& geography) {
    Matrix<double> km(geography.relations.rows(), geography.relations.columns());
    std::ranges::transform(geography.relations.cells(), km.cells().begin(), &Relation::km);
    return km;
}

YearFigures empty_year(Month month, std::size_t policies, const Geography& geography) {
    YearFigures year;
    year.year = month.year();
    year.births.resize(geography.domestic_regions);
    year.deaths.resize(geography.domestic_regions);
    year.population_by_age.resize(age_groups);
    year.moves_by_age.resize(age_groups);
    year.emigrants.resize(ethnicity_count);
    year.immigrants.resize(ethnicity_count);
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

std::vector<double> YearFigures::left_for() const {
    std::vector<double> persons(moves.columns() - regions());
    for (std::size_t origin = 0; origin < regions(); ++origin)
        for (std::size_t abroad = 0; abroad < persons.size(); ++abroad)
            persons[abroad] += moves(origin, regions() + abroad);
    return persons;
}

std::vector<double> moves_per_person_year(std::span<const YearFigures> years) {
    std::vector<double> moves(age_groups);
    std::vector<double> person_years(age_groups);
    for (const YearFigures& year : years)
        for (std::size_t group = 0; group < age_groups; ++group) {
            moves[group] += year.moves_by_age[group];
            person_years[group] += year.population_by_age[group] * year.months / 12;
        }
    for (std::size_t group = 0; group < age_groups; ++group)
        moves[group] = person_years[group] > 0 ? moves[group] / person_years[group] : 0;
    return moves;
}

MigrationIndicators indicators(const RunFigures& run, const YearFigures& year) {
    const double population = (total(year.population_at_start) + total(year.population_at_end)) / 2;
    return migration_indicators(year.flows(), population, run.km);
}

std::optional<MigrationIndicators> indicators(const OfficialFigures& official, int year, const Matrix<double>& km) {
    const OfficialYear* const known = official.of(year);
    const auto start = official.population(year);
    if (known == nullptr || !known->has_flows() || !start) return std::nullopt;
    return migration_indicators(known->flows, (*start + official.population(year + 1).value_or(*start)) / 2, km);
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
    figures_.km = distances(geography);
    YearFigures before = empty_year(run.first, run.policies.size(), geography);
    take_stocks(before, world.published, persons_per_agent_, geography);
    before.population_at_start = before.population_at_end;
    figures_.households_at_start = before.households_at_end;
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
    add_movers(year, ledger, persons_per_agent_, geography);
    take_stocks(year, world.published, persons_per_agent_, geography);
    // Ages are many to count, and wanted once.
    if (month.month_of_year() == 12 || month == figures_.run.last)
        take_ages(year, world.published, persons_per_agent_, geography);
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
