#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/number_fields.hpp"
#include "process/migration.hpp"

namespace qonys {

void declare(Fields& fields, MigrationParameters& p) {
    static constexpr std::string_view estimated = "estimated by `qonys estimate` (Poisson regression)";
    static constexpr std::string_view rogers = "Rogers and Castro 1981, fundamental parameters";
    static constexpr std::string_view calibrated =
        "Rogers and Castro 1981, then calibrated by `qonys estimate` so that movers have the fundamental schedule";
    const auto number = number_fields(fields);
    const auto flag = [&](bool& value, std::string_view name, std::string_view meaning, std::string_view source) {
        fields.field(value, {.name = name, .unit = "", .meaning = meaning, .source = source});
    };
    number(p.distance, "distance", "utility per log", "log of the distance between the regions' capitals in 100 km",
           estimated, -10, 10);
    number(p.adjacent, "adjacent", "utility", "the regions share a border", estimated, -10, 10);
    number(p.hinterland, "hinterland", "utility", "a city and the region around it", estimated, -10, 10);
    number(p.network, "network", "utility per log", "log of 1 + people from the origin who live in the destination",
           estimated, -5, 5);
    number(p.income, "income", "utility per log", "log of the income of the destination over that of the origin",
           "estimated by `qonys estimate` (regression of place effects on income)", -10, 10);
    number(p.home, "home", "utility", "the region where the head grew up",
           "fitted to the resettled who went back to where they came from (docs/policy_validation.md)", 0, 10);
    number(p.stay, "stay", "utility",
           "staying, for those at home; half of those who consider a move then stay, since `qonys estimate` sets the "
           "mean weight of all destinations to 1",
           "assumed", -10, 10);
    number(p.within_region, "within_region", "utility", "the other settlement type of the same region",
           "calibrated by `qonys estimate` on moves within regions", -20, 20);
    number(p.urban, "urban", "utility", "a town rather than the countryside",
           "calibrated by `qonys estimate` on the gain of towns", -10, 10);
    number(p.housing_share, "housing_share", "share", "of rent in what living somewhere costs", "assumed", 0, 1);
    number(p.language, "language", "utility", "share of the own ethnic group in the destination's population",
           "assumed", -10, 10);
    number(p.owner, "owner", "utility", "staying, for a household that owns its dwelling", "assumed", -10, 10);
    number(p.children, "children", "utility", "staying, for a household with children in or before school", "assumed",
           -10, 10);
    number(p.alone, "alone", "factor",
           "how often a grown-up without a partner considers to go alone, beside a household whose head is as old",
           "assumed", 0, 1);
    number(p.return_push, "return_push", "factor", "how often those abroad consider to come back, beside residents",
           "assumed", 0, 10);
    number(p.cost_wages, "cost_wages", "monthly wages", "cash that a move takes for each person, beside the dwelling",
           "assumed; a move costs about half of a yearly household income in all (Bayer and Juessen 2006)", 0, 50);
    flag(p.liquidity, "liquidity", "whether a move that savings and grants cannot pay for is impossible", "the model");
    flag(p.network_feedback, "network_feedback", "whether moves of the run add to the networks", "the model");
    number(p.network_retention, "network_retention", "share", "of a network that is left after a year",
           "fitted to the in-movers of the census of 2021 by scenarios/data/build_kz20.py", 0, 1);
    number(p.recent_factor, "recent_factor", "factor", "how much likelier to consider a move right after one",
           "duration dependence, 4 to 6 (recalled, soft)", 1, 50);
    number(p.recent_years, "recent_years", "years", "how long that takes to fall to 37 %",
           "duration dependence, 2 to 3 (recalled, soft)", 0.1, 50);
    number(p.retry, "retry", "per month", "households stopped by a closure that come back to their wish",
           "calibrated, with give_up, to moves of the first half of 2020 (validation_flows.csv)", 0, 1);
    number(p.give_up, "give_up", "per month", "of the others, those who give it up",
           "calibrated, as retry; moves of 2021 show no catching up (validation_flows.csv)", 0, 1);
    number(p.childhood_level, "childhood_level", "", "a1 of the age schedule", rogers, 0, 1);
    number(p.childhood_slope, "childhood_slope", "per year", "alpha1 of the age schedule", rogers, 0, 5);
    number(p.labour_level, "labour_level", "", "a2 of the age schedule", rogers, 0, 1);
    number(p.labour_peak, "labour_peak", "years", "mu2 of the age schedule", calibrated, 10, 60);
    number(p.labour_descent, "labour_descent", "per year", "alpha2 of the age schedule", calibrated, 0, 5);
    number(p.labour_ascent, "labour_ascent", "per year", "lambda2 of the age schedule", rogers, 0, 5);
    number(p.constant_level, "constant_level", "", "c of the age schedule", rogers, 1e-6, 1);
}

MigrationEffects read_migration_effects(TableFolder& folder, const Geography& geography, Problems& problems) {
    MigrationEffects effects;
    effects.push.resize(geography.domestic_regions);
    effects.pull.resize(geography.domestic_regions);
    effects.emigration.assign(geography.domestic_regions, 0);
    const Table regions =
        folder.open("migration_regions.csv", {"region", "year", "push", "pull", "emigration"}, problems);
    for (std::size_t row = 0; row < regions.rows(); ++row) {
        const auto region = region_in(regions, row, "region", geography, problems);
        if (!region || index(*region) >= geography.domestic_regions) continue;
        const auto year = static_cast<double>(regions.integer(row, "year", 1900, 2200, problems));
        effects.push[index(*region)][year] = regions.number(row, "push", 1e-6, 1e6, problems);
        effects.pull[index(*region)][year] = regions.number(row, "pull", -100, 100, problems);
        effects.emigration[index(*region)] = regions.number(row, "emigration", -100, 100, problems);
    }
    for (std::size_t r = 0; r < geography.domestic_regions && regions.rows() > 0; ++r)
        if (effects.push[r].empty())
            problems.add({regions.file(), 0, 0}, fmt::format("no row for region {}", geography.regions[r].id));

    effects.abroad = Matrix<double>(geography.regions.size() - geography.domestic_regions, ethnicity_count);
    std::size_t pairs = 0;
    const Table abroad = folder.open("migration_abroad.csv", {"abroad", "ethnicity", "utility"}, problems);
    for (std::size_t row = 0; row < abroad.rows(); ++row) {
        const auto region = region_in(abroad, row, "abroad", geography, problems);
        const auto ethnicity = ethnicity_in(abroad, row, problems);
        const double utility = abroad.number(row, "utility", -100, 100, problems);
        if (!region || !ethnicity || index(*region) < geography.domestic_regions) continue;
        effects.abroad(index(*region) - geography.domestic_regions, index(*ethnicity)) = utility;
        ++pairs;
    }
    if (abroad.rows() > 0 && pairs != effects.abroad.cells().size())
        problems.add({abroad.file(), 0, 0},
                     fmt::format("{} rows (must be one for each place abroad and ethnic group: {})", pairs,
                                 effects.abroad.cells().size()));

    const Table levels = folder.open("migration_levels.csv", {"year", "level", "external"}, problems);
    for (std::size_t row = 0; row < levels.rows(); ++row) {
        const auto year = static_cast<double>(levels.integer(row, "year", 1900, 2200, problems));
        effects.level[year] = levels.number(row, "level", 0, 1, problems);
        effects.external_level[year] = levels.number(row, "external", -100, 100, problems);
    }
    return effects;
}

void put_aside(MigrationEffects& effects, const std::vector<std::int64_t>& years) {
    for (const std::int64_t year : years)
        for (MigrationEffects::ByYear* known : {&effects.level, &effects.external_level})
            if (known->size() > 1) known->erase(static_cast<double>(year));
}

}  // namespace qonys
