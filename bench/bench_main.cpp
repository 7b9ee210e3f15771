#include <benchmark/benchmark.h>

#include "parallel/environment.hpp"

/// As BENCHMARK_MAIN, with the threads and the memory as `qonys` has them.
int main(int argc, char** argv) {
    qonys::set_environment(argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
