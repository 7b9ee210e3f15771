#include "app/resources.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

namespace qonys::app {
namespace {

rusage usage() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used;
}

double seconds(timeval time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); }

}  // namespace

double processor_seconds() {
    const rusage used = usage();
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double peak_gibibytes() { return static_cast<double>(usage().ru_maxrss) / (1 << 20); }

std::string to_text(const Resources& r) {
    return fmt::format(
        "{:.1f} s ({:.1f} processor-seconds on {} threads; input {:.1f}, population {:.1f}, simulation "
        "{:.1f}, output {:.1f}), peak memory {:.2f} GiB",
        r.wall_seconds, processor_seconds(), r.threads, r.read_seconds, r.synthesis_seconds, r.simulation_seconds,
        r.output_seconds, peak_gibibytes());
}

boost::json::object to_json(const Resources& r) {
    return {{"wall_seconds", r.wall_seconds},
            {"processor_seconds", processor_seconds()},
            {"read_seconds", r.read_seconds},
            {"synthesis_seconds", r.synthesis_seconds},
            {"simulation_seconds", r.simulation_seconds},
            {"output_seconds", r.output_seconds},
            {"threads", r.threads},
            {"peak_memory_gib", peak_gibibytes()}};
}

}  // namespace qonys::app
