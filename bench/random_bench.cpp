#include <cmath>
#include <random>

#include <benchmark/benchmark.h>

#include "dense_reference/xoshiro.hpp"
#include "random/candidates.hpp"

namespace qonys::bench {
namespace {

constexpr Month month(2019, 1);

void stream_word(benchmark::State& state) {
    Stream stream({1}, Purpose::benchmark, month, BlockId{0});
    for (auto _ : state) benchmark::DoNotOptimize(stream.word());
}
BENCHMARK(stream_word);

/// A household's own stream: address and first word.
void stream_first_word(benchmark::State& state) {
    std::uint32_t row = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(Stream({1}, Purpose::benchmark, month, BlockId{0}, row++ & 0xFFFU).word());
}
BENCHMARK(stream_first_word);

void xoshiro_word(benchmark::State& state) {
    dense::Xoshiro random(1, 0);
    for (auto _ : state) benchmark::DoNotOptimize(random.word());
}
BENCHMARK(xoshiro_word);

void mersenne_twister_word(benchmark::State& state) {
    std::mt19937_64 random(1);
    for (auto _ : state) benchmark::DoNotOptimize(random());
}
BENCHMARK(mersenne_twister_word);

// The primitive on a thousand blocks of 4096 rows. The argument is -10 log10 of the bound; hazards are half of it.

constexpr std::uint32_t rows = 4096;
constexpr std::uint32_t blocks = 1000;

double bound_of(const benchmark::State& state) { return std::pow(10, -0.1 * static_cast<double>(state.range(0))); }

void count(benchmark::State& state, double bound, double accepted) {
    state.counters["rows/s"] = {double{rows} * blocks, benchmark::Counter::kIsIterationInvariantRate};
    state.counters["candidates/s"] = {rows * blocks * bound, benchmark::Counter::kIsIterationInvariantRate};
    state.counters["accepted"] = accepted / static_cast<double>(state.iterations());
}

void thinning(benchmark::State& state) {
    const double bound = bound_of(state);
    const std::vector<float> hazard(std::size_t{rows} * blocks, static_cast<float>(bound / 2));
    double accepted = 0;
    for (auto _ : state)
        for (std::uint32_t b = 0; b < blocks; ++b) {
            const auto id = static_cast<BlockId>(b);
            for_each_candidate(Stream({1}, Purpose::benchmark, month, id), rows, bound,
                               [&](std::uint32_t row, double uniform) {
                                   if (accept(uniform * bound, hazard[b * rows + row], bound, "benchmark", id, row))
                                       ++accepted;
                               });
        }
    count(state, bound, accepted);
}
BENCHMARK(thinning)->ArgName("minus_10_log10_bound")->DenseRange(0, 40, 10)->Arg(3)->Unit(benchmark::kMicrosecond);

void dense_walk(benchmark::State& state) {
    const double bound = bound_of(state);
    const std::vector<float> hazard(std::size_t{rows} * blocks, static_cast<float>(bound / 2));
    dense::Xoshiro random(1, 0);
    double accepted = 0;
    for (auto _ : state)
        for (const float chance : hazard)
            if (random.uniform() < chance) ++accepted;
    count(state, bound, accepted);
}
BENCHMARK(dense_walk)->ArgName("minus_10_log10_bound")->DenseRange(0, 40, 10)->Arg(3)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace qonys::bench
