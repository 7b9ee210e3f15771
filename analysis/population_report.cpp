#include "analysis/population_report.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "analysis/official.hpp"
#include "analysis/population_counts.hpp"

namespace qonys {
namespace {

constexpr std::size_t large_household = 5;
constexpr std::array<const char*, sex_count> sex_names{"men", "women"};

/// Makes the tables of the report from the counts.
class Reporter {
public:
    Reporter(const Model& model, const PopulationCounts& counts)
        : geography_(*model.geography),
          marginals_(model.marginals),
          counts_(counts),
          factor_(1 / model.settings.scale) {}

    /// Real persons of the cells that `wanted(region, ethnicity, sex, age)` wants.
    template <class Wanted>
    double persons(Wanted&& wanted) const {
        double sum = 0;
        for (std::size_t p = 0; p < counts_.persons.places(); ++p)
            for (std::size_t e = 0; e < ethnicity_count; ++e)
                for (std::size_t s = 0; s < sex_count; ++s)
                    for (std::size_t a = 0; a < age_count; ++a)
                        if (wanted(geography_.places[p].region, e, s, static_cast<int>(a)))
                            sum += counts_.persons.of(p)[PopulationTable<double>::cell(e, s, a)];
        return factor_ * sum;
    }
    double persons_of(std::size_t place) const { return factor_ * total(counts_.persons.of(place)); }
    double households_of(std::size_t place) const { return factor_ * total(counts_.households.row(place)); }
    double expected_households(std::size_t place) const {
        return marginals_.persons[place] / marginals_.mean_household_size[place];
    }

    PopulationReport::Marginal by_region() const {
        PopulationReport::Marginal table{.name = "region", .title = "Persons by region", .rows = {}};
        for_each_region([&](const Region& region) {
            PopulationReport::Row row{.what = region.name};
            for (const PlaceId place : region.places) {
                row.target += marginals_.persons[index(place)];
                row.synthesised += persons_of(index(place));
            }
            table.rows.push_back(row);
        });
        return table;
    }

    PopulationReport::Marginal by_place() const {
        PopulationReport::Marginal table{.name = "place", .title = "Persons by region and settlement", .rows = {}};
        for (std::size_t p = 0; p < geography_.domestic_places; ++p)
            table.rows.push_back({geography_.places[p].name, marginals_.persons[p], persons_of(p)});
        return table;
    }

    PopulationReport::Marginal by_age_group() const {
        PopulationReport::Marginal table{
            .name = "region_sex_age", .title = "Persons by region, sex and age group", .rows = {}};
        for (const Marginals::AgeGroup& group : marginals_.age_groups)
            table.rows.push_back(
                {fmt::format("{}, {}, {}", geography_.region(group.region).name, sex_names[index(group.sex)],
                             group.to >= static_cast<int>(age_count) - 1 ? fmt::format("{}+", group.from)
                                                                         : fmt::format("{}-{}", group.from, group.to)),
                 group.persons, persons([&](RegionId region, std::size_t, std::size_t sex, int age) {
                     return region == group.region && sex == index(group.sex) && group.from <= age && age <= group.to;
                 })});
        return table;
    }

    PopulationReport::Marginal by_national_age() const {
        PopulationReport::Marginal table{
            .name = "national_sex_age", .title = "Persons by sex and five years of age", .rows = {}};
        for (std::size_t s = 0; s < sex_count; ++s)
            for (int from = 0; from < static_cast<int>(age_count); from += 5) {
                const int to = std::min(from + 4, static_cast<int>(age_count) - 1);
                const std::string ages = from == to ? fmt::format("{}+", from) : fmt::format("{}-{}", from, to);
                PopulationReport::Row row{.what = fmt::format("{}, {}", sex_names[s], ages)};
                for (int age = from; age <= to; ++age)
                    row.target += marginals_.national_ages(s, static_cast<std::size_t>(age));
                row.synthesised = persons([&](RegionId, std::size_t, std::size_t sex, int age) {
                    return sex == s && from <= age && age <= to;
                });
                table.rows.push_back(std::move(row));
            }
        return table;
    }

    PopulationReport::Marginal by_ethnicity() const {
        PopulationReport::Marginal table{
            .name = "region_ethnicity", .title = "Persons by region and ethnic group", .rows = {}};
        for (std::size_t r = 0; r < geography_.domestic_regions; ++r)
            for (std::size_t e = 0; e < ethnicity_count; ++e)
                table.rows.push_back({fmt::format("{}, {}", geography_.regions[r].name, ethnicity_names[e]),
                                      marginals_.ethnicity(r, e),
                                      persons([&](RegionId region, std::size_t ethnicity, std::size_t, int) {
                                          return index(region) == r && ethnicity == e;
                                      })});
        return table;
    }

    PopulationReport::Marginal households_by_place() const {
        PopulationReport::Marginal table{
            .name = "households", .title = "Households by region and settlement", .rows = {}};
        for (std::size_t p = 0; p < geography_.domestic_places; ++p)
            table.rows.push_back({geography_.places[p].name, expected_households(p), households_of(p)});
        return table;
    }

    PopulationReport::Marginal mean_sizes() const {
        PopulationReport::Marginal table{
            .name = "mean_household_size", .title = "Mean household size by region", .means = true, .rows = {}};
        for_each_region([&](const Region& region) {
            double target_persons = 0, target_households = 0, made_persons = 0, made_households = 0;
            for (const PlaceId place : region.places) {
                target_persons += marginals_.persons[index(place)];
                target_households += expected_households(index(place));
                made_persons += persons_of(index(place));
                made_households += households_of(index(place));
            }
            table.rows.push_back({region.name, target_persons / target_households,
                                  made_households > 0 ? made_persons / made_households : 0});
        });
        return table;
    }

    std::vector<PopulationReport::Row> household_sizes() const {
        std::vector<PopulationReport::Row> rows;
        for (std::size_t size = 1; size < PopulationCounts::sizes; ++size) {
            double households = 0;
            for (std::size_t p = 0; p < counts_.households.rows(); ++p) households += counts_.households(p, size);
            if (households > 0) rows.push_back({std::to_string(size), 0, factor_ * households});
        }
        return rows;
    }

    std::vector<PopulationReport::Row> heads_by_age() const {
        std::vector<PopulationReport::Row> rows;
        for (std::size_t decade = 0; decade < PopulationCounts::head_age_groups; ++decade)
            if (counts_.heads_by_age[decade] > 0)
                rows.push_back({decade + 1 == PopulationCounts::head_age_groups
                                    ? fmt::format("{}+", decade * 10)
                                    : fmt::format("{}-{}", decade * 10, decade * 10 + 9),
                                0, factor_ * counts_.heads_by_age[decade]});
        return rows;
    }

    std::vector<PopulationReport::Plausibility> plausibility() const {
        double everyone = 0, households = 0, in_large = 0;
        for (std::size_t p = 0; p < counts_.households.rows(); ++p)
            for (std::size_t size = 1; size < PopulationCounts::sizes; ++size) {
                const double number = counts_.households(p, size);
                households += number;
                everyone += number * static_cast<double>(size);
                if (size >= large_household) in_large += number * static_cast<double>(size);
            }
        const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
        return {
            {"persons in households of five or more", share(in_large, everyone), true,
             "26 % in 2020 (energyprom.kz quoting BNS)"},
            {"households headed by a woman", share(counts_.female_heads, households), true, "40 % (assumed)"},
            {"households of two or more with a couple",
             share(counts_.households_of_couples, counts_.households_of_two_or_more), true, ""},
            {"persons under 18 without an adult in the household", factor_ * counts_.children_alone, false, "0"},
        };
    }

private:
    template <class Visit>
    void for_each_region(Visit&& visit) const {
        for (std::size_t r = 0; r < geography_.domestic_regions; ++r) visit(geography_.regions[r]);
    }

    const Geography& geography_;
    const Marginals& marginals_;
    const PopulationCounts& counts_;
    double factor_;  ///< real persons an agent stands for
};

}  // namespace

double PopulationReport::Marginal::largest_residual() const {
    double largest = 0;
    for (const Row& row : rows) largest = std::max(largest, std::abs(row.residual()));
    return largest;
}

double PopulationReport::Marginal::misplaced() const {
    double wrong = 0;
    double all = 0;
    for (const Row& row : rows) {
        wrong += std::abs(row.residual()) / 2;
        all += row.target;
    }
    return all > 0 ? wrong / all : 0;
}

PopulationReport population_report(const Model& model, const World& world) {
    const PopulationCounts counts = count_population(world);
    const Reporter reporter(model, counts);
    PopulationReport report{.month = model.settings.start,
                            .scale = model.settings.scale,
                            .marginals = {},
                            .household_sizes = reporter.household_sizes(),
                            .heads_by_age = reporter.heads_by_age(),
                            .plausibility = reporter.plausibility()};
    for (std::size_t p = 0; p < counts.persons.places(); ++p) {
        report.persons += reporter.persons_of(p);
        report.households += reporter.households_of(p);
    }
    report.marginals = {reporter.by_region(),       reporter.by_place(),     reporter.by_age_group(),
                        reporter.by_national_age(), reporter.by_ethnicity(), reporter.households_by_place(),
                        reporter.mean_sizes()};
    return report;
}

}  // namespace qonys
