#include "parallel/environment.hpp"

#include <array>
#include <cstdlib>
#include <utility>

#include <unistd.h>

namespace qonys {

void set_environment(char** argv) {
    constexpr std::array<std::pair<const char*, const char*>, 3> wanted{{
        // Waiting threads shall sleep, not spin: another process may want the processor. Only the microsecond or two
        // that most waits in a small run take are not worth the sleep (docs/speed.md).
        {"OMP_WAIT_POLICY", "passive"},
        {"GOMP_SPINCOUNT", "1000"},
        // Pages of 2 MiB, since rows are asked here and there in all memory, and none given back between months: 4 %
        // less processor time (docs/speed.md).
        {"GLIBC_TUNABLES",
         "glibc.malloc.hugetlb=1:glibc.malloc.trim_threshold=2000000000:glibc.malloc.mmap_threshold=33554432"},
    }};
    bool changed = false;
    for (const auto& [name, value] : wanted)
        if (std::getenv(name) == nullptr) changed = setenv(name, value, 0) == 0 || changed;
    if (changed) execv("/proc/self/exe", argv);
}

}  // namespace qonys
