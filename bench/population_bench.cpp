#include "worlds.hpp"

namespace qonys::bench {
namespace {

/// Reading the tables and fitting the population to them.
void model(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(make_model("scenarios/no_policy.toml", {}));
}
BENCHMARK(model)->Unit(benchmark::kMillisecond);

/// The synthetic population with its books. Arguments: scale, threads.
void synthesis(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    for (auto _ : state) {
        const World world = make_world(country.model, machine_of(state));
        benchmark::DoNotOptimize(world.blocks.data());
    }
    state.counters["households/s"] = per_second(static_cast<double>(households_in(country.at_start)));
}
BENCHMARK(synthesis)
    ->ArgNames({"scale", "threads"})
    ->Args({10, 1})
    ->Args({100, 1})
    ->Args({1000, 1})
    ->Args({1000, 2})
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace qonys::bench
