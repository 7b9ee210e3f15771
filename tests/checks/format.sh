#!/usr/bin/env bash
# Checks that every C++ file, tracked or new, is as .clang-format wants it; with --fix, makes it so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folders=()
for folder in sim analysis bench tests; do
    [[ -d "$folder" ]] && folders+=("$folder")
done
format() { find "${folders[@]}" -name '*.[ch]pp' -print0 | xargs -0 -r -n 20 -P "$(nproc)" clang-format-14 "$@"; }

if [[ "${1:-}" == --fix ]]; then
    format -i
elif ! complaints="$(format --dry-run -Werror 2>&1)"; then
    grep -oE '^[^ :]+:[0-9]+' <<<"$complaints" | sort -t: -u -k1,1 -k2,2n
    echo "not as .clang-format wants them; tests/checks/format.sh --fix puts them right"
    exit 1
fi
