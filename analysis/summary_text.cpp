#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "analysis/summary.hpp"
#include "analysis/text_table.hpp"

namespace qonys {
namespace {

using enum TextTable::Align;

constexpr std::size_t most_years = 12;  ///< as rows of a table; of more, every fifth
constexpr std::size_t most_regions = 5;

bool worth_a_row(const std::vector<YearFigures>& years, const YearFigures& year) {
    return years.size() <= most_years || year.year % 5 == 0 || &year == &years.front() || &year == &years.back();
}

std::string name_of(const YearFigures& year) {
    return year.full() ? std::to_string(year.year) : fmt::format("{} ({} months)", year.year, year.months);
}

std::string headline(const RunFigures& run) {
    int months = 0;
    for (const YearFigures& year : run.years) months += year.months;
    const int planned = run.run.last - run.run.first + 1;
    std::string text = run.run.title.empty() ? "" : run.run.title + '\n';
    text += fmt::format("{} to {}, ", to_string(run.run.first), to_string(run.run.last));
    text += run.how == RunEnd::complete ? fmt::format("{} months", months)
                                        : fmt::format("interrupted after {} of {} months", months, planned);
    text += fmt::format(", scale {}, seed {}", run.run.scale, run.run.seed.value);
    if (run.run.scale < 1) text += "; every number below is for the whole country";
    return text + '\n';
}

/// What the run simulates of work, rents and sojourners; nothing if none of it.
std::string conditions_line(const YearFigures& last) {
    const Conditions& now = last.conditions;
    std::vector<std::string> parts;
    if (now.unemployment) parts.push_back("unemployment " + percent(*now.unemployment));
    if (now.informality) parts.push_back("informal work " + percent(*now.informality));
    if (now.rent_kzt_per_month) parts.push_back(fmt::format("mean rent {} KZT", grouped(*now.rent_kzt_per_month)));
    if (now.sojourners > 0) parts.push_back(fmt::format("{} sojourners", grouped(now.sojourners)));
    return parts.empty() ? "" : fmt::format("At the end: {}\n", fmt::join(parts, ", "));
}

std::string population_lines(const RunFigures& run) {
    const double before = total(run.years.front().population_at_start);
    const double now = total(run.years.back().population_at_end);
    return fmt::format("Population: {} at the start, {} at the end ({}, {:+.1f} %); households: {}, {}\n",
                       grouped(before), grouped(now), grouped_with_sign(now - before), 100 * (now / before - 1),
                       grouped(run.households_at_start), grouped(run.years.back().households_at_end)) +
           conditions_line(run.years.back());
}

std::string year_table(const RunFigures& run) {
    TextTable table({{"", left},
                     {"births"},
                     {"deaths"},
                     {"arrivals"},
                     {"departures"},
                     {"moves between"},
                     {"within regions"},
                     {"population at end"}});
    std::vector<double> sums(6);
    for (const YearFigures& year : run.years) {
        const std::vector<double> values{total(year.births), total(year.deaths),          year.arrived(),
                                         year.left(),        total(year.flows().cells()), year.moved_within_regions()};
        std::ranges::transform(sums, values, sums.begin(), std::plus<>{});
        if (!worth_a_row(run.years, year)) continue;
        std::vector<std::string> row{name_of(year)};
        for (const double value : values) row.push_back(grouped(value));
        row.push_back(grouped(total(year.population_at_end)));
        table.add(std::move(row));
    }
    if (run.years.size() > 1) {
        std::vector<std::string> row{"all years"};
        for (const double value : sums) row.push_back(grouped(value));
        table.add(std::move(row));
    }
    return table.text();
}

/// What a region gained by migration, from other regions and from abroad.
struct Gain {
    std::string name;
    double persons = 0;
    double per_1000_and_year = 0;
};

std::vector<Gain> gains(const RunFigures& run) {
    std::vector<Gain> all;
    for (std::size_t r = 0; r < run.region_names.size(); ++r) {
        Gain gain{.name = run.region_names[r]};
        double person_years = 0;
        for (const YearFigures& year : run.years) {
            gain.persons += net_migration(year.moves)[r];
            person_years += (year.population_at_start[r] + year.population_at_end[r]) / 2 * year.months / 12;
        }
        gain.per_1000_and_year = person_years > 0 ? 1000 * gain.persons / person_years : 0;
        all.push_back(std::move(gain));
    }
    std::ranges::stable_sort(all, std::ranges::greater{}, &Gain::persons);
    return all;
}

std::string gain_table(const RunFigures& run) {
    const std::vector<Gain> all = gains(run);
    const std::size_t rows = std::min(most_regions, all.size() / 2);
    if (rows == 0) return "";
    TextTable table({{"gained most", left},
                     {"persons"},
                     {"per 1000 a year"},
                     {"   lost most", left},
                     {"persons"},
                     {"per 1000 a year"}});
    for (std::size_t i = 0; i < rows; ++i) {
        const Gain& winner = all[i];
        const Gain& loser = all[all.size() - 1 - i];
        table.add({winner.name, grouped_with_sign(winner.persons), fmt::format("{:+.1f}", winner.per_1000_and_year),
                   "   " + loser.name, grouped_with_sign(loser.persons),
                   fmt::format("{:+.1f}", loser.per_1000_and_year)});
    }
    return "\nNet migration, with other regions and abroad\n" + table.text();
}

std::string indicator_table(const RunFigures& run) {
    TextTable table({{"", left},
                     {"moves per 100"},
                     {"effectiveness"},
                     {"redistributed per 100"},
                     {"connectivity"},
                     {"mean km"},
                     {"median km"}});
    for (const YearFigures& year : run.years) {
        if (!year.full() || !worth_a_row(run.years, year)) continue;
        const MigrationIndicators is = indicators(run, year);
        table.add({name_of(year), fmt::format("{:.2f}", is.crude_intensity), fmt::format("{:.1f}", is.effectiveness),
                   fmt::format("{:.3f}", is.aggregate_net_rate), fmt::format("{:.3f}", is.connectivity),
                   grouped(is.mean_km), grouped(is.median_km)});
    }
    return table.empty() ? "" : "\nMigration between regions (Bell et al. 2002; full years)\n" + table.text();
}

std::string policy_table(const RunFigures& run) {
    if (run.run.policies.empty()) return "";
    TextTable table({{"", left}, {"kind", left}, {"households"}, {"persons"}, {"million KZT"}, {"KZT a person"}});
    for (std::size_t p = 0; p < run.run.policies.size(); ++p) {
        double households = 0;
        double persons = 0;
        double tenge = 0;
        for (const YearFigures& year : run.years) {
            households += year.policy_households[p];
            persons += year.policy_persons[p];
            tenge += year.policy_tenge[p];
        }
        table.add({run.run.policies[p].name, run.run.policies[p].kind, grouped(households), grouped(persons),
                   grouped(tenge / 1e6), persons > 0 ? grouped(tenge / persons) : "-"});
    }
    return "\nPolicies: whom they reached and what they cost\n" + table.text();
}

std::string ratio_or_dash(std::optional<double> ratio) { return ratio ? percent(*ratio) : "-"; }
std::string share_or_dash(std::optional<double> share) { return share ? fmt::format("{:.3f}", *share) : "-"; }

std::string comparison_table(const RunFigures& run, const OfficialFigures& official) {
    const std::vector<YearComparison> years = compare(run, official);
    if (years.empty()) return "";
    TextTable table({{"", left},
                     {"births"},
                     {"deaths"},
                     {"arrivals"},
                     {"departures"},
                     {"moves between"},
                     {"common part"},
                     {"net migration r"},
                     {"population at end"}});
    for (const YearComparison& year : years)
        table.add({std::to_string(year.year), ratio_or_dash(year.births), ratio_or_dash(year.deaths),
                   ratio_or_dash(year.arrivals), ratio_or_dash(year.departures), ratio_or_dash(year.moves),
                   share_or_dash(year.common_part), share_or_dash(year.net_migration_correlation),
                   ratio_or_dash(year.population_at_end)});
    std::string text = "\nCompared with official figures (simulated / official; full years only)\n" + table.text();
    text +=
        "  common part: share of the flows between regions that both have, as patterns; r: correlation over regions\n";
    for (const int year : breaks_in_count(run, official))
        text += fmt::format(
            "  Note: during {} official figures grow by {} without births, deaths or migration: another census' "
            "count.\n",
            year, grouped(*official.unexplained_growth(year)));
    return text;
}

}  // namespace

std::string to_text(const RunFigures& run, const OfficialFigures& official) {
    return headline(run) + '\n' + population_lines(run) + year_table(run) + gain_table(run) + indicator_table(run) +
           policy_table(run) + comparison_table(run, official);
}

}  // namespace qonys
