#!/usr/bin/env bash
# Installs the Debian packages of the named sections of packages.txt, and says nothing when there is nothing to do.
#   tools/install.sh build test check
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
    printf 'tools/install.sh: %s\n' "$@" >&2
    exit 1
}

packages_of() { # prints the packages of one section
    awk -v section="[$1]" '
        { sub(/#.*/, ""); gsub(/[ \t\r]/, "") }
        /^\[/ { inside = ($0 == section); found = found || inside; next }
        inside && $0 != "" { print }
        END { exit !found }' packages.txt || fail "packages.txt has no section [$1]"
}

is_installed() {
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed* ]]
}

[[ $# -gt 0 ]] || fail "name at least one section of packages.txt, such as: build"
wanted=()
for section in "$@"; do
    listed="$(packages_of "$section")"
    mapfile -t -O "${#wanted[@]}" wanted <<<"$listed"
done

missing=()
for package in "${wanted[@]}"; do
    is_installed "$package" || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

command -v apt-get >/dev/null ||
    fail "Qonys builds on Debian 12; here is no apt-get. Install the equivalents of: ${missing[*]}"
as_root=()
if [[ "$(id -u)" -ne 0 ]]; then
    command -v sudo >/dev/null || fail "not root and no sudo; ask an administrator to run: apt-get install ${missing[*]}"
    as_root=(sudo)
fi

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
quietly() { # runs a command as root, and shows what it said only if it fails
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 </dev/null && return
    tail -n 30 "$log" >&2
    fail "failed: $*" "could not install: ${missing[*]}"
}
echo "installing ${#missing[@]} packages: ${missing[*]}"
quietly apt-get update -qq
quietly apt-get install -y -qq --no-install-recommends "${missing[@]}"
