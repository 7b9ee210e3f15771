#include "output/checkpoint.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "version.hpp"
#include "world/state.hpp"

namespace qonys {
namespace {

constexpr const char* format_name = "qonys checkpoint";
/// Of the attributes and texts around the state. The state itself is the program's memory: it is as old as the build.
constexpr std::int64_t format_version = 1;

/// What the state's bytes depend on.
std::string build() {
    return fmt::format("qonys {} ({}{}; {}, {})", version::number, version::commit,
                       version::dirty ? " with changes" : "", version::compiler, version::build_type);
}

std::uint64_t digest_of(const std::vector<std::byte>& state) { return digest_bytes(0, state.data(), state.size()); }

template <class T>
T attribute(const Hdf5Reader& file, const std::string& name) {
    const auto value = file.attribute("", name);
    if (value)
        if (const T* found = std::get_if<T>(&*value)) return *found;
    throw FileError(
        fmt::format("cannot read {}: its attribute '{}' is missing or damaged", file.file().string(), name));
}

Month month_attribute(const Hdf5Reader& file, const std::string& name) {
    const auto month = Month::parse(attribute<std::string>(file, name));
    if (!month)
        throw FileError(fmt::format("cannot read {}: its attribute '{}' is damaged", file.file().string(), name));
    return *month;
}

}  // namespace

namespace {

/// The country with the blocks of all ranks.
World whole(const World& world) {
    StateWriter mine;
    for (const Block& block : world.blocks)
        if (world.owns(block.id)) pass_state(mine, block);
    const std::vector<std::byte> bytes = world.ranks->gather(mine.all());
    StateReader all(bytes);
    World copy = world;
    for (Block& block : copy.blocks) pass_state(all, block);
    return copy;
}

void write_whole(const std::filesystem::path& file, Existing existing, const RunInfo& run, const World& world) {
    Hdf5Writer writer(file, existing);
    StateWriter state;
    pass_state(state, world);
    const std::vector<std::pair<std::string, Hdf5Value>> attributes = {
        {"format", std::string(format_name)},
        {"format_version", format_version},
        {"build", build()},
        {"title", run.title},
        {"month", to_string(world.published.month)},
        {"last_month", to_string(run.last)},
        {"seed", run.seed.value},
        {"scale", run.scale},
        {"command_line", run.command_line},
        {"scenario", run.effective_scenario},
        {"state_digest", digest_of(state.all())},
    };
    for (const auto& [name, value] : attributes) writer.attribute("", name, value);
    std::vector<std::string> policies, names, hashes;
    for (const RunInfo::Policy& policy : run.policies) policies.push_back(policy.name);
    for (const RunInfo::InputFile& input : run.files)
        if (input.text.empty()) {
            names.push_back(input.path);
            hashes.push_back(input.sha256);
        }
    writer.scale("policy", policies);
    writer.scale("table", names);
    writer.texts("sha256", "table", hashes);
    writer.bytes("state", state.all());
    writer.close();
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, Existing existing, const RunInfo& run, const World& world) {
    if (world.ranks->count() == 1) return write_whole(file, existing, run, world);
    const World all = whole(world);
    if (world.ranks->first()) write_whole(file, existing, run, all);
}

Checkpoint read_checkpoint(const std::filesystem::path& file) {
    const Hdf5Reader reader(file);
    if (reader.text_attribute("", "format") != format_name)
        throw FileError(
            fmt::format("cannot read {}: it is not a checkpoint (`qonys run --checkpoint` writes one)", file.string()));
    if (attribute<std::int64_t>(reader, "format_version") != format_version ||
        attribute<std::string>(reader, "build") != build())
        throw FileError(
            fmt::format("cannot go on from {}: it was written by {}, this is {}; the same bits need the "
                        "same program",
                        file.string(), reader.text_attribute("", "build"), build()));
    Checkpoint checkpoint{.month = month_attribute(reader, "month"),
                          .last = month_attribute(reader, "last_month"),
                          .scale = attribute<double>(reader, "scale"),
                          .seed = attribute<std::uint64_t>(reader, "seed"),
                          .scenario = attribute<std::string>(reader, "scenario"),
                          .policies = reader.texts("policy"),
                          .tables = {},
                          .world = {}};
    const std::vector<std::string> names = reader.texts("table");
    const std::vector<std::string> hashes = reader.texts("sha256");
    for (std::size_t i = 0; i < std::min(names.size(), hashes.size()); ++i)
        checkpoint.tables.push_back({names[i], hashes[i]});
    const std::vector<std::byte> bytes = reader.bytes("state");
    if (digest_of(bytes) != attribute<std::uint64_t>(reader, "state_digest"))
        throw FileError(fmt::format("cannot read {}: the state in it is damaged", file.string()));
    StateReader state(bytes);
    pass_state(state, checkpoint.world);
    return checkpoint;
}

CheckpointObserver::CheckpointObserver(Month month, std::filesystem::path file, Existing existing, const Ranks& ranks)
    : month_(month), file_(std::move(file)), existing_(existing) {
    if (ranks.first()) {
        const PartialFile possible(file_, existing_);
    }
}

void CheckpointObserver::begin(const RunInfo& run, const World&) { run_ = run; }

void CheckpointObserver::record(const World& world) {
    if (world.published.month == month_) write_checkpoint(file_, existing_, run_, world);
}

}  // namespace qonys
