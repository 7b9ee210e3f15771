#include <fmt/format.h>
#include <boost/json.hpp>

#include "base/grouped.hpp"
#include "output/trajectory_info.hpp"

namespace qonys {
namespace {

namespace json = boost::json;

std::string months_of(const TrajectoryInfo& info) {
    const std::string planned = fmt::format("{} to {}", info.attribute("first_month"), info.attribute("last_month"));
    if (info.attribute("complete") == "1") return fmt::format("{} ({} months)", planned, info.months);
    if (info.months == 0) return fmt::format("none recorded of {}", planned);
    return fmt::format("{} to {} ({} recorded of {})", info.first_month, info.last_month, info.months, planned);
}

std::string shape_of(const TrajectoryInfo::Dataset& dataset) {
    std::string text;
    for (std::size_t axis = 0; axis < dataset.shape.size(); ++axis) {
        const std::string& name = dataset.dimensions[axis];
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name.substr(name.rfind('/') + 1), dataset.shape[axis]);
    }
    return fmt::format("[{}]", text);
}

json::value as_json(const Hdf5Value& value) {
    return std::visit([](const auto& is) { return json::value(is); }, value);
}

template <class Range>
json::array as_array(const Range& range) {
    return json::array(range.begin(), range.end());
}

}  // namespace

std::string to_text(const TrajectoryInfo& info) {
    std::string text =
        fmt::format("{}: trajectory of a qonys run, format {}, {}\n", info.file, info.attribute("format_version"),
                    info.attribute("complete") == "1" ? "complete" : "interrupted");
    const auto line = [&](std::string_view name, const std::string& value) {
        text += fmt::format("  {:<13} {}\n", name, value.empty() ? "-" : value);
    };
    const TrajectoryInfo::Totals& totals = info.totals;
    line("title", info.attribute("title"));
    line("months", months_of(info));
    line("scale", fmt::format("{} (multiply counts by {})", info.attribute("scale"), info.attribute("multiply_by")));
    line("seed", info.attribute("seed"));
    line("policies", info.attribute("policies"));
    line("program", fmt::format("{} {}, commit {}, {}", info.attribute("program"), info.attribute("program_version"),
                                info.attribute("commit"), info.attribute("compiler")));
    line("created", info.attribute("created"));
    line("threads", info.attribute("threads"));
    line("command", info.attribute("command_line"));
    line("places", fmt::format("{}, of which {} abroad", info.places, info.places_abroad));
    text += "\nPersons, in the country's places, after multiplying\n";
    line("population", fmt::format("{} -> {}", grouped(totals.population_at_start), grouped(totals.population_at_end)));
    line("births", grouped(totals.births));
    line("deaths", grouped(totals.deaths));
    line("moved within", grouped(totals.moved_within));
    line("arrived", grouped(totals.arrived));
    line("left", grouped(totals.left));
    text += "\nDatasets\n";
    for (const auto& dataset : info.datasets)
        text += fmt::format("  {:<40} {:<7} {:<55} {}\n", dataset.name, dataset.type, shape_of(dataset), dataset.unit);
    text += "\nInput files (SHA-256)\n";
    for (const auto& input : info.inputs)
        text += fmt::format("  {}  {}{}\n", input.sha256, input.path, input.source.empty() ? "" : "  " + input.source);
    return text;
}

std::string to_json(const TrajectoryInfo& info) {
    json::object attributes;
    for (const auto& [name, value] : info.attributes) attributes[name] = as_json(value);
    json::array datasets;
    for (const auto& dataset : info.datasets)
        datasets.push_back({{"name", dataset.name},
                            {"type", dataset.type},
                            {"dimensions", as_array(dataset.dimensions)},
                            {"shape", as_array(dataset.shape)},
                            {"unit", dataset.unit},
                            {"meaning", dataset.meaning}});
    json::array inputs;
    for (const auto& input : info.inputs)
        inputs.push_back({{"path", input.path}, {"sha256", input.sha256}, {"source", input.source}});
    const TrajectoryInfo::Totals& totals = info.totals;
    return json::serialize(json::value{{"file", info.file},
                                       {"attributes", attributes},
                                       {"months_recorded", info.months},
                                       {"first_month_recorded", info.first_month},
                                       {"last_month_recorded", info.last_month},
                                       {"places", info.places},
                                       {"places_abroad", info.places_abroad},
                                       {"persons",
                                        {{"population_at_start", totals.population_at_start},
                                         {"population_at_end", totals.population_at_end},
                                         {"births", totals.births},
                                         {"deaths", totals.deaths},
                                         {"moved_within", totals.moved_within},
                                         {"arrived", totals.arrived},
                                         {"left", totals.left}}},
                                       {"datasets", datasets},
                                       {"inputs", inputs}});
}

}  // namespace qonys
