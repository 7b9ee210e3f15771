#include "analysis/comparison.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/comparison_pairs.hpp"

namespace qonys {

const PairedEffect& Comparison::effect(const VariantComparison& variant, std::string_view outcome, std::size_t area,
                                       std::size_t period) const {
    return variant.effects[(find_outcome(outcome).value() * areas() + area) * periods + period];
}

std::string Comparison::period_name(std::size_t period) const {
    if (period < years()) return std::to_string(first_year + static_cast<int>(period));
    return period + 1 == periods ? "all" : to_string(first + static_cast<int>(period - years()));
}

void add_notes(std::vector<std::string>& notes, const std::string& name, const Model& model) {
    for (const Problem& odd : model.warnings) {
        const bool known =
            std::ranges::any_of(notes, [&](const std::string& note) { return note.ends_with(odd.what); });
        if (!known) notes.push_back(fmt::format("{}: {}", name, odd.what));
    }
}

Comparison compare(const std::vector<Arm>& arms, const Machine& machine, int replicates, int horizon_months,
                   const std::function<void(const std::string&)>& progress) {
    check_comparable(arms);
    const Model& base = arms.front().model;
    const Geography& geography = *base.geography;
    const RunSettings& run = base.settings;
    Comparison result = begin_comparison(geography, run.months(), run.scale, run.seed, replicates);
    result.base = arms.front().name;
    result.base_title = run.title;
    result.horizon_months = horizon_months;
    for (const Arm& arm : arms) add_notes(result.notes, arm.name, arm.model);

    std::vector<Collected> collected(arms.size());
    std::vector<Month> forks;
    for (int k = 0; k < replicates; ++k) {
        progress(fmt::format("pair {} of {}", k + 1, replicates));
        std::vector<OutcomeRecord> records(arms.size(), OutcomeRecord(geography, run.months(), run.scale));
        std::vector<Attribution> attributions(arms.size());
        run_futures(
            arms, run.seed + k, machine,
            [&](std::size_t arm, const Futures& futures) {
                attributions[arm] = Attribution(futures.of(0), futures.of(arm), horizon_months, run.scale);
            },
            [&](const Futures& futures) {
                forks = futures.forks;
                for (std::size_t arm = 0; arm < arms.size(); ++arm) {
                    records[arm].record(futures.of(arm));
                    if (arm > 0 && !futures.shared(arm)) attributions[arm].record(futures.of(0), futures.of(arm));
                }
            });
        for (std::size_t arm = 1; arm < arms.size(); ++arm) {
            collect(collected[arm], records.front(), records[arm]);
            collected[arm].attribution.push_back(attributions[arm].figures(geography));
        }
    }
    for (std::size_t arm = 1; arm < arms.size(); ++arm)
        add_variant(result, arms[arm].name, arms[arm].model.settings.title, forks[arm], collected[arm]);
    return result;
}

}  // namespace qonys
