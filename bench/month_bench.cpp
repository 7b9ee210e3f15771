#include "dense_reference/dense_reference.hpp"
#include "worlds.hpp"

namespace qonys::bench {
namespace {

constexpr int months = 12;

void one_month(const Model& model, Month month, World& world, const Machine& machine) {
    const Stocks before = world.published.stocks;
    advance(model, month, world, machine);
    check_balances(world, before);
}

double bytes_per_household(const World& world) {
    std::size_t all = 0;
    for (const Block& block : world.blocks) all += bytes(block);
    return static_cast<double>(all) / static_cast<double>(households_in(world));
}

/// A month as `qonys run` simulates it, without the output. Arguments: scale, threads.
void month(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    const Machine machine = machine_of(state);
    World world = fresh_world(country, machine);
    Month now = country.model.settings.start;
    for (auto _ : state) {
        one_month(country.model, now, world, machine);
        ++now;
    }
    state.counters["households/s"] = per_second(static_cast<double>(households_in(world)));
    state.counters["bytes/household"] = bytes_per_household(world);
}

void month_dense(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    dense::Country dense(country.model, country.at_start, 1, machine_of(state).threads);
    Month now = country.model.settings.start;
    for (auto _ : state) {
        dense.advance(now);
        ++now;
    }
    state.counters["households/s"] = per_second(static_cast<double>(dense.households()));
    state.counters["bytes/household"] = static_cast<double>(dense.bytes()) / static_cast<double>(dense.households());
}

/// Births and deaths of a month.
void ageing(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    const Machine machine = machine_of(state);
    World world = fresh_world(country, machine);
    Month now = country.model.settings.start;
    double events = 0;
    for (auto _ : state) {
        for_each_block(machine, world.blocks.size(),
                       country.model.demography.age(now, world, country.model.seed(), machine));
        state.PauseTiming();
        publish(world, now);
        for (const std::int64_t born : world.published.ledger.births) events += static_cast<double>(born);
        for (const std::int64_t died : world.published.ledger.deaths) events += static_cast<double>(died);
        state.ResumeTiming();
        ++now;
    }
    state.counters["events"] = events / months;
}

void ageing_dense(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    dense::Country dense(country.model, country.at_start, 1, machine_of(state).threads);
    Month now = country.model.settings.start;
    for (auto _ : state) {
        dense.age(now);
        ++now;
    }
}

void arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"scale", "threads"})->Iterations(months)->MeasureProcessCPUTime();
    benchmark->Unit(benchmark::kMillisecond);
    benchmark->Args({10, 1})->Args({100, 1})->Args({1000, 1})->Args({1000, 2});
}
BENCHMARK(month)->Apply(arguments);
BENCHMARK(month_dense)->Apply(arguments);
BENCHMARK(ageing)->Apply(arguments);
BENCHMARK(ageing_dense)->Apply(arguments);

void year(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    const Machine machine = machine_of(state);
    World world = fresh_world(country, machine);
    for (auto _ : state)
        for (int now = 0; now < 12; ++now) one_month(country.model, country.model.settings.start + now, world, machine);
    state.counters["households/s"] = per_second(12 * static_cast<double>(households_in(world)));
}
BENCHMARK(year)
    ->ArgNames({"scale", "threads"})
    ->Args({10, 1})
    ->Args({100, 1})
    ->Args({1000, 1})
    ->Args({1000, 2})
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace qonys::bench
