#pragma once

#include <map>

#include "analysis/official.hpp"
#include "model/model.hpp"
#include "world/external_flows.hpp"

namespace qonys {

/// What the model is calibrated to, in persons.
struct CalibrationTargets {
    std::map<int, Matrix<double>> flows;  ///< [origin, destination] of the anchor years
    std::map<int, double> interregional;  ///< moves between regions, by year
    int reference_year = 0;               ///< of the figures that are met in one year only
    double within_regions = 0;            ///< moves between the urban and rural parts of regions, reference year
    double gain_of_towns = 0;             ///< what they gain from the countryside, reference year
    ExternalFlow emigration;
};

/// Reads internal_totals.csv and the external tables. Throws InputError if a simulated year is missing in them, or if
/// the scenario does not simulate the last of the `anchors`. Anchors before its start are left out.
CalibrationTargets read_targets(const Model& model, const OfficialFigures& official, const std::vector<int>& anchors);

}  // namespace qonys
