#include "app/run_observers.hpp"

#include "world/world.hpp"

namespace qonys::app {

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void Timed::begin(const RunInfo& run, const World& world) {
    const Clock::time_point start = Clock::now();
    observer_.begin(run, world);
    seconds_ += seconds_since(start);
}

void Timed::record(const World& world) {
    const Clock::time_point start = Clock::now();
    observer_.record(world);
    seconds_ += seconds_since(start);
}

void Timed::end(const World& world, RunEnd how) {
    const Clock::time_point start = Clock::now();
    observer_.end(world, how);
    seconds_ += seconds_since(start);
}

void Recount::end(const World& world, RunEnd) { check_recount(world, machine_); }

}  // namespace qonys::app
