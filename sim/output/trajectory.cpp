#include "output/trajectory.hpp"

#include <chrono>
#include <cstdlib>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "output/trajectory_layout.hpp"
#include "version.hpp"

namespace qonys {
namespace {

/// Months between two copies to the disk, which find it full long before the end of a run.
constexpr int save_months = 12;

bool every_month(const TrajectoryFigures& figures) {
    return figures.taken == Taken::stock || figures.taken == Taken::flow;
}

/// Days from 1970-01-01 to the first day of the month.
std::int64_t day_of(Month month) {
    using namespace std::chrono;
    const year_month_day first{year{month.year()}, std::chrono::month{static_cast<unsigned>(month.month_of_year())},
                               day{1}};
    return sys_days{first}.time_since_epoch().count();
}

/// Now, or the time that SOURCE_DATE_EPOCH gives to builds and runs that must be repeatable to the byte.
std::string creation_time() {
    std::time_t seconds = std::time(nullptr);
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH")) seconds = std::strtoll(fixed, nullptr, 10);
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(seconds));
}

std::string policy_names(const RunInfo& run) {
    std::vector<std::string> names;
    for (const auto& policy : run.policies) names.push_back(policy.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

void write_root(Hdf5Writer& file, const RunInfo& run) {
    const std::vector<std::pair<std::string, Hdf5Value>> attributes = {
        {"title", run.title},
        {"Conventions", "CF-1.8"},
        {"comment",
         "Counts are agents: multiply by multiply_by to get persons, households or tenge. The units "
         "persons, households and KZT are outside CF, which has none for them."},
        {"format", "qonys trajectory"},
        {"format_version", std::string(trajectory_format)},
        {"program", "qonys"},
        {"program_version", std::string(version::number)},
        {"commit", fmt::format("{}{}", version::commit, version::dirty ? " with changes" : "")},
        {"compiler", fmt::format("{}, {}", version::compiler, version::build_type)},
        {"seed", run.seed.value},
        {"scale", run.scale},
        {"multiply_by", 1 / run.scale},
        {"threads", std::int64_t{run.threads}},
        {"first_month", to_string(run.first)},
        {"last_month", to_string(run.last)},
        {"complete", std::int64_t{0}},
        {"policies", policy_names(run)},
        {"command_line", run.command_line},
        {"created", creation_time()},
        {"scenario", run.effective_scenario},
    };
    for (const auto& [name, value] : attributes) file.attribute("", name, value);
}

void write_time(Hdf5Writer& file) {
    file.growing_scale("time", save_months);
    file.attribute("time", "standard_name", "time");
    file.attribute("time", "long_name", "first day of the simulated month");
    file.attribute("time", "units", "days since 1970-01-01");
    file.attribute("time", "calendar", "standard");
    file.attribute("time", "axis", "T");
    file.attribute("time", "bounds", "time_bounds");
    file.unlabelled_scale("bounds", 2);
    file.create("time_bounds", Hdf5Number::day, {"time", "bounds"});
}

void write_labels(Hdf5Writer& file, const RunInfo& run, const Geography& geography) {
    for (const TrajectoryLabels& labels : trajectory_labels()) {
        const std::string name(labels.name);
        if (labels.name == labels.dimension)
            file.scale(name, labels.values(run, geography));
        else
            file.texts(name, std::string(labels.dimension), labels.values(run, geography));
        file.attribute(name, "long_name", std::string(labels.long_name));
    }
}

/// The texts that describe the places of a dataset by place, as CF says it.
std::string coordinates_of(const std::vector<std::string>& dimensions) {
    std::vector<std::string_view> names;
    for (const TrajectoryLabels& labels : trajectory_labels())
        for (const std::string& dimension : dimensions)
            if (labels.dimension == dimension && labels.name != dimension) names.push_back(labels.name);
    return fmt::format("{}", fmt::join(names, " "));
}

void create_figures(Hdf5Writer& file, const TrajectoryFigures& figures, double scale) {
    const std::string& name = figures.name;
    std::vector<std::string> dimensions = figures.dimensions;
    if (every_month(figures)) dimensions.insert(dimensions.begin(), "time");
    file.create(name, figures.kind == FigureKind::agents ? Hdf5Number::count : Hdf5Number::real, dimensions);
    file.attribute(name, "long_name", figures.long_name);
    file.attribute(name, "units", std::string(figures.unit));
    if (figures.kind != FigureKind::real) file.attribute(name, "multiply_by", 1 / scale);
    file.attribute(name, "source", std::string(figures.source));
    if (!figures.comment.empty()) file.attribute(name, "comment", std::string(figures.comment));
    if (figures.taken == Taken::flow) file.attribute(name, "cell_methods", "time: sum");
    if (figures.taken == Taken::stock)
        file.attribute(name, "cell_methods", "time: point (comment: at the end of the month)");
    if (const std::string names = coordinates_of(dimensions); !names.empty())
        file.attribute(name, "coordinates", names);
}

void write_once(Hdf5Writer& file, const TrajectoryFigures& figures, const World& world) {
    std::visit([&](const auto& values) { file.write(figures.name, std::span(values)); }, figures.values(world));
}

void append_month(Hdf5Writer& file, const TrajectoryFigures& figures, const World& world) {
    std::visit([&](const auto& values) { file.append(figures.name, std::span(values)); }, figures.values(world));
}

void write_provenance(Hdf5Writer& file, const std::vector<RunInfo::InputFile>& inputs) {
    file.group("provenance");
    file.unlabelled_scale("provenance/file", inputs.size());
    const auto write = [&](const std::string& name, std::string RunInfo::InputFile::*member) {
        std::vector<std::string> values;
        for (const auto& input : inputs) values.push_back(input.*member);
        file.texts("provenance/" + name, "provenance/file", values);
    };
    write("path", &RunInfo::InputFile::path);
    write("sha256", &RunInfo::InputFile::sha256);
    write("source", &RunInfo::InputFile::source);
    write("text", &RunInfo::InputFile::text);
}

}  // namespace

Trajectory::Trajectory(const std::filesystem::path& file, Existing existing, int threads)
    : file_(file, existing, Machine{threads}) {}

void Trajectory::begin(const RunInfo& run, const World& world) {
    write_root(file_, run);
    write_time(file_);
    write_labels(file_, run, *world.geography);
    for (const TrajectoryFigures& figures : trajectory_figures()) {
        create_figures(file_, figures, run.scale);
        if (figures.taken == Taken::at_start) write_once(file_, figures, world);
    }
    file_.create("digest", Hdf5Number::digest, {"time"});
    file_.attribute("digest", "long_name", "digest of everything that happened up to the end of the month");
    file_.attribute("digest", "units", "1");
    file_.attribute("digest", "source", "simulated: equal only if every event was");
    write_provenance(file_, run.files);
}

void Trajectory::record(const World& world) {
    const Month month = world.published.month;
    const std::int64_t bounds[] = {day_of(month), day_of(month + 1)};
    file_.append("time", std::span(bounds, 1));
    file_.append("time_bounds", bounds);
    for (const TrajectoryFigures& figures : trajectory_figures())
        if (every_month(figures)) append_month(file_, figures, world);
    file_.append("digest", world.published.digest);
    if (++months_ % save_months == 0) file_.save();
}

void Trajectory::end(const World& world, RunEnd how) {
    for (const TrajectoryFigures& figures : trajectory_figures())
        if (figures.taken == Taken::at_the_end) write_once(file_, figures, world);
    file_.attribute("", "months_recorded", std::int64_t{months_});
    file_.attribute("", "complete", std::int64_t{how == RunEnd::complete ? 1 : 0});
    const std::filesystem::path partial = partial_name(file_.final_name());
    if (how == RunEnd::complete)
        file_.close();
    else
        file_.close_as(partial);
    written_ = how == RunEnd::complete ? file_.final_name() : partial;
}

std::filesystem::path Trajectory::partial_name(const std::filesystem::path& file) {
    std::filesystem::path name = file;
    return name.replace_filename(file.stem().string() + ".partial" + file.extension().string());
}

}  // namespace qonys
