#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qonys {

/// How the figures of two trajectories differ, and what they came from. Dates, threads and command lines do not count
/// as differences: they must not matter.
struct TrajectoryDiff {
    /// One figure that is not the same: where it stands and what both files say.
    struct Cell {
        std::vector<std::pair<std::string, std::string>> at;  ///< dimension and label: {"time", "2019-03"}, ...
        std::string first;
        std::string second;
    };
    struct Dataset {
        std::string name;
        std::string why_not_compared;  ///< "" if its cells were compared
        std::size_t cells = 0;         ///< compared
        std::size_t different = 0;
        std::string month;  ///< of the earliest different cell; "" if the dataset has no months
        std::optional<Cell> earliest;
    };
    /// Something the runs came from, or did, that is not the same.
    struct Origin {
        std::string what;  ///< "seed", "scenario", "data/places.csv", ...
        std::string first;
        std::string second;
    };

    std::string first_file;
    std::string second_file;
    std::vector<Dataset> datasets;  ///< only those that differ or could not be compared
    std::vector<Origin> origins;

    /// Whether every figure of both is the same, whatever they came from.
    bool equal() const { return datasets.empty(); }
    /// The dataset with the earliest different cell; null if no compared cell differs.
    const Dataset* earliest() const;
};

TrajectoryDiff compare_trajectories(const std::filesystem::path& first, const std::filesystem::path& second);

std::string to_text(const TrajectoryDiff& diff);
/// One JSON object on one line.
std::string to_json(const TrajectoryDiff& diff);

}  // namespace qonys
