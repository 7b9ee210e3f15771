#include <filesystem>

#include <unistd.h>

#include "output/trajectory.hpp"
#include "worlds.hpp"

namespace qonys::bench {
namespace {

/// A trajectory of 60 months from opening to closing. Its size does not depend on the scale.
void trajectory(benchmark::State& state) {
    const Country& country = country_at(0.01);
    const Machine machine{1};
    World world = fresh_world(country, machine);
    std::vector<World> published;
    for (const Month month : country.model.settings.months()) {
        advance(country.model, month, world, machine);
        World& closed = published.emplace_back();
        closed.geography = world.geography;
        closed.published = world.published;
        closed.travellers = world.travellers;
    }
    const RunInfo info = run_info(country.model, machine, "qonys_bench");
    const auto file = std::filesystem::temp_directory_path() / ("qonys_bench_" + std::to_string(::getpid()) + ".h5");
    for (auto _ : state) {
        Trajectory trajectory(file, Existing::replace);
        trajectory.begin(info, country.at_start);
        for (const World& month : published) trajectory.record(month);
        trajectory.end(published.back(), RunEnd::complete);
    }
    state.counters["bytes"] = static_cast<double>(std::filesystem::file_size(file));
    std::filesystem::remove(file);
}
BENCHMARK(trajectory)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace qonys::bench
