#!/usr/bin/env bash
# clang-tidy over every source file, eight together (QONYS_UNITY): what it looks for in the system's headers it looks for
# once then, in a third of the time. With the commands of build/tidy, which it configures. Files that were clean stay
# unchecked until one of them, one of our headers they include, or a .clang-tidy changes.
#   tests/checks/tidy.sh [file ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mpi=OFF
command -v mpicc >/dev/null && mpi=ON
cmake --preset dev -B build/tidy -DQONYS_UNITY=ON -DQONYS_BUILD_BENCHMARKS=ON -DQONYS_MPI="$mpi" >/dev/null
cmake --build build/tidy --target qonys_version >/dev/null
exec /usr/bin/python3 tests/checks/tidy.py "$@"
