#include "analysis/calibration_targets.hpp"

#include <fmt/format.h>

namespace qonys {
namespace {

/// Moves between the urban and the rural part of a region are not published. Assumed: half of all moves within regions
/// (the rest stays inside one of the two).
constexpr double share_of_moves_between_parts = 0.5;

/// Persons whom towns gained from the countryside by internal moves in 2019. Derived: towns gained 40,445 by all flows
/// (BNS table 6567), and three quarters of the external loss of 32,970 is assumed to be theirs.
constexpr double gain_of_towns_2019 = 65'000;

}  // namespace

CalibrationTargets read_targets(const Model& model, const OfficialFigures& official, int calibration_year) {
    Problems problems;
    TableFolder folder(model.geography_folder);
    CalibrationTargets targets;
    targets.gain_of_towns = gain_of_towns_2019;
    const OfficialYear* year = official.of(calibration_year);
    if (year != nullptr) targets.flows = year->flows;
    const Table totals =
        folder.open("internal_totals.csv", {"year", "interregional_persons", "all_internal_persons"}, problems);
    for (std::size_t row = 0; row < totals.rows(); ++row) {
        const auto y = static_cast<int>(totals.integer(row, "year", 1900, 2200, problems));
        const double between = totals.number(row, "interregional_persons", 1, 1e9, problems);
        const double all = totals.number(row, "all_internal_persons", 1, 1e9, problems);
        targets.interregional[y] = between;
        if (y == model.settings.start.year()) targets.within_regions = share_of_moves_between_parts * (all - between);
    }
    targets.emigration = read_external_flows(folder, *model.geography, problems).emigration;
    for (int y = model.settings.start.year(); y <= model.settings.end.year(); ++y)
        if (!targets.interregional.contains(y) || !targets.emigration.persons.contains(y))
            problems.add({folder.path().string(), 0, 0},
                         fmt::format("no moves or emigrants of {}, which the scenario simulates", y));
    if (calibration_year < model.settings.start.year() || calibration_year > model.settings.end.year())
        problems.add({folder.path().string(), 0, 0},
                     fmt::format("the scenario does not simulate {}, whose margins are wanted", calibration_year));
    problems.throw_if_any();
    return targets;
}

}  // namespace qonys
