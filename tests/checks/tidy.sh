#!/usr/bin/env bash
# clang-tidy over every source file of the build tree (build/release unless another is named), two or more at a time.
# A file that was clean stays unchecked until it, one of our headers it includes, or a .clang-tidy changes.
#   tests/checks/tidy.sh [--build build/dev] [file ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec /usr/bin/python3 tests/checks/tidy.py "$@"
