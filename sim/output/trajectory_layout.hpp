#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "output/observer.hpp"

namespace qonys {

/// Changes of the first number break readers, changes of the second add to the file (docs/file-format.md).
inline constexpr std::string_view trajectory_format = "1.2";

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

/// What the numbers of a dataset are.
enum class FigureKind : std::uint8_t {
    agents,       ///< whole agents, or tenge paid to agents: to be multiplied
    real_agents,  ///< real numbers that compare with agents: to be multiplied
    real,         ///< real numbers that do not depend on the scale
};

using FigureValues = std::variant<std::vector<std::int64_t>, std::vector<double>>;

/// One dataset: everything that the file, `qonys info` and the documentation say about it.
struct TrajectoryFigures {
    std::string name;
    Taken taken;
    FigureKind kind;
    std::vector<std::string> dimensions;  ///< after time, if it has one
    std::string_view unit;
    std::string long_name;
    std::string_view comment;
    std::string_view source;               ///< what counted it
    FigureValues (*values)(const World&);  ///< rows first; integers for agents
};

/// All of them, in the order of the file.
const std::vector<TrajectoryFigures>& trajectory_figures();

}  // namespace qonys
