#include "population/marginals.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <boost/math/interpolators/pchip.hpp>

#include "base/interpolation.hpp"
#include "world/age_table.hpp"

namespace qonys {
namespace {

double decimal_year(Month month) { return month.year() + (month.month_of_year() - 1) / 12.0; }

void read_household_sizes(TableFolder& folder, const Geography& geography, Marginals& marginals, Problems& problems) {
    const Table table = folder.open("households.csv", {"region", "settlement", "year", "mean_size"}, problems);
    std::vector<std::map<double, double>> sizes(geography.domestic_places);
    marginals.mean_household_size.resize(geography.domestic_places);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const auto year = static_cast<double>(table.integer(row, "year", 1900, 2200, problems));
        const double mean = table.number(row, "mean_size", 1.0, 12.0, problems);
        const bool urban = table.text(row, "settlement") == "urban";
        if (!urban && table.text(row, "settlement") != "rural")
            problems.add(table.where(row, "settlement"),
                         fmt::format("settlement = '{}' (must be urban or rural)", table.text(row, "settlement")));
        if (!region || index(*region) >= geography.domestic_regions) continue;
        for (const PlaceId place : geography.region(*region).places)
            if ((geography.place(place).settlement == Settlement::urban) == urban) sizes[index(place)][year] = mean;
    }
    for (std::size_t p = 0; p < geography.domestic_places && table.rows() > 0; ++p)
        if (!sizes[p].empty())
            marginals.mean_household_size[p] = interpolated(sizes[p], decimal_year(marginals.month));
        else
            problems.add({table.file(), 0, 0}, fmt::format("no row for place {}", geography.places[p].id));
}

/// Persons of a region's places.
double regional(const Marginals& marginals, const Region& region) {
    double sum = 0;
    for (const PlaceId place : region.places) sum += marginals.persons[index(place)];
    return sum;
}

void read_ethnicity(TableFolder& folder, const Geography& geography, Marginals& marginals, Problems& problems) {
    const Table table = folder.open("ethnicity.csv", {"region", "year", "kazakh", "russian", "other"}, problems);
    std::vector<std::array<std::map<double, double>, ethnicity_count>> shares(geography.domestic_regions);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const double year = static_cast<double>(table.integer(row, "year", 1900, 2200, problems));
        double sum = 0;
        for (std::size_t e = 0; e < ethnicity_count; ++e) {
            const double share = table.number(row, ethnicity_names[e], 0, 1, problems);
            sum += share;
            if (region && index(*region) < geography.domestic_regions) shares[index(*region)][e][year] = share;
        }
        if (sum < 0.999 || sum > 1.001)
            problems.add(table.where(row, "kazakh"), fmt::format("the shares of the row sum to {:.4f}, not 1", sum));
    }
    marginals.ethnicity = Matrix<double>(geography.domestic_regions, ethnicity_count);
    for (std::size_t r = 0; r < geography.domestic_regions && table.rows() > 0; ++r)
        for (std::size_t e = 0; e < ethnicity_count; ++e) {
            if (shares[r][e].empty()) {
                problems.add({table.file(), 0, 0}, fmt::format("no row for region {}", geography.regions[r].id));
                break;
            }
            marginals.ethnicity(r, e) =
                interpolated(shares[r][e], decimal_year(marginals.month)) * regional(marginals, geography.regions[r]);
        }
}

/// Splits groups of years into single years, smoothly and keeping every group's total: a monotone cubic through the
/// cumulated ages.
std::vector<double> single_years(const std::map<int, std::pair<int, double>>& groups) {
    std::vector<double> ages{0};
    std::vector<double> cumulated{0};
    for (const auto& [from, group] : groups) {
        ages.push_back(group.first + 1);
        cumulated.push_back(cumulated.back() + group.second);
    }
    std::vector<double> persons(age_count);
    const double end = ages.back();
    const boost::math::interpolators::pchip<std::vector<double>> curve(std::move(ages), std::move(cumulated));
    for (std::size_t age = 0; age < age_count; ++age) {
        const double from = std::min(static_cast<double>(age), end);
        const double to = age + 1 == age_count ? end : std::min(static_cast<double>(age + 1), end);
        persons[age] = to > from ? curve(to) - curve(from) : 0;
    }
    return persons;
}

void read_national_ages(TableFolder& folder, Marginals& marginals, Problems& problems) {
    const Table table = folder.open("age_national.csv", {"year", "sex", "age_from", "age_to", "persons"}, problems);
    std::map<double, std::array<std::map<int, std::pair<int, double>>, sex_count>> years;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto from = static_cast<int>(table.integer(row, "age_from", 0, 120, problems));
        const auto to = static_cast<int>(table.integer(row, "age_to", from, 130, problems));
        // The source counts on 1 July.
        const double year = static_cast<double>(table.integer(row, "year", 1900, 2200, problems)) + 0.5;
        const double persons = table.number(row, "persons", 0, 1e10, problems);
        years[year][index(sex_in(table, row, problems))][from] = {to, persons};
    }
    marginals.national_ages = Matrix<double>(sex_count, age_count);
    if (!problems.empty() || years.empty()) return;
    for (std::size_t s = 0; s < sex_count; ++s) {
        std::vector<std::map<double, double>> by_age(age_count);
        for (const auto& [year, sexes] : years) {
            if (sexes[s].size() < 3) {
                problems.add({table.file(), 0, 0}, fmt::format("too few age groups for year {:.0f}", year));
                return;
            }
            const std::vector<double> persons = single_years(sexes[s]);
            for (std::size_t age = 0; age < age_count; ++age) by_age[age][year] = persons[age];
        }
        for (std::size_t age = 0; age < age_count; ++age)
            marginals.national_ages(s, age) = interpolated(by_age[age], decimal_year(marginals.month));
    }
    // The source counts the nation by other methods than the population table: keep its shape, take the table's total.
    const double counted = std::accumulate(marginals.persons.begin(), marginals.persons.end(), 0.0);
    const auto cells = marginals.national_ages.cells();
    const double sum = std::accumulate(cells.begin(), cells.end(), 0.0);
    for (double& cell : cells) cell *= counted / sum;
}

/// The regional age groups are known for one year. For another month they keep their deviation from the nation, whose
/// ages then are known.
void read_age_groups(TableFolder& folder, const Geography& geography, Marginals& marginals, Problems& problems) {
    const Table table = folder.open("age_structure.csv", {"region", "sex", "age_from", "age_to", "persons"}, problems);
    const auto group_key = [](const Marginals::AgeGroup& group) { return std::pair{group.sex, group.from}; };
    std::map<std::pair<Sex, int>, double> then;
    double everyone_then = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        Marginals::AgeGroup group;
        const auto region = region_in(table, row, "region", geography, problems);
        group.sex = sex_in(table, row, problems);
        group.from = static_cast<int>(table.integer(row, "age_from", 0, 120, problems));
        group.to = static_cast<int>(table.integer(row, "age_to", group.from, 130, problems));
        group.persons = table.number(row, "persons", 0, 1e10, problems);
        if (!region || index(*region) >= geography.domestic_regions) continue;
        group.region = *region;
        then[group_key(group)] += group.persons;
        everyone_then += group.persons;
        marginals.age_groups.push_back(group);
    }
    if (!problems.empty()) return;
    for (std::size_t r = 0; r < geography.domestic_regions && table.rows() > 0; ++r)
        for (const Sex sex : {Sex::male, Sex::female}) {
            int next = 0;  // groups stand in order of age
            for (const auto& group : marginals.age_groups)
                if (index(group.region) == r && group.sex == sex && group.from == next) next = group.to + 1;
            if (next < static_cast<int>(age_count))
                problems.add({table.file(), 0, 0},
                             fmt::format("no {} aged {} in {}", sex == Sex::male ? "men" : "women", next,
                                         geography.regions[r].id));
        }
    if (!problems.empty()) return;
    const double everyone_now = std::accumulate(marginals.persons.begin(), marginals.persons.end(), 0.0);
    std::vector<double> sum(geography.domestic_regions);
    for (auto& group : marginals.age_groups) {
        double now = 0;
        for (int age = group.from; age <= std::min<int>(group.to, age_count - 1); ++age)
            now += marginals.national_ages(index(group.sex), static_cast<std::size_t>(age));
        // A group in which nobody lived then has nobody now.
        if (group.persons > 0) group.persons *= (now / everyone_now) / (then[group_key(group)] / everyone_then);
        sum[index(group.region)] += group.persons;
    }
    for (auto& group : marginals.age_groups)
        group.persons *= regional(marginals, geography.region(group.region)) / sum[index(group.region)];
}

}  // namespace

Marginals read_marginals(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered,
                         Month month, Problems& problems) {
    Marginals marginals;
    marginals.month = month;
    const double year = decimal_year(month);
    if (registered.last_year() > 0 && (year < registered.first_year() || year > registered.last_year()))
        problems.add({(folder.path() / "population.csv").string(), 0, 0},
                     fmt::format("no population at {} (the table spans {} to {})", to_string(month),
                                 registered.first_year(), registered.last_year()));
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        marginals.persons.push_back(registered.at(static_cast<PlaceId>(p), year));
    read_household_sizes(folder, geography, marginals, problems);
    read_ethnicity(folder, geography, marginals, problems);
    read_national_ages(folder, marginals, problems);
    read_age_groups(folder, geography, marginals, problems);
    marginals.partnered = read_by_sex_and_age(folder, "partnered.csv", "share", 1, problems);
    return marginals;
}

}  // namespace qonys
