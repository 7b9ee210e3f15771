#!/usr/bin/env python3
"""Who may include whom. Reads every #include of sim/ and analysis/ and prints file:line and the rule it breaks.

    tests/checks/layering.py [repository]      exit status 1 if a rule is broken
"""

import re
import sys
from pathlib import Path

# From low to high. A folder may include itself and every folder on a lower line; folders on one line are strangers.
LAYERS = [
    ["base"],
    ["random", "parallel", "config"],
    ["world"],
    ["population", "process", "policy"],
    ["output"],
    ["model"],
    ["analysis"],
    ["app"],
]
HEIGHT = {folder: height for height, layer in enumerate(LAYERS) for folder in layer}

# Generated headers, and the layer they count as.
GENERATED = {"version.hpp": "base"}

# Folders whose file pairs know nothing of each other ("migration_choices" belongs to "migration"), apart from these: the headers all may share, and the one file
# that lists them all.
STRANGERS = {"process": {"shared": set(), "lists": None}, "policy": {"shared": {"policy", "frame", "places", "eligible", "spells", "words"}, "lists": "catalogue"}}

# A vendor's header lives in one place: pattern of the include -> pattern of the files that may have it.
VENDORS = [
    (r"omp\.h|mpi\.h", r"sim/parallel/.*"),
    (r"hdf5(_hl)?\.h|H5.*\.h", r"sim/output/hdf5_\w+\.[ch]pp"),
    (r"zlib\.h", r"sim/output/chunk_compressor\.cpp"),
    (r"toml\+\+/.*|toml\.hpp", r"sim/config/.*"),
    (r"CLI/.*", r"sim/app/.*"),
    (r"Random123/.*", r"sim/random/.*"),
    (r"boost/(beast|asio)[/.].*", r"analysis/.*"),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*(?P<quote>["<])(?P<name>[^">]+)[">]')


def folder_of(path):
    """The layer of a file of ours ('sim/base/month.hpp') or of an include ('base/month.hpp', 'analysis/sweep.hpp')."""
    parts = path.split("/")
    if parts[0] == "sim":
        parts = parts[1:]
    return parts[0] if len(parts) > 1 else None


def broken_rule(file, name, quoted):
    """The rule that `file` breaks by including `name`, or None."""
    for header, home in VENDORS:
        if re.fullmatch(header, name) and not re.fullmatch(home, file):
            return f"<{name}> belongs in {home} only".replace(r"\w+", "*").replace("\\", "").replace(".*", "*")
    if not quoted:
        return None

    own, other = folder_of(file), GENERATED.get(name) or folder_of(name)
    if own not in HEIGHT:
        return f"the folder '{own}' is in no layer (tests/checks/layering.py lists them)"
    if other not in HEIGHT:
        return f'"{name}" is in no layer; a vendor\'s header takes <>, one of ours its folder: "base/month.hpp"'
    if name.startswith("sim/"):
        return f'write "{name[4:]}": sim/ is the include root'
    if other != own and HEIGHT[other] >= HEIGHT[own]:
        relation = "above" if HEIGHT[other] > HEIGHT[own] else "beside"
        return f"{own} may not include {other}, which is {relation} it"
    if other == own and own in STRANGERS:
        stem, header = Path(file).stem, Path(name).stem
        rule = STRANGERS[own]
        same = f"{stem}_".startswith(f"{header}_") or f"{header}_".startswith(f"{stem}_")
        if not same and header not in rule["shared"] and stem != rule["lists"]:
            return f"one {own} may not include another: they meet only in World and Levers"
    return None


def complaints(root):
    """'file:line: rule' for every include under `root` that breaks one."""
    root = Path(root)
    files = sorted(path for top in ("sim", "analysis") for path in (root / top).rglob("*.[ch]pp"))
    for path in files:
        file = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            match = INCLUDE.match(line)
            rule = match and broken_rule(file, match["name"], match["quote"] == '"')
            if rule:
                yield f"{file}:{number}: {rule}"


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    found = list(complaints(root))
    print("\n".join(found) if found else "layering: every include keeps to the order")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
