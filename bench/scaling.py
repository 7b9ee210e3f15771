#!/usr/bin/python3
"""Measures Qonys on ranks and threads and writes docs/scaling.md (its text is bench/scaling.in.md).

    bench/scaling.py [--output docs/scaling.md] [--most-scale 1]

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
BASELINE = ROOT / "scenarios/baseline.toml"
GEOGRAPHY = ROOT / "scenarios/data/kz20"
MPIRUN = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none"]
ENVIRONMENT = dict(os.environ, OMP_WAIT_POLICY="passive")
MONTHS = 60
YEAR = 12  # months of the runs with ten times as many people
WORLD = 2e9  # households, assumed: 8 billion people, four in a household
# Columns of the tables that count persons or what they do; everything else is a share, a rate, a price or a name.
COUNTS = {"urban", "rural", "persons", "births", "deaths", "immigrants", "emigrants", "arrivals", "departures",
          "interregional_persons", "all_internal_persons", "students", "households", "trips_per_month"}


def run(ranks, threads, scale, folder, *options, scenario=BASELINE):
    """One run: what the program says that it cost."""
    launcher = [] if ranks == 1 else [*MPIRUN, "-n", str(ranks)]
    command = [*launcher, QONYS, "run", scenario, "--scale", scale, "--threads", threads, "--json", "--quiet", "--force",
               "-o", folder / "run.h5", *options]
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"failed: {command}\n{done.stderr}")
    said = json.loads(done.stdout)
    return {"households": said["households_at_start"] * said["scale"], **said["resources"]}


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
                     "" if serial is None else f"{100 * serial:.0f} %" if serial < 1 else "slower",
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
    scenario.write_text(f'extends = "{BASELINE}"\n[run]\ntitle = "{times} x"\ngeography = "{tables}"\n')
    return scenario


def month(found):
    return found["simulation_seconds"] / YEAR


def ten_times(scale, folder):
    """(times, ranks, threads) -> one run of a year."""
    found = {}
    for times, scenario in ((1, BASELINE), (10, many_times(10, folder))):
        for ranks, threads in ((1, 1), (1, 2), (2, 1)):
            found[times, ranks, threads] = run(ranks, threads, scale, folder, "--until", "2019-12", scenario=scenario)
    return found


def ten_times_table(found):
    rows = []
    for (times, ranks, threads), one in found.items():
        rows.append([times, f"{one['households']:,.0f}", ranks, threads, f"{one['synthesis_seconds']:.1f}",
                     f"{month(one):.3f}", f"{one['processor_seconds']:.1f}", f"{one['peak_memory_gib'] / ranks:.2f}",
                     "" if ranks == 1 else f"{one['exchanged_bytes'] / YEAR / 2**20:.2f}"])
    return table(["times", "households", "ranks", "threads of each", "synthesis, wall s", "month, wall s",
                  "processor-seconds", "memory a rank, GiB", "MiB got a rank and month"], rows)


def world_table(found):
    """On paper: what grows with the households is taken from the largest country, the rest from the difference."""
    large, small = found[10, 2, 1], found[1, 2, 1]
    households = large["households"]
    grows = (large["exchanged_bytes"] - small["exchanged_bytes"]) / YEAR / (households - small["households"])
    fixed = small["exchanged_bytes"] / YEAR - grows * small["households"]
    one, two = month(found[10, 1, 1]), month(found[10, 1, 2])
    serial = min(max(2 * two - one, 0.0), one)  # of one = serial + parallel and two = serial + parallel / 2
    parallel = one - serial
    memory = found[10, 1, 2]["peak_memory_gib"] * 2**30 / households
    times = WORLD / households
    rows = [["memory, GiB", f"{memory:.0f} bytes a household x 2e9", f"{memory * WORLD / 2**30:,.0f}"],
            ["parallel part of a month, processor-seconds",
             f"{1e9 * parallel / households:.0f} ns a household x 2e9", f"{parallel * times:,.0f}"],
            ["serial part of a month, seconds on every rank", f"at most {1e9 * serial / households:.1f} ns a household x 2e9",
             f"{serial * times:,.1f}"],
            ["MiB that a rank gets a month", f"{fixed / 2**20:.2f} MiB + {grows:.3f} bytes a household x 2e9",
             f"{(fixed + grows * WORLD) / 2**20:,.0f}"],
            ["processors at which both parts take as long", "parallel / serial",
             f"{parallel / serial:,.0f}" if serial > 0 else "the serial part was not measurable"]]
    return table(["", "arithmetic", "two billion households"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs/scaling.md")
    parser.add_argument("--most-scale", type=float, default=1, help="for a try: 0.01 takes some seconds")
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
        print("measuring ten times the country ...", file=sys.stderr)
        found = ten_times(arguments.most_scale, folder)
    measured = {"machine": machine(ROOT / "build/mpi"), "ten": ten_times_table(found), "world": world_table(found), "speed": table(
        ["scale", "ranks", "threads of each", "wall s", "processor-seconds", "faster", "efficiency", "serial share",
         "memory a rank, GiB", "exchanges a month", "MiB got a rank and month"], rows)}
    text = (ROOT / "bench/scaling.in.md").read_text()
    for part, found in measured.items():
        text = text.replace("{{" + part + "}}", found)
    arguments.output.write_text(text)


if __name__ == "__main__":
    main()
