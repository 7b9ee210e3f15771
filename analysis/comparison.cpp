#include "analysis/comparison.hpp"

#include <map>

#include <fmt/format.h>

namespace qonys {
namespace {

/// What the replicates of one variant gave.
struct Collected {
    std::vector<std::vector<double>> base;     ///< [outcome, area, period][replicate]
    std::vector<std::vector<double>> variant;  ///< the same
    std::vector<AttributionFigures> attribution;
};

template <class Visit>
void for_each_cell(const OutcomeRecord& record, Visit&& visit) {
    for (std::size_t o = 0; o < outcome_catalogue().size(); ++o)
        for (std::size_t area = 0; area < record.areas(); ++area)
            for (std::size_t period = 0; period < record.periods(); ++period) visit(o, area, period);
}

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

VariantComparison summarise(const Arm& arm, Month fork, const Collected& collected, std::size_t spending_cell) {
    VariantComparison variant{.name = arm.name,
                              .title = arm.model.settings.title,
                              .fork = fork,
                              .effects = {},
                              .attribution = {},
                              .groups = {}};
    for (std::size_t cell = 0; cell < collected.base.size(); ++cell)
        variant.effects.push_back(paired_effect(collected.base[cell], collected.variant[cell]));
    const auto& all = collected.attribution;
    for (const NamedNumber& number : all.front().numbers)
        variant.attribution.push_back({number.name, number.meaning, mean_interval(over_replicates(all, number.name))});
    std::vector<double> spending;
    for (std::size_t k = 0; k < all.size(); ++k)
        spending.push_back(collected.variant[spending_cell][k] - collected.base[spending_cell][k]);
    add_prices(variant, all, spending);
    add_groups(variant, all);
    return variant;
}

}  // namespace

const PairedEffect& Comparison::effect(const VariantComparison& variant, std::string_view outcome, std::size_t area,
                                       std::size_t period) const {
    return variant.effects[(find_outcome(outcome).value() * areas() + area) * periods + period];
}

std::string Comparison::period_name(std::size_t period) const {
    return period + 1 == periods ? "all" : std::to_string(first_year + static_cast<int>(period));
}

Comparison compare(const std::vector<Arm>& arms, const Machine& machine, int replicates, int horizon_months,
                   const std::function<void(const std::string&)>& progress) {
    check_comparable(arms);
    const Model& base = arms.front().model;
    const Geography& geography = *base.geography;
    Comparison result{.base = arms.front().name,
                      .base_title = base.settings.title,
                      .first = base.settings.start,
                      .last = base.settings.end,
                      .scale = base.settings.scale,
                      .first_seed = base.settings.seed,
                      .replicates = replicates,
                      .horizon_months = horizon_months,
                      .region_ids = {},
                      .region_names = {},
                      .variants = {}};
    for (std::size_t r = 0; r < geography.domestic_regions; ++r) {
        result.region_ids.push_back(geography.regions[r].id);
        result.region_names.push_back(geography.regions[r].name);
    }
    result.region_ids.emplace_back("country");
    result.region_names.emplace_back("the country");

    std::vector<Collected> collected(arms.size());
    std::vector<Month> forks;
    for (int k = 0; k < replicates; ++k) {
        progress(fmt::format("pair {} of {}", k + 1, replicates));
        std::vector<OutcomeRecord> records(arms.size(),
                                           OutcomeRecord(geography, base.settings.months(), base.settings.scale));
        std::vector<Attribution> attributions(arms.size());
        run_futures(
            arms, base.settings.seed + k, machine,
            [&](std::size_t arm, const Futures& futures) {
                attributions[arm] = Attribution(futures.of(0), futures.of(arm), horizon_months, base.settings.scale);
            },
            [&](const Futures& futures) {
                forks = futures.forks;
                for (std::size_t arm = 0; arm < arms.size(); ++arm) {
                    records[arm].record(futures.of(arm));
                    if (arm > 0 && !futures.shared(arm)) attributions[arm].record(futures.of(0), futures.of(arm));
                }
            });
        result.first_year = records.front().first_year();
        result.periods = records.front().periods();
        for (std::size_t arm = 1; arm < arms.size(); ++arm) {
            collect(collected[arm], records.front(), records[arm]);
            collected[arm].attribution.push_back(attributions[arm].figures(geography));
        }
    }
    const std::size_t spending =
        (find_outcome("spending").value() * result.areas() + result.areas() - 1) * result.periods + result.periods - 1;
    for (std::size_t arm = 1; arm < arms.size(); ++arm)
        result.variants.push_back(summarise(arms[arm], forks[arm], collected[arm], spending));
    return result;
}

}  // namespace qonys
