#include "analysis/estimate.hpp"

#include <fmt/format.h>

#include "analysis/calibration.hpp"

namespace qonys {
namespace {

/// No effects yet: the pattern from the regression, everything else neutral.
void start_from(const GravityFit& gravity, Model& model, const std::vector<int>& anchors,
                const Calibration& calibration) {
    MigrationParameters parameters = model.migration.parameters();
    parameters.distance = gravity.distance.value;
    parameters.adjacent = gravity.adjacent.value;
    parameters.hinterland = gravity.hinterland.value;
    parameters.network = gravity.network.value;
    parameters.income = gravity.income.value;
    const MigrationParameters fundamental;
    parameters.labour_peak = fundamental.labour_peak;
    parameters.labour_descent = fundamental.labour_descent;
    parameters.stay = 0;
    parameters.urban = 0;
    parameters.within_region = -1;
    MigrationEffects effects = model.migration.effects();
    for (std::size_t r = 0; r < effects.push.size(); ++r) {
        effects.push[r].clear();
        effects.pull[r].clear();
        for (const int year : anchors) {
            effects.push[r][year] = 1;
            effects.pull[r][year] = gravity.pull[r];
        }
    }
    effects.emigration.assign(effects.emigration.size(), 0);
    for (double& utility : effects.abroad.cells()) utility = -3;
    effects.level.clear();
    effects.external_level.clear();
    for (int year = model.settings.start.year(); year <= model.settings.end.year(); ++year) {
        effects.level[year] = 0.02;
        effects.external_level[year] = 0;
    }
    // Twice, because only the pull of the regions is far off at first.
    MigrationEffects far = effects;
    for (double& utility : far.abroad.cells()) utility = -100;
    MigrationParameters unchanged = parameters;
    unchanged.within_region = -100;
    calibration.normalise(far, unchanged);
    effects.pull = far.pull;
    model.migration.replace(parameters, std::move(effects));
}

}  // namespace

Estimation estimate(Model model, const Machine& machine, const std::vector<int>& pattern_years,
                    const std::vector<int>& anchors, const std::function<void(const std::string&)>& progress) {
    constexpr int rounds_of_places = 15;
    constexpr int rounds_of_levels = 4;
    Problems problems;
    TableFolder folder(model.geography_folder);
    const OfficialFigures official = read_official_figures(model.geography_folder, *model.geography, problems);
    Estimation result;
    result.pattern_years = pattern_years;
    progress("Poisson regression of the flow matrices");
    result.gravity = fit_gravity(folder, *model.geography, official, pattern_years, problems);
    CalibrationTargets targets = read_targets(model, official, anchors);
    for (const auto& [year, margins] : targets.margins) result.anchors.push_back(year);

    Calibration calibration(model, machine, std::move(targets));
    start_from(result.gravity, model, result.anchors, calibration);
    for (int round = 1; round <= rounds_of_places; ++round) {
        progress(fmt::format("effects of places, round {} of {}", round, rounds_of_places));
        const CalibrationTrial trial = calibration.try_until(calibration.last_anchor());
        calibration.adjust_ages(trial);
        calibration.adjust_places(trial);
        calibration.adjust_levels(trial);
    }
    CalibrationTrial trial;
    for (int round = 1; round <= rounds_of_levels; ++round) {
        progress(fmt::format("levels of years, round {} of {}", round, rounds_of_levels));
        trial = calibration.try_until(model.settings.end.year());
        if (round < rounds_of_levels) calibration.adjust_levels(trial);
    }
    calibration.extend_levels(official);
    result.checks = calibration.checks(trial);
    result.parameters = model.migration.parameters();
    result.effects = model.migration.effects();
    return result;
}

}  // namespace qonys
