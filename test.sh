#!/usr/bin/env bash
# Everything that must hold before a change goes in, one stage after the other; stops at the first that fails.
#   ./test.sh          all stages
#   ./test.sh --fast   the release build, without MPI, and its tests only
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

logs=build/logs
mkdir -p "$logs"
jobs="$(nproc)"
export CTEST_PARALLEL_LEVEL="$jobs"

stage() { # stage NAME COMMAND...: runs it with its output in a log, and prints its seconds, or the log if it fails
    local name="$1" start=$SECONDS
    local log="$logs/${name// /-}.log"
    shift
    if "$@" >"$log" 2>&1 </dev/null; then
        printf '%-24s ok  %4d s\n' "$name" $((SECONDS - start))
    else
        tail -n 200 "$log"
        printf '%-24s FAILED after %d s (whole log: %s)\n' "$name" $((SECONDS - start)) "$log"
        exit 1
    fi
}
build() {
    cmake --preset "$1" && cmake --build --preset "$1" --parallel "$jobs"
}
# ThreadSanitizer of clang 14 cannot place its shadow where some kernels put the heap: no address randomisation, then.
fixed_addresses=()
setarch -R true 2>/dev/null && fixed_addresses=(setarch -R)
closing_lines() { sed -n '/tests passed,/,$p' "$logs/release-tests.log"; }

case "${1:-}" in
--fast)
    stage "packages" tools/install.sh build test
    stage "release build" build release
    stage "release tests" ctest --preset release
    closing_lines
    exit
    ;;
"") ;;
*)
    echo "usage: ./test.sh [--fast]" >&2
    exit 64
    ;;
esac

stage "packages" tools/install.sh build test check mpi
stage "layering" /usr/bin/python3 tests/checks/layering.py
stage "format" tests/checks/format.sh
# The release build with MPI; the next one is without.
stage "release build" build mpi
stage "release tests" ctest --preset mpi
stage "asan build" build asan
stage "asan tests" ctest --preset asan
stage "tsan build" build tsan
stage "tsan tests" "${fixed_addresses[@]}" ctest --preset tsan
# The library and the program; `tests/checks/tidy.sh` alone also takes the tests and benchmarks.
stage "clang-tidy" tests/checks/tidy.sh sim/*/*.cpp analysis/*.cpp
closing_lines
