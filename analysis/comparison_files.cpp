#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/json.hpp>

#include "analysis/comparison.hpp"
#include "output/hdf5_writer.hpp"

namespace qonys {
namespace {

namespace json = boost::json;

/// JSON has no word for what is not known.
json::value known(double value) { return std::isfinite(value) ? json::value(value) : json::value(nullptr); }

json::object to_object(const MeanInterval& estimate) {
    return {{"mean", known(estimate.mean)}, {"half_width", known(estimate.half_width)}};
}

/// Years and the whole run.
json::array effects_of(const Comparison& all, const VariantComparison& variant) {
    json::array effects;
    const std::size_t whole_run = all.periods - 1;
    for (const Outcome& outcome : outcome_catalogue())
        for (std::size_t area = 0; area < all.areas(); ++area)
            for (std::size_t one = 0; one <= all.years(); ++one) {
                const std::size_t period = one < all.years() ? one : whole_run;
                const PairedEffect& effect = all.effect(variant, outcome.name, area, period);
                effects.push_back(json::object{{"figure", outcome.name},
                                               {"unit", outcome.unit},
                                               {"region", all.region_ids[area]},
                                               {"period", all.period_name(period)},
                                               {"base", known(effect.base)},
                                               {"variant", known(effect.variant)},
                                               {"difference", to_object(effect.difference)},
                                               {"variance_ratio", known(effect.variance_ratio)}});
            }
    return effects;
}

using Number = double (*)(const PairedEffect&);

/// Month by month, a list of numbers for each figure and region.
json::array monthly_effects_of(const Comparison& all, const VariantComparison& variant) {
    constexpr std::pair<const char*, Number> numbers[] = {
        {"base", [](const PairedEffect& effect) { return effect.base; }},
        {"difference", [](const PairedEffect& effect) { return effect.difference.mean; }},
        {"half_width", [](const PairedEffect& effect) { return effect.difference.half_width; }},
    };
    json::array effects;
    for (const Outcome& outcome : outcome_catalogue())
        for (std::size_t area = 0; area < all.areas(); ++area) {
            json::object one{{"figure", outcome.name}, {"region", all.region_ids[area]}};
            for (const auto& [name, number] : numbers) {
                json::array values;
                for (std::size_t period = all.years(); period + 1 < all.periods; ++period)
                    values.push_back(known(number(all.effect(variant, outcome.name, area, period))));
                one[name] = std::move(values);
            }
            effects.push_back(std::move(one));
        }
    return effects;
}

constexpr std::pair<const char*, Number> datasets[] = {
    {"base", [](const PairedEffect& effect) { return effect.base; }},
    {"variant", [](const PairedEffect& effect) { return effect.variant; }},
    {"difference", [](const PairedEffect& effect) { return effect.difference.mean; }},
    {"half_width", [](const PairedEffect& effect) { return effect.difference.half_width; }},
    {"variance_ratio", [](const PairedEffect& effect) { return effect.variance_ratio; }},
};

void write_attribution(Hdf5Writer& writer, const Comparison& all) {
    if (all.variants.front().attribution.empty()) return;
    std::vector<std::string> names, meanings;
    for (const NamedEstimate& number : all.variants.front().attribution) {
        names.push_back(number.name);
        meanings.push_back(number.meaning);
    }
    writer.scale("number", names);
    writer.texts("meaning", "number", meanings);
    std::vector<double> means, half_widths;
    for (const VariantComparison& variant : all.variants)
        for (const NamedEstimate& number : variant.attribution) {
            means.push_back(number.estimate.mean);
            half_widths.push_back(number.estimate.half_width);
        }
    for (const auto& [name, values] :
         {std::pair("attribution", &means), std::pair("attribution_half_width", &half_widths)}) {
        writer.create(name, Hdf5Number::real, {"scenario", "number"});
        writer.write(name, std::span<const double>(*values));
    }
}

}  // namespace

std::string to_json(const Comparison& all) {
    json::array variants, months;
    for (const Month month : MonthRange(all.first, all.last)) months.emplace_back(to_string(month));
    for (const VariantComparison& variant : all.variants) {
        json::array attribution, groups;
        for (const NamedEstimate& number : variant.attribution)
            attribution.push_back(json::object{
                {"name", number.name}, {"meaning", number.meaning}, {"estimate", to_object(number.estimate)}});
        for (const GroupEstimate& group : variant.groups)
            groups.push_back(json::object{{"dimension", group.dimension},
                                          {"group", group.group},
                                          {"takers", to_object(group.takers)},
                                          {"additional", to_object(group.additional)}});
        variants.push_back(json::object{{"scenario", variant.name},
                                        {"title", variant.title},
                                        {"fork", to_string(variant.fork)},
                                        {"effects", effects_of(all, variant)},
                                        {"monthly", monthly_effects_of(all, variant)},
                                        {"attribution", std::move(attribution)},
                                        {"groups", std::move(groups)}});
    }
    return json::serialize(json::object{{"base", all.base},
                                        {"first_month", to_string(all.first)},
                                        {"last_month", to_string(all.last)},
                                        {"months", std::move(months)},
                                        {"scale", all.scale},
                                        {"first_seed", all.first_seed},
                                        {"replicates", all.replicates},
                                        {"horizon_months", all.horizon_months},
                                        {"confidence", 0.95},
                                        {"notes", json::array(all.notes.begin(), all.notes.end())},
                                        {"variants", std::move(variants)}});
}

void write_hdf5(const Comparison& all, const std::filesystem::path& file, Existing existing) {
    Hdf5Writer writer(file, existing);
    writer.attribute("", "format", std::string("qonys comparison"));
    writer.attribute("", "format_version", std::string("1.1"));
    writer.attribute("", "base", all.base);
    writer.attribute("", "first_month", to_string(all.first));
    writer.attribute("", "last_month", to_string(all.last));
    writer.attribute("", "scale", all.scale);
    writer.attribute("", "first_seed", all.first_seed);
    writer.attribute("", "replicates", std::int64_t{all.replicates});
    writer.attribute("", "notes", fmt::format("{}", fmt::join(all.notes, "\n")));
    std::vector<std::string> scenarios, units, periods;
    for (const VariantComparison& variant : all.variants) scenarios.push_back(variant.name);
    for (const Outcome& outcome : outcome_catalogue()) units.emplace_back(outcome.unit);
    for (std::size_t period = 0; period < all.periods; ++period) periods.push_back(all.period_name(period));
    writer.scale("scenario", scenarios);
    writer.scale("figure", outcome_names());
    writer.texts("unit", "figure", units);
    writer.scale("region", all.region_ids);
    writer.scale("period", periods);
    for (const auto& [name, number] : datasets) {
        std::vector<double> values;
        for (const VariantComparison& variant : all.variants)
            for (const PairedEffect& effect : variant.effects) values.push_back(number(effect));
        writer.create(name, Hdf5Number::real, {"scenario", "figure", "region", "period"});
        writer.write(name, std::span<const double>(values));
    }
    write_attribution(writer, all);
    writer.close();
}

}  // namespace qonys
