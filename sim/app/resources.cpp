#include "app/resources.hpp"

#include <array>
#include <cmath>

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

void add_ranks(Resources& r, const Ranks& ranks) {
    constexpr double micro = 1e-6;
    r.ranks = ranks.count();
    r.traffic = traffic();
    std::array<std::int64_t, 2> used{std::llround(processor_seconds() / micro), std::llround(peak_gibibytes() / micro)};
    ranks.sum(used);
    r.processor_seconds = static_cast<double>(used[0]) * micro;
    r.memory_gibibytes = static_cast<double>(used[1]) * micro;
}

std::string to_text(const Resources& r) {
    const std::string on =
        r.ranks == 1 ? fmt::format("{} threads", r.threads) : fmt::format("{} ranks of {} threads", r.ranks, r.threads);
    const std::string exchanged = r.ranks == 1
                                      ? ""
                                      : fmt::format(", exchanged {:.1f} MiB a rank in {} calls",
                                                    static_cast<double>(r.traffic.bytes) / (1 << 20), r.traffic.calls);
    return fmt::format(
        "{:.1f} s ({:.1f} processor-seconds on {}; input {:.1f}, population {:.1f}, simulation "
        "{:.1f}, output {:.1f}), peak memory {:.2f} GiB{}",
        r.wall_seconds, r.processor_seconds, on, r.read_seconds, r.synthesis_seconds, r.simulation_seconds,
        r.output_seconds, r.memory_gibibytes, exchanged);
}

boost::json::object to_json(const Resources& r) {
    boost::json::object object = {{"wall_seconds", r.wall_seconds},
                                  {"processor_seconds", r.processor_seconds},
                                  {"read_seconds", r.read_seconds},
                                  {"synthesis_seconds", r.synthesis_seconds},
                                  {"simulation_seconds", r.simulation_seconds},
                                  {"output_seconds", r.output_seconds},
                                  {"threads", r.threads},
                                  {"peak_memory_gib", r.memory_gibibytes}};
    if (r.ranks == 1) return object;
    object["ranks"] = r.ranks;
    object["exchanges"] = r.traffic.calls;
    object["exchanged_bytes"] = r.traffic.bytes;
    return object;
}

}  // namespace qonys::app
