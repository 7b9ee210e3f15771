#!/usr/bin/python3
"""Counts instructions of small fixed runs under callgrind and holds them against bench/instructions.json.

    bench/instructions.py                      exit status 1 if a part takes over 3 % more than the stored count
    bench/instructions.py --update "reason"    stores what is counted now

Seconds depend on the neighbours, instructions hardly: the same program counts the same to the last digit on one machine. They say nothing
of caches. Counts are stored by compiler and instruction set (valgrind 3.19 shows programs a processor without AVX-512,
so all with AVX2 count alike). For a compiler without stored counts the status is 77, "skipped". One thread; some 20 s.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
STORED = ROOT / "bench/instructions.json"
TOLERANCE = 0.03
SKIPPED = 77

# Runs, with {output} for a scratch file, and their parts: functions whose instructions are counted with all they call.
RUN = ["qonys", "run", "scenarios/baseline.toml", "--threads", "1", "--quiet", "--force", "-o", "{output}"]
CASES = {
    "year": (RUN + ["--scale", "0.05", "--until", "2019-12"], {
        "reading": ["qonys::make_model"],
        "synthesis": ["qonys::make_world"],
        "months": ["qonys::advance"],
        "output": ["qonys::Trajectory::begin", "qonys::Trajectory::record"]}),
    # Half a year in which nearly every kind of policy is in force.
    "policies": (RUN + ["--scale", "0.02", "--from", "2020-01", "--until", "2020-06"], {"months": ["qonys::advance"]}),
    "reference": (["qonys_reference", "--agents", "100000", "--months", "24"], {
        "start": ["qonys::reference::Engine::Engine"],
        "months": ["qonys::reference::Engine::advance"]}),
}


def inclusive_counts(annotated, functions):
    """Instructions of each function with its callees, of what `callgrind_annotate --inclusive=yes` prints."""
    found = {}
    for line in annotated.splitlines():
        row = re.match(r"\s*([\d,]+) \([^)]*\)\s+\S+?:(qonys::[\w:]+)\(", line)
        if row and row[2] in functions:
            found[row[2]] = found.get(row[2], 0) + int(row[1].replace(",", ""))
    missing = set(functions) - set(found)
    if missing:
        sys.exit(f"instructions.py: callgrind saw no {', '.join(sorted(missing))}: was it renamed or made inline? "
                 "Name what took its place in CASES.")
    return found


def count(case, binaries):
    """Instructions of a case by part: 'case.part' -> number."""
    command, parts = CASES[case]
    with tempfile.TemporaryDirectory() as folder:
        profile = f"{folder}/callgrind.out"
        program, *options = [word.replace("{output}", f"{folder}/run.h5") for word in command]
        result = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", binaries / program,
                                 *options], cwd=ROOT, env={"PATH": os.environ["PATH"], "OMP_WAIT_POLICY": "passive",
                                      "GOMP_SPINCOUNT": "0", "GLIBC_TUNABLES": ""},
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if result.returncode != 0:
            sys.exit(f"instructions.py: {' '.join(command)} failed:\n{result.stderr}")
        annotated = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", profile],
                                   stdout=subprocess.PIPE, text=True, check=True).stdout
    functions = [function for part in parts.values() for function in part]
    found = inclusive_counts(annotated, functions)
    return {f"{case}.{part}": sum(found[function] for function in of_part) for part, of_part in parts.items()}


def compiler(binaries):
    """'g++ 12.2.0, avx2': what the counts are stored under."""
    cache = (binaries.parent / "CMakeCache.txt").read_text()
    path = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.MULTILINE)[1]
    first_line = subprocess.run([path, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[0]
    version = re.findall(r"\d+\.\d+\.\d+", first_line)[-1]
    has_avx2 = "avx2" in pathlib.Path("/proc/cpuinfo").read_text().split()
    return f"{'clang' if 'clang' in first_line else 'g++'} {version}, {'avx2' if has_avx2 else 'without avx2'}"


def compared(stored, counted):
    """Rows (part, stored, counted, change) and the parts that take too many."""
    rows, worse = [], []
    for part, now in counted.items():
        before = stored.get(part)
        change = now / before - 1 if before else None
        rows.append((part, before, now, change))
        if change is None or change > TOLERANCE:
            worse.append(part)
    return rows, worse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", metavar="REASON", help="store the counts, and why they are what they are")
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build/release/bin")
    options = parser.parse_args()
    if not (shutil.which("valgrind") and shutil.which("callgrind_annotate")):
        print("skipped: no valgrind here (tools/install.sh test)")
        sys.exit(SKIPPED)
    binaries = options.binaries.resolve()
    key = compiler(binaries)
    everything = json.loads(STORED.read_text()) if STORED.exists() else {}
    if key not in everything and not options.update:
        print(f"skipped: no counts are stored for {key}; there are: {', '.join(everything)}")
        sys.exit(SKIPPED)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        counted = {}
        for part in pool.map(lambda case: count(case, binaries), CASES):
            counted |= part
    stored = everything.get(key, {"instructions": {}})
    rows, worse = compared(stored["instructions"], counted)
    for part, before, now, change in rows:
        print(f"{part:20} {now:15,}  " + ("new" if change is None else f"{100 * change:+.2f} % of {before:,}"))
    if options.update:
        everything[key] = {"reason": options.update, "instructions": counted}
        STORED.write_text(json.dumps(everything, indent=2) + "\n")
        return
    if worse:
        sys.exit(f"over {100 * TOLERANCE:.0f} % more instructions (or new): {', '.join(worse)}. If that is meant: "
                 'bench/instructions.py --update "reason", and commit bench/instructions.json.')
    if any(change < -TOLERANCE for *_, change in rows):
        print('Some take less: bench/instructions.py --update "reason" holds what was gained.')


if __name__ == "__main__":
    main()
