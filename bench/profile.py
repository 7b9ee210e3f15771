#!/usr/bin/python3
"""Where the instructions and cache misses of a month go, by process, under callgrind with a simulated cache.

    bench/profile.py > docs/profile.md     some two minutes

One run of baseline.toml at scale 0.05 for 2019, one thread. The simulated caches are a core's: 48 KiB of data at the
first level and 2 MiB at the last; the blocks of the run take some 20 MiB.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / "build/release/bin/qonys"
MONTHS = 12
RUN = ["run", "scenarios/baseline.toml", "--threads", "1", "--quiet", "--force", "--scale", "0.05", "--until", "2019-12"]
EVENTS = ["Ir", "D1mr", "D1mw", "DLmr", "DLmw"]

INTRODUCTION = """# Where a month's work goes

Written by `bench/profile.py`: callgrind, one thread, scale 0.05, the twelve months of 2019 under baseline.toml. Caches are
simulated as those of one core: 48 KiB of data at the first level, 2 MiB at the last; the blocks of the run take some
20 MiB, so a block that a process fetches was out of the cache unless the process before it had it. Valgrind shows programs
a processor without AVX-512. Counts include what a function calls and are those of one month, millions.

"""


def annotated(inclusive):
    """Rows (function, {event: count}) of callgrind_annotate."""
    text = subprocess.run(["callgrind_annotate", f"--inclusive={inclusive}", "--threshold=100",
                           f"--show={','.join(EVENTS)}", profile], stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in text.splitlines():
        counts = re.findall(r"([\d,]+|\.) (?:\([^)]*\))?", line.split(":")[0]) if "qonys::" in line else []
        if len(counts) >= len(EVENTS):
            numbers = [0 if c == "." else int(c.replace(",", "")) for c in counts[:len(EVENTS)]]
            yield line.split(":", 1)[1], dict(zip(EVENTS, numbers))


def process_of(function):
    """The process that a block's work belongs to, or None."""
    work = re.search(r"_Function_handler<void \(unsigned long, unsigned long\), qonys::(?:\(anonymous namespace\)::)?"
                     r"([\w:]+)\(", function)
    return work[1] if work and "_M_invoke" in function else None


def table(rows, what):
    print(f"| {what} | instructions | first-level misses | last-level misses |\n|---|---|---|---|")
    for name, counts in rows:
        million = 1e6 * MONTHS
        print(f"| `{name}` | {counts['Ir'] / million:.2f} | {(counts['D1mr'] + counts['D1mw']) / million:.3f} "
              f"| {(counts['DLmr'] + counts['DLmw']) / million:.3f} |")
    print()


def added(rows):
    sums = {}
    for name, counts in rows:
        so_far = sums.setdefault(name, dict.fromkeys(EVENTS, 0))
        for event in EVENTS:
            so_far[event] += counts[event]
    return sorted(sums.items(), key=lambda row: -row[1]["Ir"])


with tempfile.TemporaryDirectory() as folder:
    profile = f"{folder}/callgrind.out"
    result = subprocess.run(["valgrind", "--tool=callgrind", "--cache-sim=yes", "--D1=49152,12,64",
                             "--LL=2097152,16,64", "--toggle-collect=qonys::advance*",
                             f"--callgrind-out-file={profile}", BINARY, *RUN, "-o", f"{folder}/run.h5"], cwd=ROOT,
                            env={"PATH": os.environ["PATH"], "OMP_WAIT_POLICY": "passive",
                                      "GOMP_SPINCOUNT": "0", "GLIBC_TUNABLES": ""}, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"profile.py: the run failed:\n{result.stderr}")
    inclusive = list(annotated("yes"))
    exclusive = list(annotated("no"))

print(INTRODUCTION, end="")
print("## By process\n")
whole = [("advance, all of it", c) for f, c in inclusive if f.startswith("qonys::advance(")]
table(whole[:1] + added((process_of(f), c) for f, c in inclusive if process_of(f)), "work in each block")
print("## By function, without what it calls\n")
short = ((re.sub(r"\(.*", "", re.sub(r".*?qonys::(?:\(anonymous namespace\)::)?", "", f, count=1)), c)
         for f, c in exclusive)
table(added(short)[:15], "function")
