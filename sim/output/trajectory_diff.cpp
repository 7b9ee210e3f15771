#include "output/trajectory_diff.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "output/trajectory_info.hpp"
#include "output/trajectory_layout.hpp"

namespace qonys {
namespace {

/// The root attributes that a result depends on, or should.
constexpr std::array compared_attributes = {"title",      "seed",     "scale",           "first_month",
                                            "last_month", "complete", "program_version", "commit",
                                            "compiler",   "policies"};

bool is_figures(const std::string& name) { return !name.starts_with("provenance/"); }

/// The labels along a dimension; months for time.
std::vector<std::string> labels(const Hdf5Reader& file, const std::string& dimension) {
    if (!file.has(dimension)) return {};
    if (file.kind(dimension) == Hdf5Kind::text) return file.texts(dimension);
    std::vector<std::string> months;
    for (const std::int64_t day : file.integers(dimension)) months.push_back(month_of_day(day));
    return months;
}

/// Every value as it should be shown.
std::vector<std::string> shown_values(const Hdf5Reader& file, const std::string& name) {
    if (file.kind(name) == Hdf5Kind::text) return file.texts(name);
    std::vector<std::string> shown;
    if (file.kind(name) == Hdf5Kind::unsigned_integer)
        for (const std::uint64_t value : file.digests(name)) shown.push_back(fmt::format("{:016x}", value));
    else if (file.kind(name) == Hdf5Kind::real)
        // The shortest text that reads back as the same number; NaN equals NaN in it.
        for (const double value : file.reals(name)) shown.push_back(fmt::format("{}", value));
    else
        for (const std::int64_t value : file.integers(name)) shown.push_back(fmt::format("{}", value));
    return shown;
}

std::size_t product(const std::vector<std::size_t>& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>{});
}

/// Whether a dataset describes the state after the last recorded month.
bool taken_at_the_end(const std::string& name) {
    const auto& all = trajectory_figures();
    const auto figures = std::ranges::find(all, name, &TrajectoryFigures::name);
    return figures != all.end() && figures->taken == Taken::at_the_end;
}

/// Sorts by time: what is taken at the start comes before every month, what is taken at the end after.
std::string moment(const TrajectoryDiff::Dataset& dataset) {
    return taken_at_the_end(dataset.name) ? "at the end" : dataset.month;
}

/// Compares one dataset of two files.
class FileComparison {
public:
    FileComparison(const Hdf5Reader& first, const Hdf5Reader& second, const std::string& name)
        : first_(first), second_(second), name_(name) {}

    TrajectoryDiff::Dataset result() const {
        TrajectoryDiff::Dataset found{name_, why_not(), 0, 0, "", std::nullopt};
        if (!found.why_not_compared.empty()) return found;
        const auto shape = first_.shape(name_);
        // Of a run that was interrupted, the months that both have.
        found.cells = std::min(product(shape), product(second_.shape(name_)));
        if (first_.kind(name_) == Hdf5Kind::integer)
            compare(first_.integers(name_), second_.integers(name_), shape, found);
        else
            compare(shown_values(first_, name_), shown_values(second_, name_), shape, found);
        return found;
    }

private:
    std::string why_not() const {
        if (!first_.has(name_)) return "only in the second file";
        if (!second_.has(name_)) return "only in the first file";
        if (first_.kind(name_) != second_.kind(name_) || first_.kind(name_) == Hdf5Kind::other)
            return "the types of values differ";
        const auto dimensions = first_.dimensions(name_);
        if (dimensions != second_.dimensions(name_)) return "the dimensions differ";
        for (const std::string& dimension : dimensions)
            if (!same_steps(dimension)) return fmt::format("the steps of dimension '{}' differ", dimension);
        if (taken_at_the_end(name_) && labels(first_, "time") != labels(second_, "time"))
            return "taken after different months";
        return "";
    }

    /// Of time, one may have more months than the other.
    bool same_steps(const std::string& dimension) const {
        auto one = labels(first_, dimension);
        auto other = labels(second_, dimension);
        if (dimension == "time") {
            const std::size_t common = std::min(one.size(), other.size());
            one.resize(common);
            other.resize(common);
        }
        return one == other;
    }

    template <class Value>
    void compare(const std::vector<Value>& one, const std::vector<Value>& other, const std::vector<std::size_t>& shape,
                 TrajectoryDiff::Dataset& found) const {
        for (std::size_t cell = 0; cell < found.cells; ++cell) {
            if (one[cell] == other[cell]) continue;
            // Rows come first and months are the first dimension, so the first difference is the earliest one.
            if (found.different++ > 0) continue;
            found.earliest = {position(cell, shape), shown(one[cell]), shown(other[cell])};
            const auto& [dimension, label] = found.earliest->at.front();
            if (dimension == "time") found.month = label;
        }
    }

    static std::string shown(std::int64_t value) { return fmt::format("{}", value); }
    static std::string shown(const std::string& value) { return value; }

    std::vector<std::pair<std::string, std::string>> position(std::size_t cell,
                                                              const std::vector<std::size_t>& shape) const {
        const auto dimensions = first_.dimensions(name_);
        std::vector<std::pair<std::string, std::string>> at(shape.size());
        for (std::size_t axis = shape.size(); axis-- > 0; cell /= shape[axis]) {
            const auto names = labels(first_, dimensions[axis]);
            const std::size_t step = cell % shape[axis];
            at[axis] = {dimensions[axis], step < names.size() ? names[step] : fmt::format("{}", step)};
        }
        return at;
    }

    const Hdf5Reader& first_;
    const Hdf5Reader& second_;
    const std::string& name_;
};

/// The months that both have were compared already; tells that one has more.
void compare_lengths(const Hdf5Reader& first, const Hdf5Reader& second, std::vector<TrajectoryDiff::Dataset>& found) {
    const std::size_t months = first.shape("time").at(0);
    const std::size_t others = second.shape("time").at(0);
    if (months == others) return;
    found.insert(found.begin(),
                 {"time", fmt::format("{} months and {} months: those of both are compared", months, others), 0, 0, "",
                  std::nullopt});
}

std::map<std::string, std::string> input_hashes(const Hdf5Reader& file) {
    const auto paths = file.texts("provenance/path");
    const auto hashes = file.texts("provenance/sha256");
    std::map<std::string, std::string> by_path;
    for (std::size_t i = 0; i < paths.size(); ++i) by_path[paths[i]] = hashes.at(i);
    return by_path;
}

std::vector<TrajectoryDiff::Origin> compare_origins(const Hdf5Reader& first, const Hdf5Reader& second) {
    std::vector<TrajectoryDiff::Origin> found;
    for (const char* name : compared_attributes) {
        const std::string one = first.text_attribute("", name);
        const std::string other = second.text_attribute("", name);
        if (one != other) found.push_back({name, one, other});
    }
    if (first.text_attribute("", "scenario") != second.text_attribute("", "scenario"))
        found.push_back({"scenario", "its effective text", "another text"});
    auto inputs = input_hashes(first);
    auto others = input_hashes(second);
    for (const auto& [path, hash] : inputs)
        if (others[path] != hash) found.push_back({path, hash, others[path].empty() ? "not read" : others[path]});
    for (const auto& [path, hash] : others)
        if (!hash.empty() && !inputs.contains(path)) found.push_back({path, "not read", hash});
    return found;
}

}  // namespace

const TrajectoryDiff::Dataset* TrajectoryDiff::earliest() const {
    const Dataset* found = nullptr;
    for (const Dataset& dataset : datasets)
        if (dataset.earliest && (found == nullptr || moment(dataset) < moment(*found))) found = &dataset;
    return found;
}

TrajectoryDiff compare_trajectories(const std::filesystem::path& first_path, const std::filesystem::path& second_path) {
    const Hdf5Reader first = open_trajectory(first_path);
    const Hdf5Reader second = open_trajectory(second_path);
    std::vector<std::string> names = first.datasets();
    std::ranges::copy_if(second.datasets(), std::back_inserter(names),
                         [&](const std::string& name) { return !first.has(name); });
    TrajectoryDiff diff{first_path.string(), second_path.string(), {}, compare_origins(first, second)};
    for (const std::string& name : names) {
        if (!is_figures(name)) continue;
        TrajectoryDiff::Dataset compared = FileComparison(first, second, name).result();
        if (compared.different > 0 || !compared.why_not_compared.empty()) diff.datasets.push_back(std::move(compared));
    }
    compare_lengths(first, second, diff.datasets);
    return diff;
}

}  // namespace qonys
