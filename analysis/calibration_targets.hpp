#pragma once

#include <map>

#include "analysis/official.hpp"
#include "model/model.hpp"
#include "world/external_flows.hpp"

namespace qonys {

/// What the model is calibrated to, in persons.
struct CalibrationTargets {
    Matrix<double> flows;                 ///< [origin, destination] of the calibration year
    std::map<int, double> interregional;  ///< moves between regions, by year
    double within_regions = 0;            ///< moves between the urban and rural parts of regions, first year
    double gain_of_towns = 0;             ///< what they gain from the countryside, first year
    ExternalFlow emigration;
};

/// Reads internal_totals.csv and the external tables. Throws InputError if a simulated year is missing in them.
CalibrationTargets read_targets(const Model& model, const OfficialFigures& official, int calibration_year);

}  // namespace qonys
