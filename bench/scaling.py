#!/usr/bin/python3
"""Measures Qonys on ranks and threads and writes docs/scaling.md (its text is bench/scaling.in.md).

    bench/scaling.py [--output docs/scaling.md] [--most-scale 1] [--without-ten]

Needs the build with MPI (cmake --preset mpi && cmake --build build/mpi), 8 GiB of memory and, for the seconds to mean
anything, a machine with nothing else to do. Some minutes. Builds nothing.
"""

import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from performance import machine, spread, table

ROOT = pathlib.Path(__file__).resolve().parent.parent
QONYS = ROOT / "build/mpi/bin/qonys"
GEOGRAPHY = ROOT / "scenarios/data/kz20"
MPIRUN = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none"]
ENVIRONMENT = dict(os.environ, OMP_WAIT_POLICY="passive")
MONTHS = 60
# Columns of the tables that count persons or what they do; everything else is a share, a rate, a price or a name.
COUNTS = {"urban", "rural", "persons", "births", "deaths", "immigrants", "emigrants", "arrivals", "departures",
          "interregional_persons", "all_internal_persons", "students", "households", "trips_per_month"}


def run(ranks, threads, scale, folder, *options, scenario=ROOT / "scenarios/baseline.toml"):
    """One run: what the program says that it cost."""
    launcher = [] if ranks == 1 else [*MPIRUN, "-n", str(ranks)]
    command = [*launcher, QONYS, "run", scenario, "--scale", scale, "--threads", threads, "--json", "--quiet", "--force",
               "-o", folder / "run.h5", *options]
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"failed: {command}\n{done.stderr}")
    return json.loads(done.stdout)["resources"]


def layouts():
    """(ranks, threads): one of each, as many as there are processors, and both together."""
    most = os.cpu_count()
    alone = [1] + [n for n in (2, 4, 8, 16, 32, 64) if n < most] + ([most] if most > 1 else [])
    mixed = [(2, most // 2)] if most > 3 else []
    return [(1, n) for n in alone] + [(n, 1) for n in alone if n > 1] + mixed


def column(runs, key, factor=1.0):
    return [found[key] * factor for found in runs]


def walls(runs):
    return statistics.median(column(runs, "wall_seconds"))


def speed(scale, repetitions, folder):
    runs = {layout: [] for layout in layouts()}
    for _ in range(repetitions):
        for layout, found in runs.items():
            found.append(run(*layout, scale, folder))
    alone = walls(runs[1, 1])
    rows = []
    for (ranks, threads), found in runs.items():
        processors = ranks * threads
        ratio = alone / walls(found)
        # Amdahl: 1 / ratio = serial + (1 - serial) / processors.
        serial = (1 / ratio - 1 / processors) / (1 - 1 / processors) if processors > 1 else None
        rows.append([scale, ranks, threads, spread(column(found, "wall_seconds"), 2),
                     spread(column(found, "processor_seconds"), 2), f"{ratio:.2f}", f"{ratio / processors:.2f}",
                     "" if serial is None else f"{100 * serial:.0f} %",
                     f"{found[0]['peak_memory_gib'] / ranks:.3f}",
                     "" if ranks == 1 else f"{found[0]['exchanges'] / MONTHS:.0f}",
                     "" if ranks == 1 else f"{found[0]['exchanged_bytes'] / MONTHS / 2**20:.2f}"])
    return rows


def many_times(times, folder):
    """A scenario whose tables count so many times as many people, in the same places, with the same rates."""
    tables = folder / f"times_{times}"
    tables.mkdir()
    for source in GEOGRAPHY.glob("*.*"):
        text = source.read_text()
        if source.suffix == ".csv":
            rows = list(csv.DictReader(text.splitlines()))
            with open(tables / source.name, "w", newline="") as out:
                writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
                writer.writeheader()
                for row in rows:
                    writer.writerow({key: f"{times * float(value):.10g}" if key in COUNTS else value
                                     for key, value in row.items()})
        else:
            (tables / source.name).write_text(text)
    scenario = folder / f"times_{times}.toml"
    scenario.write_text(f'extends = "{ROOT}/scenarios/no_policy.toml"\n[run]\ntitle = "{times} x"\n'
                        f'geography = "{tables}"\n')
    return scenario


def ten_times(scale, folder):
    rows = []
    cases = ((1, ROOT / "scenarios/no_policy.toml"), (10, many_times(10, folder)))
    for times, scenario in cases:
        for ranks, threads in ((1, 2), (2, 1)):
            found = run(ranks, threads, scale, folder, "--until", "2019-12", scenario=scenario)
            rows.append([times, ranks, threads, f"{found['synthesis_seconds']:.1f}",
                         f"{found['simulation_seconds'] / 12:.3f}", f"{found['processor_seconds']:.0f}",
                         f"{found['peak_memory_gib'] / ranks:.2f}",
                         "" if ranks == 1 else f"{found['exchanged_bytes'] / 12 / 2**20:.2f}"])
    return table(["country", "ranks", "threads of each", "synthesis, wall s", "month, wall s", "processor-seconds",
                  "memory a rank, GiB", "MiB got a rank and month"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs/scaling.md")
    parser.add_argument("--most-scale", type=float, default=1, help="for a try: 0.01 takes some seconds")
    parser.add_argument("--without-ten", action="store_true", help="leave out the country with ten times as many people")
    arguments = parser.parse_args()
    if not QONYS.exists():
        sys.exit("build/mpi/bin/qonys is missing: cmake --preset mpi && cmake --build build/mpi")
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for scale, repetitions in ((0.01, 5), (0.1, 5), (1, 2)):
            if scale <= arguments.most_scale:
                print(f"measuring scale {scale} ...", file=sys.stderr)
                rows += speed(scale, repetitions, folder)
        ten = "Not measured."
        if not arguments.without_ten:
            print("measuring ten times the country ...", file=sys.stderr)
            ten = ten_times(arguments.most_scale, folder)
    measured = {"machine": machine(), "ten": ten, "speed": table(
        ["scale", "ranks", "threads of each", "wall s", "processor-seconds", "faster", "efficiency", "serial share",
         "memory a rank, GiB", "exchanges a month", "MiB got a rank and month"], rows)}
    text = (ROOT / "bench/scaling.in.md").read_text()
    for part, found in measured.items():
        text = text.replace("{{" + part + "}}", found)
    arguments.output.write_text(text)


if __name__ == "__main__":
    main()
