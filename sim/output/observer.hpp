#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/month.hpp"
#include "random/stream.hpp"
#include "world/world.hpp"

namespace qonys {

/// What an observer may know of a run beside the World: enough to run it again.
struct RunInfo {
    std::string title;
    Month first;  ///< first simulated month
    Month last;
    double scale = 1;  ///< agents per real household; outputs are agents times 1 / scale where they say so
    Seed seed;
    int threads = 1;
    struct Policy {
        std::string name;
        std::string kind;
        std::string level;  ///< "global" | "cross-country" | "national"
    };
    std::vector<Policy> policies;  ///< in the order of the ledgers' policy rows
    struct InputFile {
        std::string path;    ///< as the user wrote it, or relative to the scenario's folder
        std::string sha256;  ///< lower-case hexadecimal
        std::string text;    ///< of scenario files; "" for tables
        std::string source;  ///< who published a table; "" for scenario files
    };
    std::vector<InputFile> files;    ///< scenario files in reading order, then tables
    std::string effective_scenario;  ///< one TOML text without `extends`, overrides applied: reruns the run
    std::string command_line;
};

/// Why a run ended.
enum class RunEnd : std::uint8_t { complete, interrupted };

/// Reads a closed month and writes something down; cannot change or draw anything.
class Observer {
public:
    virtual ~Observer() = default;
    /// Before the first month; `world.published` describes the month before it.
    virtual void begin(const RunInfo& run, const World& world) = 0;
    /// After each month, once its books balance.
    virtual void record(const World& world) = 0;
    virtual void end(const World& world, RunEnd how) = 0;
};

}  // namespace qonys
