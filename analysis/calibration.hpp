#pragma once

#include <array>
#include <string>
#include <vector>

#include "analysis/calibration_targets.hpp"
#include "analysis/summary.hpp"
#include "model/model.hpp"

namespace qonys {

/// What one trial run yields, in persons of the real country.
struct CalibrationTrial {
    RunFigures figures;
    double gain_of_towns = 0;                                      ///< reference year
    std::array<double, ethnicity_count> emigrants_by_ethnicity{};  ///< reference year

    const YearFigures& year(int year) const {
        return figures.years[static_cast<std::size_t>(year - figures.years.front().year)];
    }
};

/// A figure that the model was fitted to.
struct CalibrationCheck {
    std::string what;
    double official = 0;
    double simulated = 0;
};

/// Adjusts the migration effects of a model, round by round, until what it simulates meets the targets.
class Calibration {
public:
    /// Builds the synthetic population once; every trial starts from a copy of it.
    Calibration(Model& model, const Machine& machine, CalibrationTargets targets);

    /// Runs the model to the end of `last_year` with the present effects.
    CalibrationTrial try_until(int last_year);

    /// Shifts all utilities so that, at the start, the destinations of an average resident together weigh as much as
    /// staying at home weighs with `stay` = 0: without it, the level and the utilities could not be told apart.
    void normalise(MigrationEffects& effects, MigrationParameters& parameters) const;

    /// Moves the age schedule of those who decide towards the one by which movers have the ages that are wanted.
    void adjust_ages(const CalibrationTrial& trial);
    /// Moves every effect of a place towards its target, as the trial missed it.
    void adjust_places(const CalibrationTrial& trial);
    /// Brings the national levels of all simulated years to the official ones.
    void adjust_levels(const CalibrationTrial& trial);
    /// Years before the simulated ones: the first year's level, in proportion to moves per person (not simulated).
    void extend_levels(const OfficialFigures& official);
    int last_anchor() const { return targets_.margins.rbegin()->first; }

    std::vector<CalibrationCheck> checks(const CalibrationTrial& trial) const;

private:
    void adjust_regions(const CalibrationTrial& trial, MigrationEffects& effects) const;
    void adjust_emigration(const CalibrationTrial& trial, MigrationEffects& effects) const;

    Model& model_;
    Machine machine_;
    CalibrationTargets targets_;
    World start_;
};

}  // namespace qonys
