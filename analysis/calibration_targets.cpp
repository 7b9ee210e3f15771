#include "analysis/calibration_targets.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "world/internal_moves.hpp"

namespace qonys {
namespace {

/// Persons whom towns gained from the countryside by internal moves in 2019. Derived: towns gained 40,445 by all flows
/// (BNS table 6567), and three quarters of the external loss of 32,970 is assumed to be theirs.
constexpr double gain_of_towns_2019 = 65'000;
constexpr int year_of_gain = 2019;

/// margins.csv: years without a matrix. Empty if there is no such table.
std::map<int, RegionalMargins> read_margins(TableFolder& folder, const Geography& geography, Problems& problems) {
    std::map<int, RegionalMargins> margins;
    if (!std::filesystem::exists(folder.path() / "margins.csv")) return margins;
    const Table table = folder.open("margins.csv", {"year", "region", "arrivals", "departures"}, problems);
    const std::size_t regions = geography.domestic_regions;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto year = static_cast<int>(table.integer(row, "year", 1900, 2200, problems));
        const auto region = region_in(table, row, "region", geography, problems);
        if (!region || index(*region) >= regions) continue;
        RegionalMargins& of_year = margins[year];
        of_year.arrivals.resize(regions);
        of_year.departures.resize(regions);
        of_year.arrivals[index(*region)] = table.number(row, "arrivals", 1, 1e9, problems);
        of_year.departures[index(*region)] = table.number(row, "departures", 1, 1e9, problems);
    }
    return margins;
}

}  // namespace

RegionalMargins margins_of(const Matrix<double>& flows) {
    RegionalMargins margins{std::vector<double>(flows.rows()), std::vector<double>(flows.rows())};
    for (std::size_t i = 0; i < flows.rows(); ++i)
        for (std::size_t j = 0; j < flows.columns(); ++j) {
            margins.departures[i] += flows(i, j);
            margins.arrivals[j] += flows(i, j);
        }
    return margins;
}

CalibrationTargets read_targets(const Model& model, const OfficialFigures& official, const std::vector<int>& anchors) {
    Problems problems;
    TableFolder folder(model.geography_folder);
    CalibrationTargets targets;
    const int first = model.settings.start.year();
    targets.gain_of_towns = gain_of_towns_2019;
    targets.reference_year = std::max(first, year_of_gain);
    const std::map<int, RegionalMargins> imputed = read_margins(folder, *model.geography, problems);
    for (const int anchor : anchors) {
        if (anchor < first) continue;
        const OfficialYear* year = official.of(anchor);
        if (year != nullptr && year->has_flows())
            targets.margins[anchor] = margins_of(year->flows);
        else if (imputed.contains(anchor))
            targets.margins[anchor] = imputed.at(anchor);
    }
    const InternalMoves moves = read_internal_moves(folder, problems);
    targets.interregional = moves.between_regions;
    if (moves.within_regions.contains(targets.reference_year))
        targets.within_regions = moves.within_regions.at(targets.reference_year);
    targets.emigration = read_external_flows(folder, *model.geography, problems).emigration;
    for (int y = model.settings.start.year(); y <= model.settings.end.year(); ++y)
        if (!targets.interregional.contains(y) || targets.interregional.at(y) < 1 ||
            !targets.emigration.persons.contains(y))
            problems.add({folder.path().string(), 0, 0},
                         fmt::format("no moves or emigrants of {}, which the scenario simulates", y));
    if (targets.margins.empty() || anchors.back() > model.settings.end.year() ||
        targets.reference_year > model.settings.end.year())
        problems.add({folder.path().string(), 0, 0},
                     fmt::format("the scenario does not simulate {}, whose margins are wanted", anchors.back()));
    problems.throw_if_any();
    return targets;
}

}  // namespace qonys
