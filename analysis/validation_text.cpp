#include <cmath>

#include <fmt/format.h>

#include "analysis/validation.hpp"

namespace qonys {
namespace {

std::string spread(const Spread& s, int digits) {
    return fmt::format("{:.{}f} ({:.{}f} to {:.{}f})", s.mean, digits, s.least, digits, s.most, digits);
}

std::string target_section(const Validation& v) {
    const std::vector<Target> all = targets(v);
    if (all.empty()) return "";
    std::string text =
        "\n### What it must reach\n\n"
        "The limits were set before the complete model was built (the last row: pattern 4 of the model page). "
        "Population is compared on 1 January "
        "2016 (the end of 2015) and on 1 January 2021 (the end of 2020), the last one before the census break.\n\n"
        "| | limit | reached | |\n|---|---|---|---|\n";
    for (const Target& target : all)
        text += fmt::format("| {} | {} | {} | {} |\n", target.what, target.limit, target.reached,
                            target.met ? "met" : "**not met**");
    return text;
}

std::string flow_section(const Validation& v) {
    if (v.flows.empty()) return "";
    std::string text =
        "\n### Flows between regions, as patterns\n\n"
        "Common part: the share of the flows that two matrices have in common once each is divided by its sum (1: the "
        "same pattern). The model's matrices of the years after the last one it was estimated on (2020) are "
        "predictions of the pattern; the national number of moves of every year is an input. For comparison: the last "
        "official matrix before the year, taken as it is, and a gravity model with effects of every origin and "
        "destination (distance, borders, cities; Poisson regression) fitted to that last matrix. Mean over seeds, "
        "least and most in brackets.\n\n"
        "| year | model | last matrix | gravity | correlation of net migration | moves, simulated / official |\n"
        "|---|---|---|---|---|---|\n";
    for (const auto& flows : v.flows) {
        const bool rivals = flows.last_matrix_year > 0;
        text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", flows.year, spread(flows.model, 3),
                            rivals ? fmt::format("{:.3f} ({})", flows.last_matrix, flows.last_matrix_year) : "-",
                            rivals ? fmt::format("{:.3f}", flows.gravity) : "-", spread(flows.net_correlation, 3),
                            spread(flows.moves_ratio, 3));
    }
    return text;
}

std::string indicator_section(const Validation& v) {
    if (v.indicators.empty()) return "";
    std::string text =
        "\n### Indicators of migration between regions\n\n"
        "After Bell et al. 2002 ([formulas](model/indicators.md)); simulated (seed 1), and official in brackets.\n\n"
        "| year | crude migration intensity, per 100 | effectiveness | aggregate net migration rate, per 100 | "
        "connectivity | mean km | median km |\n|---|---|---|---|---|---|---|\n";
    for (const auto& [year, s, o] : v.indicators)
        text += fmt::format(
            "| {} | {:.2f} ({:.2f}) | {:.1f} ({:.1f}) | {:.3f} ({:.3f}) | {:.3f} ({:.3f}) | {:.0f} ({:.0f}) | "
            "{:.0f} ({:.0f}) |\n",
            year, s.crude_intensity, o.crude_intensity, s.effectiveness, o.effectiveness, s.aggregate_net_rate,
            o.aggregate_net_rate, s.connectivity, o.connectivity, s.mean_km, o.mean_km, s.median_km, o.median_km);
    return text;
}

std::string population_section(const Validation& v) {
    if (v.populations.empty()) return "";
    std::string text =
        "\n### Population by region at the end of the year\n\n"
        "Absolute deviation from the official figure (1 January of the next year), over regions. Official figures "
        "after the census break stand on another count than the population the run started from; they differ for that "
        "reason alone unless the scenario makes the same adjustment.\n\n"
        "| year | median | worst | where | nation, simulated / official | |\n|---|---|---|---|---|---|\n";
    for (const auto& p : v.populations)
        text += fmt::format("| {} | {:.1f} % | {:.1f} % | {} | {:.3f} | {} |\n", p.year, 100 * p.median, 100 * p.worst,
                            p.worst_region, p.nation, p.after_break ? "after the census break" : "");
    return text;
}

std::string vital_section(const Validation& v) {
    if (v.vital.empty()) return "";
    std::string text =
        "\n### Births and deaths by region\n\nLevels by region and year are inputs (registered crude rates); what is "
        "checked is that the simulated events meet them. Median absolute deviation over regions.\n\n"
        "| year | births | deaths | births, nation | deaths, nation |\n|---|---|---|---|---|\n";
    for (const auto& y : v.vital)
        text += fmt::format("| {} | {:.1f} % | {:.1f} % | {:.3f} | {:.3f} |\n", y.year, 100 * y.births_median,
                            100 * y.deaths_median, y.births_nation, y.deaths_nation);
    return text;
}

std::string share_table(const std::string& heading, const std::vector<Validation::Share>& shares) {
    std::string text = fmt::format("\n| {} | simulated | official | points |\n|---|---|---|---|\n", heading);
    for (const auto& share : shares)
        text += fmt::format("| {} | {:.1f} % | {:.1f} % | {:+.1f} |\n", share.name, 100 * share.simulated,
                            100 * share.official, std::round(1000 * (share.simulated - share.official)) / 10 + 0.0);
    return text;
}

std::string emigration_section(const Validation& v) {
    if (v.emigration_partners.empty()) return "";
    return fmt::format(
               "\n### Emigration in {}: where to, and who\n\n"
               "Shares of the persons who left, and the official shares (which are not by year; see the geography's "
               "README for their quality). Differences in percentage points.\n",
               v.emigration_year) +
           share_table("to", v.emigration_partners) + share_table("ethnic group", v.emigration_groups);
}

std::string household_section(const Validation& v) {
    if (v.households.empty()) return "";
    std::string text =
        "\n### Households\n\nAt the end of a census year. The mean size of the census is the registered population of "
        "the next 1 January divided by its households; neither side tells persons outside households apart.\n\n"
        "| year | simulated | census | simulated / census | mean size, simulated | mean size, census |\n"
        "|---|---|---|---|---|---|\n";
    for (const auto& h : v.households)
        text += fmt::format("| {} | {:.0f} | {:.0f} | {:.3f} | {:.2f} | {:.2f} |\n", h.year, h.simulated, h.census,
                            h.simulated / h.census, h.simulated_size, h.census_size);
    return text;
}

std::string mover_section(const Validation& v) {
    if (!v.movers) return "";
    std::string text =
        "\n### Who moves\n\nPersons who moved between places of the country, whole run (seed 1), by completed age, and "
        "how many of a hundred of that age move in a year. The profile of ages peaks where the intensity does (Bell "
        "and Muhidin 2009); counts also follow how many people were born when. Registered moves peak at 20-24 "
        "years.\n\n"
        "| age | share of movers | moves per 100 and year |\n|---|---|---|\n";
    const auto& by_age = v.movers->by_age;
    double older = 0;
    constexpr std::size_t shown = 14;  // 65 and over together is few
    for (std::size_t group = 0; group < by_age.size(); ++group) {
        const int from = static_cast<int>(group) * age_group_years;
        if (group + 1 < shown)
            text += fmt::format("| {}-{} | {:.1f} % | {:.2f} |\n", from, from + age_group_years - 1,
                                100 * by_age[group], 100 * v.movers->intensity[group]);
        else
            older += by_age[group];
    }
    text += fmt::format("| {}+ | {:.1f} % | |\n", (static_cast<int>(shown) - 1) * age_group_years, 100 * older);
    text += fmt::format(
        "\n{:.1f} % of them moved less than three years after their household's last move, {:.1f} % to its home "
        "region. There are no official figures for these two.\n",
        100 * v.movers->repeat, 100 * v.movers->homeward);
    return text;
}

}  // namespace

std::string to_markdown(std::span<const Validation> validations, const std::string& command) {
    std::string text = fmt::format(
        "# Validation\n\n<!-- Written by `{} > docs/validation.md`; do not edit. -->\n\n"
        "What the model comes to, beside what the statistical office published. What was fitted and what was not: "
        "[estimation](model/estimation.md). Unless a table says otherwise, figures are those of seed 1: seeds differ "
        "far less than regions deviate.\n",
        command);
    for (const Validation& v : validations) {
        text += fmt::format("\n## {}\n\n{} to {}, scale {}, {} seed{}.\n", v.title, to_string(v.first),
                            to_string(v.last), v.scale, v.seeds, v.seeds == 1 ? "" : "s");
        for (const auto section : {target_section, flow_section, indicator_section, population_section, vital_section,
                                   emigration_section, household_section, mover_section})
            text += section(v);
    }
    return text;
}

}  // namespace qonys
