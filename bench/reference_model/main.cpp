#include <chrono>
#include <ctime>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "reference_model/dense.hpp"
#include "reference_model/engine.hpp"

// qonys_reference: one run of REF(N), as JSON on standard output.

namespace {

using namespace qonys;
using namespace qonys::reference;

/// Of the whole process: processor time is that of all threads.
struct Clock {
    std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();
    std::clock_t cpu = std::clock();

    double wall_seconds(const Clock& since) const { return std::chrono::duration<double>(wall - since.wall).count(); }
    double cpu_seconds(const Clock& since) const {
        return static_cast<double>(cpu - since.cpu) / static_cast<double>(CLOCKS_PER_SEC);
    }
};

struct Options {
    std::string implementation = "engine";
    std::uint64_t agents = 1'000'000;
    int months = month_count;
    int threads = 1;
    std::uint64_t seed = 1;
    Behaviour behaviour;
};

template <class Implementation, class Threads>
void run(const Options& options, const Threads& threads) {
    const Clock begin;
    Implementation model(Seed{options.seed}, options.agents, options.behaviour, threads);
    const Clock started;
    std::vector<Flows> flows;
    for (int month = 0; month < options.months; ++month) flows.push_back(model.advance());
    const Clock end;

    const double agent_months = static_cast<double>(options.agents) * options.months;
    std::int64_t moves = 0;
    std::vector<std::string> matrices;
    for (const Flows& month : flows) {
        for (const std::int64_t flow : month.cells()) moves += flow;
        matrices.push_back(fmt::format("[{}]", fmt::join(month.cells(), ",")));
    }
    fmt::print(
        "{{\"implementation\": \"{}\", \"agents\": {}, \"months\": {}, \"threads\": {}, \"seed\": {},\n"
        " \"start_wall_seconds\": {}, \"start_cpu_seconds\": {}, \"wall_seconds\": {}, \"cpu_seconds\": {},\n"
        " \"agent_months_per_wall_second\": {}, \"agent_months_per_cpu_second\": {}, \"bytes_per_agent\": {}, "
        "\"moves\": {},\n \"populations\": [{}],\n \"flows\": [{}]}}\n",
        options.implementation, options.agents, options.months, options.threads, options.seed,
        started.wall_seconds(begin), started.cpu_seconds(begin), end.wall_seconds(started), end.cpu_seconds(started),
        agent_months / end.wall_seconds(started), agent_months / end.cpu_seconds(started),
        static_cast<double>(model.bytes()) / static_cast<double>(options.agents), moves,
        fmt::join(model.populations(), ","), fmt::join(matrices, ",\n  "));
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App program(
        "One run of REF(N), the benchmark of bench/reference_model.md, as JSON: seconds, and the flows "
        "[origin, destination] of every month, row by row");
    program.add_option("--implementation", options.implementation)
        ->check(CLI::IsMember({"engine", "plain", "tabulated"}))
        ->capture_default_str();
    program.add_option("--agents", options.agents)->check(CLI::Range(1.0, 2e9))->capture_default_str();
    program.add_option("--months", options.months)->check(CLI::Range(1, month_count))->capture_default_str();
    program.add_option("--threads", options.threads)->check(CLI::Range(1, 1024))->capture_default_str();
    program.add_option("--seed", options.seed)->capture_default_str();
    program.add_option("--level", options.behaviour.level, "factor of all hazards; REF has 1")
        ->check(CLI::Range(0.001, 60.0))
        ->capture_default_str();
    program.add_option("--home-bonus", options.behaviour.home_bonus, "REF has 1.2")->capture_default_str();
    CLI11_PARSE(program, argc, argv);

    if (options.implementation == "engine") {
        run<Engine>(options, Machine{options.threads});
    } else if (options.implementation == "plain") {
        run<PlainPass>(options, options.threads);
    } else {
        run<TabulatedPass>(options, options.threads);
    }
    return 0;
}
