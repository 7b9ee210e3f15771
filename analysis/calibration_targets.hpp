#pragma once

#include <map>
#include <vector>

#include "analysis/official.hpp"
#include "model/model.hpp"
#include "world/external_flows.hpp"

namespace qonys {

/// Persons who came to each region of the country from other ones, and who went, in a year.
struct RegionalMargins {
    std::vector<double> arrivals;    ///< [region]
    std::vector<double> departures;  ///< [region]

    double moves() const { return total(arrivals); }
};
RegionalMargins margins_of(const Matrix<double>& flows);

/// What the model is calibrated to, in persons.
struct CalibrationTargets {
    std::map<int, RegionalMargins> margins;  ///< by anchor year: of the official matrix, else of margins.csv
    std::map<int, double> interregional;     ///< moves between regions, by year
    int reference_year = 0;                  ///< of the figures that are met in one year only
    double within_regions = 0;               ///< moves between the urban and rural parts of regions, reference year
    double gain_of_towns = 0;                ///< what they gain from the countryside, reference year
    ExternalFlow emigration;
};

/// Reads internal_totals.csv, the external tables and, if it is there, margins.csv. Throws InputError if a simulated
/// year is missing in them, or if the scenario does not simulate the last of the `anchors`. Anchors before its start
/// are left out.
CalibrationTargets read_targets(const Model& model, const OfficialFigures& official, const std::vector<int>& anchors);

}  // namespace qonys
