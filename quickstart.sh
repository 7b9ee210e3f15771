#!/usr/bin/env bash
# From a fresh Debian 12 to the first trajectory: installs what is missing, builds Qonys, runs the baseline scenario.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

tools/install.sh build
cmake --preset release >/dev/null
cmake --build --preset release --target qonys_program
build/release/bin/qonys run scenarios/baseline.toml -o baseline.h5 --force

cat <<'END'

The trajectory is in baseline.h5. From here:
  build/release/bin/qonys info baseline.h5    what the file holds
  build/release/bin/qonys --help              the other commands
  scenarios/                                  scenarios to copy and change
  docs/                                       the model, the file format, how-tos
END
