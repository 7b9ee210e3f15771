#!/usr/bin/env bash
# clang-tidy over every source file, two or more at a time, with the commands of build/tidy, which it configures: there
# each file is compiled by itself. A file that was clean stays unchecked until it, one of our headers it includes, or a
# .clang-tidy changes.
#   tests/checks/tidy.sh [file ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mpi=OFF
command -v mpicc >/dev/null && mpi=ON
cmake --preset dev -B build/tidy -DQONYS_BUILD_BENCHMARKS=ON -DQONYS_MPI="$mpi" >/dev/null
cmake --build build/tidy --target qonys_version >/dev/null
exec /usr/bin/python3 tests/checks/tidy.py "$@"
