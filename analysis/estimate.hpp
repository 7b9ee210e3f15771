#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/calibration.hpp"
#include "analysis/gravity.hpp"
#include "model/model.hpp"

namespace qonys {

/// What `qonys estimate` finds, and how well the model meets what it was fitted to.
struct Estimation {
    GravityFit gravity;
    std::vector<int> pattern_years;  ///< whose flow matrices were used in the regression
    std::vector<int> anchors;        ///< whose margins push and pull reproduce; no other matrix was looked at
    MigrationParameters parameters;
    MigrationEffects effects;
    std::vector<CalibrationCheck> checks;  ///< the calibrated figures after the last round
};

/// Estimates the migration decision in two steps (docs/model/estimation.md).
///
/// First, Poisson regression of the flow matrices of `pattern_years` yields the effects of distance, borders, cities
/// and networks, and a second regression that of income. Then the model is run from `model.settings.start` and its
/// effects of places and years are adjusted until the simulated moments meet the official ones: departures and arrivals
/// of every region in the `anchors` (between them push and pull are interpolated), the level of moves between regions
/// in every year, moves within regions, the gain of towns, and emigration by region, partner, ethnic group and year.
/// `progress` is told what is going on.
Estimation estimate(Model model, const Machine& machine, const std::vector<int>& pattern_years,
                    const std::vector<int>& anchors, const std::function<void(const std::string&)>& progress);

/// About one terminal page.
std::string to_text(const Estimation& estimation);

/// Makes the folder, unless it is there. Throws FileError if nothing can be written into it: before the runs that take
/// minutes.
void open_folder(const std::filesystem::path& folder);

/// Writes migration_regions.csv, migration_abroad.csv and migration_levels.csv into the geography's folder, and
/// estimated.toml beside them, which scenarios extend.
void write_estimation(const Estimation& estimation, const Model& model, const std::filesystem::path& folder);

}  // namespace qonys
