#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "output/hdf5_reader.hpp"

namespace qonys {

/// Opens a trajectory; a FileError says if the file is something else or of a later major format version.
Hdf5Reader open_trajectory(const std::filesystem::path& file);

/// "2019-03" for the days since 1970-01-01 of any day of March 2019.
std::string month_of_day(std::int64_t day);

/// What a trajectory says about itself, for `qonys info`.
struct TrajectoryInfo {
    struct Dataset {
        std::string name;
        std::string type;
        std::vector<std::string> dimensions;
        std::vector<std::size_t> shape;
        std::string unit;
        std::string meaning;
    };
    struct Input {
        std::string path;
        std::string sha256;
        std::string source;
    };
    /// Persons, as a whole country's; of the country's own places.
    struct Totals {
        double population_at_start = 0;
        double population_at_end = 0;
        double births = 0;
        double deaths = 0;
        double moved_within = 0;  ///< between places of the country
        double arrived = 0;
        double left = 0;
    };

    std::string file;
    std::vector<std::pair<std::string, Hdf5Value>> attributes;  ///< of the root, in the order of the documentation
    std::string first_month;                                    ///< recorded; "" if there is none
    std::string last_month;
    std::size_t months = 0;
    std::size_t places = 0;
    std::size_t places_abroad = 0;
    Totals totals;
    std::vector<Dataset> datasets;
    std::vector<Input> inputs;

    /// The root attribute as text; "" if there is none.
    std::string attribute(const std::string& name) const;
};

TrajectoryInfo read_trajectory_info(const std::filesystem::path& file);

std::string to_text(const TrajectoryInfo& info);
/// One JSON object on one line.
std::string to_json(const TrajectoryInfo& info);

}  // namespace qonys
