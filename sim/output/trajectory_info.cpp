#include "output/trajectory_info.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/month.hpp"
#include "output/trajectory_layout.hpp"

namespace qonys {
namespace {

/// The effective scenario is left out: it is long, and h5py reads it.
constexpr std::array root_attributes = {
    "title",    "format_version", "program", "program_version", "commit",     "compiler",        "seed",
    "scale",    "multiply_by",    "threads", "first_month",     "last_month", "months_recorded", "complete",
    "policies", "command_line",   "created"};

std::string major(std::string_view format) { return std::string(format.substr(0, format.find('.'))); }

double number(const Hdf5Reader& file, const std::string& attribute, double otherwise) {
    const auto value = file.attribute("", attribute);
    if (!value) return otherwise;
    if (const auto* real = std::get_if<double>(&*value)) return *real;
    return otherwise;
}

/// Sum over the places of the country of one step of a dataset [..., place].
double sum_at(const std::vector<std::int64_t>& values, std::size_t step, const std::vector<bool>& abroad) {
    std::int64_t total = 0;
    for (std::size_t place = 0; place < abroad.size(); ++place)
        if (!abroad[place]) total += values[step * abroad.size() + place];
    return static_cast<double>(total);
}

TrajectoryInfo::Totals read_totals(const Hdf5Reader& file, const std::vector<bool>& abroad, std::size_t months) {
    const std::size_t places = abroad.size();
    TrajectoryInfo::Totals totals;
    totals.population_at_start = sum_at(file.integers("initial_population"), 0, abroad);
    totals.population_at_end =
        months == 0 ? totals.population_at_start : sum_at(file.integers("population"), months - 1, abroad);
    const auto births = file.integers("births");
    const auto deaths = file.integers("deaths");
    const auto moves = file.integers("moves_persons");
    for (std::size_t month = 0; month < months; ++month) {
        totals.births += sum_at(births, month, abroad);
        totals.deaths += sum_at(deaths, month, abroad);
        for (std::size_t origin = 0; origin < places; ++origin)
            for (std::size_t destination = 0; destination < places; ++destination) {
                const auto moved = static_cast<double>(moves[(month * places + origin) * places + destination]);
                if (abroad[origin] && abroad[destination]) continue;
                (abroad[origin] ? totals.arrived : abroad[destination] ? totals.left : totals.moved_within) += moved;
            }
    }
    const double times = number(file, "multiply_by", 1);
    for (double* total : {&totals.population_at_start, &totals.population_at_end, &totals.births, &totals.deaths,
                          &totals.moved_within, &totals.arrived, &totals.left})
        *total *= times;
    return totals;
}

std::vector<TrajectoryInfo::Dataset> read_datasets(const Hdf5Reader& file) {
    std::vector<TrajectoryInfo::Dataset> all;
    for (const std::string& name : file.datasets())
        all.push_back({name, to_string(file.kind(name)), file.dimensions(name), file.shape(name),
                       file.text_attribute(name, "units"), file.text_attribute(name, "long_name")});
    return all;
}

std::vector<TrajectoryInfo::Input> read_inputs(const Hdf5Reader& file) {
    const auto paths = file.texts("provenance/path");
    const auto hashes = file.texts("provenance/sha256");
    const auto sources = file.texts("provenance/source");
    std::vector<TrajectoryInfo::Input> all;
    for (std::size_t i = 0; i < paths.size(); ++i) all.push_back({paths[i], hashes.at(i), sources.at(i)});
    return all;
}

}  // namespace

Hdf5Reader open_trajectory(const std::filesystem::path& path) {
    Hdf5Reader file(path);
    const std::string format = file.text_attribute("", "format_version");
    if (file.text_attribute("", "format") != "qonys trajectory" || format.empty())
        throw FileError(
            fmt::format("cannot read {}: it is an HDF5 file, but not a trajectory of qonys", path.string()));
    if (major(format) != major(trajectory_format))
        throw FileError(fmt::format("cannot read {}: its format is {}, this program reads {}.x", path.string(), format,
                                    major(trajectory_format)));
    return file;
}

std::string month_of_day(std::int64_t day) {
    using namespace std::chrono;
    const year_month_day date{sys_days{days{day}}};
    return to_string(Month(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))));
}

std::string TrajectoryInfo::attribute(const std::string& name) const {
    for (const auto& [key, value] : attributes)
        if (key == name) return std::visit([](const auto& is) { return fmt::format("{}", is); }, value);
    return "";
}

TrajectoryInfo read_trajectory_info(const std::filesystem::path& path) {
    const Hdf5Reader file = open_trajectory(path);
    TrajectoryInfo info;
    info.file = path.string();
    for (const char* name : root_attributes)
        if (const auto value = file.attribute("", name)) info.attributes.emplace_back(name, *value);
    const auto days = file.integers("time");
    info.months = days.size();
    if (!days.empty()) {
        info.first_month = month_of_day(days.front());
        info.last_month = month_of_day(days.back());
    }
    std::vector<bool> abroad;
    for (const std::string& settlement : file.texts("place_settlement")) abroad.push_back(settlement == "abroad");
    info.places = abroad.size();
    info.places_abroad = static_cast<std::size_t>(std::ranges::count(abroad, true));
    info.totals = read_totals(file, abroad, info.months);
    info.datasets = read_datasets(file);
    info.inputs = read_inputs(file);
    return info;
}

}  // namespace qonys
