#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "output/observer.hpp"

namespace qonys {

/// Changes of the first number break readers, changes of the second add to the file (docs/file-format.md).
inline constexpr std::string_view trajectory_format = "1.0";

/// The texts along one dimension of a trajectory. Where `name` is `dimension`, they are its labels.
struct TrajectoryLabels {
    std::string_view name;
    std::string_view dimension;
    std::string_view long_name;
    std::vector<std::string> (*values)(const RunInfo&, const Geography&);
};

/// Dimensions first, each before the texts along it.
const std::vector<TrajectoryLabels>& trajectory_labels();

/// When the figures of a dataset are taken.
enum class Taken : std::uint8_t {
    at_start,    ///< once, before the first month
    stock,       ///< at the end of each month
    flow,        ///< within each month
    at_the_end,  ///< once, after the last recorded month
};

/// One dataset of integers: everything that the file, `qonys info` and the documentation say about it.
struct TrajectoryFigures {
    std::string_view name;
    Taken taken;
    std::vector<std::string> dimensions;  ///< after time, if it has one
    std::string_view unit;
    std::string_view long_name;
    std::string_view comment;
    std::string_view source;  ///< what counted it
    std::vector<std::int64_t> (*values)(const World&);
};

/// All of them, in the order of the file.
const std::vector<TrajectoryFigures>& trajectory_figures();

}  // namespace qonys
