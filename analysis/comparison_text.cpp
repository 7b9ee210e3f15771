#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "analysis/comparison.hpp"
#include "analysis/text_table.hpp"

namespace qonys {
namespace {

using Align = TextTable::Align;

/// Regions shown at either end.
constexpr std::size_t regions_shown = 5;

bool is_share(const Outcome& outcome) { return outcome.unit == "share"; }

/// Millions of tenge; points of a share.
std::string number(const Outcome& outcome, double value, bool with_sign) {
    constexpr double million = 1e6;
    if (std::isnan(value)) return "-";
    if (is_share(outcome))
        return with_sign ? fmt::format("{:+.3f} points", 100 * value) : fmt::format("{:.3f} %", 100 * value);
    if (outcome.unit == "KZT") value /= million;
    return with_sign ? grouped_with_sign(value) : grouped(value);
}

std::string interval(const Outcome& outcome, const MeanInterval& estimate) {
    if (std::isnan(estimate.half_width)) return "";
    if (is_share(outcome)) return fmt::format("+-{:.3f}", 100 * estimate.half_width);
    return "+-" + number(outcome, estimate.half_width, false);
}

std::string sure(const PairedEffect& effect) {
    if (std::isnan(effect.difference.half_width)) return "one pair";
    return effect.difference.certain() ? "yes" : "within chance";
}

std::string relative(const PairedEffect& effect) {
    return effect.base == 0 ? "" : fmt::format("{:+.2f} %", 100 * effect.difference.mean / std::abs(effect.base));
}

std::string unit_of(const Outcome& outcome) {
    return outcome.unit == "KZT" ? "million KZT" : is_share(outcome) ? "" : std::string(outcome.unit);
}

std::string what_changed(const Comparison& all, const VariantComparison& variant) {
    TextTable table({{"What changed in the country", Align::left},
                     {"base"},
                     {"variant"},
                     {"difference"},
                     {"95 %"},
                     {"relative"},
                     {"unit", Align::left},
                     {"sure", Align::left}});
    std::vector<Outcome> outcomes = outcome_catalogue();
    // What is sure comes first.
    std::stable_partition(outcomes.begin(), outcomes.end(), [&](const Outcome& outcome) {
        return all.overall(variant, outcome.name).difference.certain();
    });
    for (const Outcome& outcome : outcomes) {
        const PairedEffect& effect = all.overall(variant, outcome.name);
        if (outcome.name == "moves_out") continue;  // in the whole country, the same as moves_in
        if (effect.difference.mean == 0 && !(effect.difference.half_width > 0)) continue;
        table.add({std::string(outcome.meaning), number(outcome, effect.base, false),
                   number(outcome, effect.variant, false), number(outcome, effect.difference.mean, true),
                   interval(outcome, effect.difference), relative(effect), unit_of(outcome), sure(effect)});
    }
    return table.empty() ? "  Nothing changed in any figure.\n" : table.text();
}

/// Year by year, what the sum over a run hides: a fall that is made up for later.
std::string when(const Comparison& all, const VariantComparison& variant) {
    if (all.years() < 2) return "";
    TextTable table({{"When", Align::left},
                     {"moves between regions"},
                     {"95 %"},
                     {"arrivals from abroad"},
                     {"departures"},
                     {"unemployment"},
                     {"spending, million KZT"},
                     {"95 %"}});
    bool anything = false;
    for (std::size_t year = 0; year < all.years(); ++year) {
        const auto effect = [&](std::string_view name) -> const MeanInterval& {
            return all.effect(variant, name, all.areas() - 1, year).difference;
        };
        const auto outcome = [](std::string_view name) -> const Outcome& {
            return outcome_catalogue()[find_outcome(name).value()];
        };
        const auto cell = [&](std::string_view name) { return number(outcome(name), effect(name).mean, true); };
        const auto chance = [&](std::string_view name) { return interval(outcome(name), effect(name)); };
        for (const char* name : {"moves_in", "arrivals", "departures", "unemployment", "spending"})
            anything |= effect(name).mean != 0;
        table.add({all.period_name(year), cell("moves_in"), chance("moves_in"), cell("arrivals"), cell("departures"),
                   cell("unemployment"), cell("spending"), chance("spending")});
    }
    return anything ? table.text() : "";
}

std::string where(const Comparison& all, const VariantComparison& variant) {
    std::vector<std::size_t> regions(all.areas() - 1);
    std::iota(regions.begin(), regions.end(), std::size_t{0});
    const auto effect = [&](std::string_view outcome, std::size_t region) -> const PairedEffect& {
        return all.effect(variant, outcome, region, all.periods - 1);
    };
    std::ranges::stable_sort(regions, std::greater<>{},
                             [&](std::size_t region) { return effect("population", region).difference.mean; });
    if (effect("population", regions.front()).difference.mean == 0 &&
        effect("population", regions.back()).difference.mean == 0)
        return "";
    TextTable table({{"Where", Align::left},
                     {"people at the end"},
                     {"95 %"},
                     {"sure", Align::left},
                     {"moved in"},
                     {"moved out"},
                     {"rent, KZT"},
                     {"unemployment"}});
    const auto cell = [&](std::string_view name, std::size_t region) {
        return number(outcome_catalogue()[find_outcome(name).value()], effect(name, region).difference.mean, true);
    };
    const Outcome& people = outcome_catalogue()[find_outcome("population").value()];
    for (std::size_t k = 0; k < regions.size(); ++k) {
        if (k >= regions_shown && k + regions_shown < regions.size()) continue;
        const std::size_t r = regions[k];
        table.add({all.region_names[r], cell("population", r), interval(people, effect("population", r).difference),
                   sure(effect("population", r)), cell("moves_in", r), cell("moves_out", r), cell("rent", r),
                   cell("unemployment", r)});
    }
    return table.text() + (regions.size() > 2 * regions_shown ? "  (the others lie between)\n" : "");
}

std::string plain(const MeanInterval& estimate) { return std::isnan(estimate.mean) ? "-" : grouped(estimate.mean); }
std::string plain_interval(const MeanInterval& estimate) {
    return std::isnan(estimate.half_width) ? "" : "+-" + grouped(estimate.half_width);
}

std::string attribution(const VariantComparison& variant) {
    TextTable table({{"Because of whom, and at what price", Align::left}, {"mean"}, {"95 %"}});
    for (const NamedEstimate& number : variant.attribution)
        if (number.estimate.mean != 0 && !std::isnan(number.estimate.mean))
            table.add({number.meaning, plain(number.estimate), plain_interval(number.estimate)});
    return table.empty() ? "" : table.text();
}

std::string for_whom(const VariantComparison& variant) {
    TextTable table(
        {{"For whom", Align::left}, {"", Align::left}, {"moved with it"}, {"95 %"}, {"of these because of it"}});
    std::string dimension;
    for (const GroupEstimate& group : variant.groups) {
        table.add({group.dimension == dimension ? "" : group.dimension, group.group, plain(group.takers),
                   plain_interval(group.takers), plain(group.additional)});
        dimension = group.dimension;
    }
    return table.empty() ? "" : table.text();
}

/// "20 367 (+-2 167)".
std::string with_interval(const MeanInterval& estimate) {
    const std::string interval = plain_interval(estimate);
    return plain(estimate) + (interval.empty() ? "" : fmt::format(" ({})", interval));
}

MeanInterval attributed(const VariantComparison& variant, std::string_view name) {
    const auto found = std::ranges::find(variant.attribution, name, &NamedEstimate::name);
    return found == variant.attribution.end() ? MeanInterval{} : found->estimate;
}

/// The region whose population gains or loses most, if that is sure.
std::string most_changed(const Comparison& all, const VariantComparison& variant, int sign) {
    const auto people = [&](std::size_t region) {
        return all.effect(variant, "population", region, all.periods - 1).difference;
    };
    std::size_t most = 0;
    for (std::size_t region = 1; region + 1 < all.areas(); ++region)
        if (sign * people(region).mean > sign * people(most).mean) most = region;
    const MeanInterval change = people(most);
    if (!change.certain() || sign * change.mean <= 0) return "";
    return fmt::format("  {} {} most: {} people at the end.\n", all.region_names[most], sign > 0 ? "gains" : "loses",
                       with_interval(change));
}

/// The answer in sentences, as far as it is known.
std::string in_short(const Comparison& all, const VariantComparison& variant) {
    std::string text;
    const MeanInterval takers = attributed(variant, "takers_persons");
    if (takers.mean > 0) {
        const auto share = [&](std::string_view name) { return 100 * attributed(variant, name).mean / takers.mean; };
        // In a base with programmes of its own, to go there anyway may be to go there with one.
        const bool base_has_programmes = all.overall(variant, "moves_with_programme").base > 0;
        text += fmt::format(
            fmt::runtime(
                base_has_programmes
                    ? "  {} persons moved with a programme. In the base, which has programmes too, {:.0f} % of "
                      "them stay,\n  {:.0f} % go elsewhere, {:.0f} % go there as well.\n"
                    : "  {} persons moved with a programme: {:.0f} % would have stayed without, {:.0f} % would "
                      "have gone elsewhere,\n  {:.0f} % would have gone there anyway.\n"),
            with_interval(takers), share("additional_persons"), share("redirected_persons"), share("anyway_persons"));
    }
    const PairedEffect& spending = all.overall(variant, "spending");
    if (spending.difference.mean != 0) {
        constexpr double million = 1e6;
        const MeanInterval millions{spending.difference.mean / million, spending.difference.half_width / million};
        text += fmt::format("  Policies spend {} million KZT {}",
                            with_interval({std::abs(millions.mean), millions.half_width}),
                            millions.mean > 0 ? "more" : "less");
        if (const MeanInterval price = attributed(variant, "cost_per_additional");
            price.mean > 0 && all.overall(variant, "moves_with_programme").base == 0)
            text += fmt::format(": {} KZT for each person who would not have moved without", with_interval(price));
        text += ".\n";
    }
    text += most_changed(all, variant, +1) + most_changed(all, variant, -1);
    return text.empty() ? "" : "In short (mean over the pairs, interval of 95 %)\n" + text;
}

/// Over the figures of the country that the policy changed.
double median_ratio(const Comparison& all, const VariantComparison& variant) {
    std::vector<double> ratios;
    for (const Outcome& outcome : outcome_catalogue()) {
        const double ratio = all.overall(variant, outcome.name).variance_ratio;
        if (std::isfinite(ratio)) ratios.push_back(ratio);
    }
    if (ratios.empty()) return std::nan("");
    std::ranges::nth_element(ratios, ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2));
    return ratios[ratios.size() / 2];
}

std::string pairing(const Comparison& all, const VariantComparison& variant) {
    if (all.replicates < 2) return "  One pair of runs says nothing of chance: --replicates 5 gives intervals.\n";
    const double ratio = median_ratio(all, variant);
    if (std::isnan(ratio)) return "";
    return fmt::format(
        "  How sure: {0} pairs with the same random numbers; half of the figures are at least as sure as from {1} "
        "runs\n"
        "  of each scenario with seeds of their own (variance {2:.1f} times).\n",
        all.replicates, grouped(std::round(all.replicates * ratio)), ratio);
}

}  // namespace

std::string to_text(const Comparison& all) {
    std::string text;
    bool followed = false;
    for (const VariantComparison& variant : all.variants) {
        text += fmt::format(
            "{}\n  against {} ({})\n  {} to {}, {} from seed {} on, {} % of households simulated and scaled up to all; "
            "they "
            "differ from {} on\n\n",
            variant.title.empty() ? variant.name : variant.title, all.base, all.base_title, to_string(all.first),
            to_string(all.last), all.replicates == 1 ? "1 pair" : fmt::format("{} pairs", all.replicates),
            all.first_seed, 100 * all.scale, variant.fork > all.last ? "no month" : to_string(variant.fork));
        for (const std::string& part :
             {in_short(all, variant), what_changed(all, variant), when(all, variant), where(all, variant),
              attribution(variant), for_whom(variant), pairing(all, variant)})
            if (!part.empty()) text += part + "\n";
        followed |= !variant.attribution.empty();
    }
    if (followed)
        text += fmt::format(
            "\"Would have gone anyway\" looks at the same household in the base for {} months from the month of "
            "joining.\nHouseholds formed later than the fork are in the figures, but are not followed one by one.\n",
            all.horizon_months);
    for (const std::string& note : all.notes) text += fmt::format("Note: {}{}\n", note, note.ends_with('.') ? "" : ".");
    return text;
}

}  // namespace qonys
