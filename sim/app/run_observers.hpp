#pragma once

#include <chrono>

#include "output/observer.hpp"
#include "parallel/machine.hpp"

namespace qonys::app {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start);

/// Measures what another observer costs. Both must outlive the run.
class Timed final : public Observer {
public:
    explicit Timed(Observer& observer) : observer_(observer) {}
    void begin(const RunInfo& run, const World& world) override;
    void record(const World& world) override;
    void end(const World& world, RunEnd how) override;
    double seconds() const { return seconds_; }

private:
    Observer& observer_;
    double seconds_ = 0;
};

/// Counts everybody once more when the run is over and compares with the books. Stands before the observer that closes
/// the output, so that no output is published whose books are wrong.
class Recount final : public Observer {
public:
    explicit Recount(Machine machine) : machine_(machine) {}
    void begin(const RunInfo&, const World&) override {}
    void record(const World&) override {}
    void end(const World& world, RunEnd) override;

private:
    Machine machine_;
};

}  // namespace qonys::app
