#pragma once

#include <cstdint>
#include <memory>

#include <benchmark/benchmark.h>

#include "model/model.hpp"

/// Models and synthetic populations for the benchmarks. Run from the root of the repository.
namespace qonys::bench {

/// Scales are benchmark arguments, in thousandths.
inline double scale_of(const benchmark::State& state) { return static_cast<double>(state.range(0)) / 1000; }
/// Threads are the second argument.
inline Machine machine_of(const benchmark::State& state) { return {static_cast<int>(state.range(1))}; }

struct Country {
    Model model;
    World at_start;
};

/// The baseline at a scale and its synthetic population. Only that of the last scale is kept.
inline const Country& country_at(double scale) {
    static std::unique_ptr<Country> country;
    if (!country || country->model.settings.scale != scale) {
        country.reset();
        auto fresh = std::make_unique<Country>();
        fresh->model =
            make_model("scenarios/no_policy.toml", {"run.scale=" + std::to_string(scale), "migration.alone=0",
                                                    "migration.liquidity=false", "migration.return_push=0"});
        fresh->at_start = make_world(fresh->model, Machine{available_threads()});
        country = std::move(fresh);
    }
    return *country;
}

/// A copy to simulate on, with ledgers for the machine's threads.
inline World fresh_world(const Country& country, const Machine& machine) {
    World world = country.at_start;
    world.ledgers.resize(static_cast<std::size_t>(machine.threads), world.ledgers.front());
    return world;
}

inline std::uint64_t households_in(const World& world) {
    std::uint64_t rows = 0;
    for (const Block& block : world.blocks) rows += block.household_rows();
    return rows;
}

/// Rates are per processor-second of all threads together.
inline benchmark::Counter per_second(double each_iteration) {
    return {each_iteration, benchmark::Counter::kIsIterationInvariantRate};
}

}  // namespace qonys::bench
