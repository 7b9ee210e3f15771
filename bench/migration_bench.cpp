#include "dense_reference/dense_reference.hpp"
#include "process/accounting.hpp"
#include "process/settlement.hpp"
#include "worlds.hpp"

namespace qonys::bench {
namespace {

constexpr int months = 12;

/// The baseline's migration with `percent` of its level of hazards.
Migration migration_at_level(const Model& model, std::int64_t percent) {
    Migration migration = model.migration;
    MigrationEffects effects = migration.effects();
    for (auto& [year, level] : effects.level) level *= static_cast<double>(percent) / 100;
    migration.replace(migration.parameters(), std::move(effects));
    return migration;
}

/// Candidates of the blocks in a month; households that moved are asked by alarms instead, which come on top.
double candidates(const Migration& migration, Month month, const World& world) {
    const Migration::Hazards hazards = migration.hazards(month);
    double sum = 0;
    for (const Block& block : world.blocks) {
        std::uint32_t begin = 0;
        const auto add = [&](std::uint32_t end, const CandidateWalk::Bound& bound) {
            sum += (end - begin) * bound.hazard;
            begin = end;
        };
        for (const HeadAgeRun& run : block.head_ages) add(run.end, hazards.bound(block.first_place, run));
        add(block.household_rows(), hazards.bound(block.first_place));
    }
    return sum;
}

/// The migration step of a month: propose, settle, apply and publish. Arguments: scale, threads, level.
void migration_month(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    const Machine machine = machine_of(state);
    const Migration migration = migration_at_level(country.model, state.range(2));
    World world = fresh_world(country, machine);
    const auto households = static_cast<double>(households_in(world));
    const Levers nothing;
    double moves = 0;
    Month month = country.model.settings.start;
    restart_alarms(world);  // those of the country were drawn with the effects as they are
    const Seed seed = country.model.seed();
    for_each_block(machine, world.blocks.size(), migration.set_alarms(month, world, seed));
    Proposals wishes;
    for (auto _ : state) {
        for_each_block(machine, world.blocks.size(), migration.propose(month, nothing, world, seed, machine, wishes),
                       move_unassisted(month, nothing, wishes, world), migration.set_alarms(month + 1, world, seed));
        settle(nothing, world.purse, wishes, *world.geography);
        close_month(month, nothing, wishes, world, machine);
        for (const std::int64_t moved : world.published.ledger.moves_households.cells())
            moves += static_cast<double>(moved);
        ++month;
    }
    state.counters["households/s"] = per_second(households);
    state.counters["candidates/s"] = per_second(candidates(migration, country.model.settings.start, world));
    state.counters["candidates"] = candidates(migration, country.model.settings.start, world);
    state.counters["moves"] = moves / months;
}

/// What the alarms of all households cost, once a run.
void first_alarms(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    const Machine machine = machine_of(state);
    World world = fresh_world(country, machine);
    for (auto _ : state) {
        state.PauseTiming();
        restart_alarms(world);
        state.ResumeTiming();
        for_each_block(machine, world.blocks.size(),
                       country.model.migration.set_alarms(country.model.settings.start, world, country.model.seed()));
    }
}

/// The same in the dense reference.
void migration_month_dense(benchmark::State& state) {
    const Country& country = country_at(scale_of(state));
    const Migration migration = migration_at_level(country.model, state.range(2));
    dense::Country dense(country.model, country.at_start, 1, machine_of(state).threads);
    double moves = 0;
    Month month = country.model.settings.start;
    for (auto _ : state) {
        dense.migrate(month, migration);
        dense.close(month);
        for (const std::int64_t moved : dense.figures().moves_households.cells()) moves += static_cast<double>(moved);
        ++month;
    }
    state.counters["households/s"] = per_second(static_cast<double>(dense.households()));
    state.counters["moves"] = moves / months;
    state.counters["bytes/household"] = static_cast<double>(dense.bytes()) / static_cast<double>(dense.households());
}

void arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"scale", "threads", "level"})->Iterations(months)->MeasureProcessCPUTime();
    benchmark->Unit(benchmark::kMillisecond);
    for (const std::int64_t scale : {10, 100, 1000}) benchmark->Args({scale, 1, 100});
    benchmark->Args({1000, 2, 100});
    for (const std::int64_t level : {25, 400}) benchmark->Args({1000, 1, level});
    // As many events as the whole country has, among a quarter of its households.
    benchmark->Args({250, 1, 100})->Args({250, 1, 400});
}
BENCHMARK(migration_month)->Apply(arguments);
BENCHMARK(migration_month_dense)->Apply(arguments);

/// One decision of a household that considers moving, households in a random order.
void decide(benchmark::State& state) {
    const Country& country = country_at(0.01);
    const World& world = country.at_start;
    const Levers nothing;
    const Month month = country.model.settings.start;
    const auto choices = country.model.migration.choices(month, nothing, world.published);
    dense::Xoshiro random(1, 0);
    for (auto _ : state) {
        const Block& block = world.blocks[random.word() % world.blocks.size()];
        const auto row = static_cast<Row>(random.word() % block.household_rows());
        Stream stream({1}, Purpose::choose_destination, month, block.id, row);
        benchmark::DoNotOptimize(choices.decide(block, row, stream.words()));
    }
}
BENCHMARK(decide);

/// The tables of one month's choices: a cost that depends neither on agents nor on events.
void choice_tables(benchmark::State& state) {
    const Country& country = country_at(0.01);
    const World& world = country.at_start;
    const Levers nothing;
    for (auto _ : state)
        benchmark::DoNotOptimize(
            country.model.migration.choices(country.model.settings.start, nothing, world.published));
}
BENCHMARK(first_alarms)->ArgNames({"scale", "threads"})->Args({1000, 1})->Unit(benchmark::kMillisecond)->Iterations(1);

BENCHMARK(choice_tables)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace qonys::bench
