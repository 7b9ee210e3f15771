#include <fmt/format.h>
#include <boost/json.hpp>

#include "output/trajectory_diff.hpp"

namespace qonys {
namespace {

namespace json = boost::json;

/// "place = astana, sex = female"; the month is said elsewhere.
std::string place_of(const TrajectoryDiff::Cell& cell) {
    std::string text;
    for (const auto& [dimension, label] : cell.at)
        if (dimension != "time") text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", dimension, label);
    return text;
}

std::string sentence(const TrajectoryDiff::Dataset& dataset) {
    if (!dataset.earliest) return fmt::format("{}: {}", dataset.name, dataset.why_not_compared);
    const std::string place = place_of(*dataset.earliest);
    return fmt::format("{}: {} of {} cells differ, first {}{}{}{} and {}", dataset.name, dataset.different,
                       dataset.cells, dataset.month.empty() ? "" : "in " + dataset.month + " ",
                       place.empty() ? "" : "at " + place + " ", "with ", dataset.earliest->first,
                       dataset.earliest->second);
}

json::value as_json(const TrajectoryDiff::Dataset& dataset) {
    json::object object = {{"name", dataset.name}, {"cells", dataset.cells}, {"different", dataset.different}};
    if (!dataset.why_not_compared.empty()) object["why_not_compared"] = dataset.why_not_compared;
    if (dataset.earliest) {
        json::object at;
        for (const auto& [dimension, label] : dataset.earliest->at) at[dimension] = label;
        object["earliest"] = {{"at", at}, {"first", dataset.earliest->first}, {"second", dataset.earliest->second}};
    }
    return object;
}

}  // namespace

std::string to_text(const TrajectoryDiff& diff) {
    std::string text = fmt::format("{} and {}: {}\n", diff.first_file, diff.second_file,
                                   diff.equal() ? "every figure is the same" : "the figures differ");
    if (const auto* earliest = diff.earliest()) text += fmt::format("  earliest: {}\n", sentence(*earliest));
    if (!diff.datasets.empty()) text += "\nDatasets\n";
    for (const auto& dataset : diff.datasets) text += fmt::format("  {}\n", sentence(dataset));
    if (!diff.origins.empty()) text += "\nWhat they came from\n";
    for (const auto& origin : diff.origins)
        text += fmt::format("  {}: {} | {}\n", origin.what, origin.first, origin.second);
    return text;
}

std::string to_json(const TrajectoryDiff& diff) {
    json::array datasets;
    for (const auto& dataset : diff.datasets) datasets.push_back(as_json(dataset));
    json::array origins;
    for (const auto& origin : diff.origins)
        origins.push_back({{"what", origin.what}, {"first", origin.first}, {"second", origin.second}});
    json::object object = {{"first_file", diff.first_file},
                           {"second_file", diff.second_file},
                           {"equal", diff.equal()},
                           {"datasets", datasets},
                           {"origins", origins}};
    if (const auto* earliest = diff.earliest()) object["earliest"] = as_json(*earliest);
    return json::serialize(object);
}

}  // namespace qonys
