#include "analysis/comparison_pairs.hpp"

#include <map>

namespace qonys {
namespace {

template <class Visit>
void for_each_cell(const OutcomeRecord& record, Visit&& visit) {
    for (std::size_t o = 0; o < outcome_catalogue().size(); ++o)
        for (std::size_t area = 0; area < record.areas(); ++area)
            for (std::size_t period = 0; period < record.periods(); ++period) visit(o, area, period);
}

/// Money a person, where there was one.
MeanInterval quotient(const std::vector<double>& money, const std::vector<double>& persons) {
    std::vector<double> values;
    for (std::size_t k = 0; k < money.size(); ++k)
        if (persons[k] > 0) values.push_back(money[k] / persons[k]);
    return mean_interval(values);
}

std::vector<double> over_replicates(const std::vector<AttributionFigures>& all, std::string_view name) {
    std::vector<double> values;
    for (const AttributionFigures& figures : all) values.push_back(figures.number(name));
    return values;
}

/// Spending a person; `spending`: what the variant spends more than the base.
void add_prices(VariantComparison& variant, const std::vector<AttributionFigures>& all,
                const std::vector<double>& spending) {
    const auto persons = [&](std::string_view name) { return over_replicates(all, name); };
    const auto price = [&](const char* name, const char* meaning, const std::vector<double>& of) {
        variant.attribution.push_back({name, meaning, quotient(spending, of)});
    };
    price("cost_per_taker", "KZT for each person who moved with a programme", persons("takers_persons"));
    price("cost_per_additional", "KZT for each who would not have moved without", persons("additional_persons"));
    // What those cost who can be followed for three years: their share of all.
    const auto watched = persons("watched_persons");
    const auto takers = persons("takers_persons");
    std::vector<double> of_watched;
    for (std::size_t k = 0; k < spending.size(); ++k)
        of_watched.push_back(takers[k] > 0 ? spending[k] * watched[k] / takers[k] : 0);
    variant.attribution.push_back(
        {"cost_per_stayed", "KZT for each who stayed three years", quotient(of_watched, persons("stayed_persons"))});
    variant.attribution.push_back({"cost_per_additional_stayed",
                                   "KZT for each who would not have moved without, and stayed",
                                   quotient(of_watched, persons("additional_stayed_persons"))});
}

void add_groups(VariantComparison& variant, const std::vector<AttributionFigures>& all) {
    std::map<std::pair<std::string, std::string>, std::pair<std::vector<double>, std::vector<double>>> values;
    for (std::size_t k = 0; k < all.size(); ++k)
        for (const GroupNumber& group : all[k].groups) {
            auto& [takers, additional] = values[{group.dimension, group.group}];
            takers.resize(all.size());  // a replicate without such a household counts as 0
            additional.resize(all.size());
            takers[k] = group.takers;
            additional[k] = group.additional;
        }
    for (const auto& [name, numbers] : values)
        variant.groups.push_back(
            {name.first, name.second, mean_interval(numbers.first), mean_interval(numbers.second)});
}

/// What everything a variant does for people costs, in the whole country and run.
std::vector<double> further_spending(const Comparison& comparison, const Collected& collected) {
    const std::size_t cell =
        (find_outcome("spending").value() * comparison.areas() + comparison.areas() - 1) * comparison.periods +
        comparison.periods - 1;
    std::vector<double> spending;
    for (std::size_t k = 0; k < collected.base[cell].size(); ++k)
        spending.push_back(collected.variant[cell][k] - collected.base[cell][k]);
    return spending;
}

}  // namespace

void collect(Collected& collected, const OutcomeRecord& base, const OutcomeRecord& variant) {
    std::size_t cell = 0;
    for_each_cell(base, [&](std::size_t outcome, std::size_t area, std::size_t period) {
        if (cell == collected.base.size()) {
            collected.base.emplace_back();
            collected.variant.emplace_back();
        }
        collected.base[cell].push_back(base.value(outcome, area, period));
        collected.variant[cell++].push_back(variant.value(outcome, area, period));
    });
}

Comparison begin_comparison(const Geography& geography, MonthRange months, double scale, std::int64_t first_seed,
                            int replicates) {
    const OutcomeRecord shape(geography, months, scale);
    Comparison result{.base = {},
                      .base_title = {},
                      .first = months.first(),
                      .last = months.last(),
                      .scale = scale,
                      .first_seed = first_seed,
                      .replicates = replicates,
                      .region_ids = {},
                      .region_names = {},
                      .first_year = shape.first_year(),
                      .periods = shape.periods(),
                      .variants = {},
                      .notes = {}};
    for (std::size_t r = 0; r < geography.domestic_regions; ++r) {
        result.region_ids.push_back(geography.regions[r].id);
        result.region_names.push_back(geography.regions[r].name);
    }
    result.region_ids.emplace_back("country");
    result.region_names.emplace_back("the country");
    return result;
}

void add_variant(Comparison& comparison, std::string name, std::string title, Month fork, const Collected& collected) {
    VariantComparison variant{.name = std::move(name),
                              .title = std::move(title),
                              .fork = fork,
                              .effects = {},
                              .attribution = {},
                              .groups = {}};
    for (std::size_t cell = 0; cell < collected.base.size(); ++cell)
        variant.effects.push_back(paired_effect(collected.base[cell], collected.variant[cell]));
    if (const auto& all = collected.attribution; !all.empty()) {
        for (const NamedNumber& number : all.front().numbers)
            variant.attribution.push_back(
                {number.name, number.meaning, mean_interval(over_replicates(all, number.name))});
        add_prices(variant, all, further_spending(comparison, collected));
        add_groups(variant, all);
    }
    comparison.variants.push_back(std::move(variant));
}

}  // namespace qonys
