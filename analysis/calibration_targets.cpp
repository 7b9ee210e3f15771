#include "analysis/calibration_targets.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace qonys {
namespace {

/// Moves between the urban and the rural part of a region are not published. Assumed: half of all moves within regions
/// (the rest stays inside one of the two).
constexpr double share_of_moves_between_parts = 0.5;

/// Persons whom towns gained from the countryside by internal moves in 2019. Derived: towns gained 40,445 by all flows
/// (BNS table 6567), and three quarters of the external loss of 32,970 is assumed to be theirs.
constexpr double gain_of_towns_2019 = 65'000;
constexpr int year_of_gain = 2019;

}  // namespace

CalibrationTargets read_targets(const Model& model, const OfficialFigures& official, const std::vector<int>& anchors) {
    Problems problems;
    TableFolder folder(model.geography_folder);
    CalibrationTargets targets;
    const int first = model.settings.start.year();
    targets.gain_of_towns = gain_of_towns_2019;
    targets.reference_year = std::max(first, year_of_gain);
    for (const int anchor : anchors)
        if (const OfficialYear* year = official.of(anchor); year != nullptr && year->has_flows() && anchor >= first)
            targets.flows[anchor] = year->flows;
    const Table totals =
        folder.open("internal_totals.csv", {"year", "interregional_persons", "all_internal_persons"}, problems);
    for (std::size_t row = 0; row < totals.rows(); ++row) {
        const auto y = static_cast<int>(totals.integer(row, "year", 1900, 2200, problems));
        const double between = totals.number(row, "interregional_persons", 1, 1e9, problems);
        const double all = totals.number(row, "all_internal_persons", 1, 1e9, problems);
        targets.interregional[y] = between;
        if (y == targets.reference_year) targets.within_regions = share_of_moves_between_parts * (all - between);
    }
    targets.emigration = read_external_flows(folder, *model.geography, problems).emigration;
    for (int y = model.settings.start.year(); y <= model.settings.end.year(); ++y)
        if (!targets.interregional.contains(y) || !targets.emigration.persons.contains(y))
            problems.add({folder.path().string(), 0, 0},
                         fmt::format("no moves or emigrants of {}, which the scenario simulates", y));
    if (targets.flows.empty() || anchors.back() > model.settings.end.year() ||
        targets.reference_year > model.settings.end.year())
        problems.add({folder.path().string(), 0, 0},
                     fmt::format("the scenario does not simulate {}, whose margins are wanted", anchors.back()));
    problems.throw_if_any();
    return targets;
}

}  // namespace qonys
