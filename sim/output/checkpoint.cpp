#include "output/checkpoint.hpp"

#include <optional>

#include <fmt/format.h>

#include "base/error.hpp"
#include "output/stored_state.hpp"
#include "version.hpp"
#include "world/common_state.hpp"

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

/// Bytes of the state of the whole country.
std::uint64_t state_size(const World& world) {
    StateSize blocks, rest;
    for (const Block& block : world.blocks)
        if (world.owns(block.id)) pass_state(blocks, block);
    const std::uint64_t count = world.blocks.size();
    pass_state(rest, count);
    pass_common_state(rest, world);
    return static_cast<std::uint64_t>(world.ranks->sum(static_cast<std::int64_t>(blocks.value()))) + rest.value();
}

/// Of the blocks that are not this rank's, what all ranks have.
void read_blocks(StateInput& state, World& world, const Ranks& ranks) {
    std::uint64_t count = 0;
    pass_state(state, count);
    state.require(count, 1);
    world.ranks = &ranks;
    world.blocks.resize(count);
    for (std::size_t b = 0; b < count; ++b) {
        Block block;
        pass_state(state, block);
        if (world.owns(b)) {
            world.blocks[b] = std::move(block);
        } else {
            world.blocks[b].id = block.id;
            world.blocks[b].first_place = block.first_place;
        }
    }
}

void write_description(Hdf5Writer& writer, const RunInfo& run, Month month) {
    const std::vector<std::pair<std::string, Hdf5Value>> attributes = {
        {"format", std::string(format_name)},
        {"format_version", format_version},
        {"build", build()},
        {"title", run.title},
        {"month", to_string(month)},
        {"last_month", to_string(run.last)},
        {"seed", run.seed.value},
        {"scale", run.scale},
        {"command_line", run.command_line},
        {"scenario", run.effective_scenario},
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
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, Existing existing, const RunInfo& run, const World& world) {
    const Ranks& ranks = *world.ranks;
    const std::uint64_t size = state_size(world);
    std::optional<Hdf5Writer> writer;
    std::optional<StateOutput> state;
    if (ranks.first()) {
        writer.emplace(file, existing);
        write_description(*writer, run, world.published.month);
        state.emplace(*writer, size);
        const std::uint64_t count = world.blocks.size();
        pass_state(*state, count);
    }
    for (const Block& block : world.blocks) {
        StateWriter mine;
        if (world.owns(block.id)) pass_state(mine, block);
        const auto bytes = ranks.to_first(mine.take(), ranks.owner(index(block.id), world.blocks.size()));
        if (state) state->bytes(bytes.data(), bytes.size());
    }
    if (!ranks.first()) return;
    pass_common_state(*state, world);
    writer->attribute("", "state_digest", state->finish());
    writer->close();
}

Checkpoint read_checkpoint(const std::filesystem::path& file, const Ranks& ranks) {
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
    StateInput state(reader, attribute<std::uint64_t>(reader, "state_digest"));
    read_blocks(state, checkpoint.world, ranks);
    pass_common_state(state, checkpoint.world);
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
