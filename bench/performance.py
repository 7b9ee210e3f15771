#!/usr/bin/python3
"""Measures Qonys and writes docs/performance.md.

    bench/performance.py [--repetitions 5] [--output docs/performance.md]
    bench/performance.py --only reference      one section, on standard output

Needs the release build (cmake --build build/release) and, for the seconds to mean anything, a machine with nothing
else to do. Takes some minutes. Builds nothing.
"""

import argparse
import json
import mmap
import multiprocessing
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "build/release/bin"
ENVIRONMENT = dict(os.environ, OMP_WAIT_POLICY="passive")  # waiting threads must not count as work


def output_of(*command):
    result = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    return result.stdout.strip()


def run_qonys(file, *options):
    """One run of the baseline: seconds by the kernel's count, memory, and what the program says of its parts."""
    command = [str(BIN / "qonys"), "run", "scenarios/baseline.toml", "--json", "--quiet", "--force", "-o", str(file)]
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command + [str(option) for option in options], cwd=ROOT, stdout=out,
                                   env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        if status != 0:
            sys.exit(f"qonys run failed: {' '.join(command)}")
        out.seek(0)
        said = json.load(out)
    return {"user": usage.ru_utime, "system": usage.ru_stime, "cpu": usage.ru_utime + usage.ru_stime, "wall": wall,
            "gib": usage.ru_maxrss / 2**20, **{part: said["resources"][part + "_seconds"] for part in
                                               ("read", "synthesis", "simulation", "output")}}


def benchmark(pattern, repetitions):
    """Repetitions of all benchmarks that match, in a random order: name -> list of what each repetition measured."""
    out = subprocess.run([BIN / "qonys_bench", f"--benchmark_filter={pattern}", "--benchmark_format=json",
                          f"--benchmark_repetitions={repetitions}", "--benchmark_enable_random_interleaving=true"],
                         cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True).stdout
    found = {}
    for row in json.loads(out)["benchmarks"]:
        if row["run_type"] == "iteration":
            found.setdefault(row["run_name"].split("/iterations")[0].removesuffix("/process_time"), []).append(row)
    return found


def median(values):
    return statistics.median(values)


def spread(values, digits=1):
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def cpu(rows):
    return [row["cpu_time"] for row in rows]


def ratios(slow, fast):
    """Of the n-th repetitions, which were run near each other."""
    return [a / b for a, b in zip(cpu(slow), cpu(fast))]


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def first_touch():
    """Seconds that the system takes to hand out 1 GiB in pages of 2 MiB. For a process of its own: the peak memory of
    what this one starts would begin with it."""
    page = 2**21
    with mmap.mmap(-1, 2**30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        start = time.monotonic()
        for at in range(0, len(memory), page):
            memory[at] = 1
        return time.monotonic() - start


def machine(build=BIN.parent):
    with multiprocessing.get_context("fork").Pool(1) as another:
        touched = [another.apply(first_touch) for _ in range(2)]
    lscpu = dict(line.split(":", 1) for line in output_of("lscpu").splitlines() if ":" in line)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cache = next((line for line in (build / "CMakeCache.txt").read_text().splitlines()
                  if line.startswith("CMAKE_CXX_COMPILER:")), "=c++").split("=", 1)[1]
    commit = output_of("git", "rev-parse", "--short=10", "HEAD")
    changed = output_of("git", "status", "--porcelain", "--untracked-files=no", "sim", "bench", "scenarios")
    return table(["", ""], [
        ["processor", lscpu.get("Model name", "").strip()],
        ["logical processors", lscpu.get("CPU(s)", "").strip()],
        ["threads per core", lscpu.get("Thread(s) per core", "").strip()],
        ["L2, L3", ", ".join(lscpu.get(level + " cache", "?").strip() for level in ("L2", "L3"))],
        ["virtual machine", lscpu.get("Hypervisor vendor", "no").strip()],
        ["memory", f"{memory:.0f} GiB"],
        ["1 GiB of memory from the system, and once more", "{:.2f} s, {:.2f} s".format(*touched)],
        ["system", f"{platform.system()} {platform.release()}"],
        ["compiler", output_of(cache, "--version").splitlines()[0]],
        ["commit", commit + (", with changes that are not committed" if changed else "")],
        ["date", time.strftime("%Y-%m-%d")],
        ["load when it began", f"{os.getloadavg()[0]:.1f}"]])


def target(met):
    return "met" if met else "**missed**"


def whole_run(repetitions):
    runs = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repetitions):
            for threads in runs:
                runs[threads].append(run_qonys(pathlib.Path(folder) / "run.h5", "--threads", threads))
    fields = [("user", "user seconds", 2), ("system", "system seconds", 2), ("wall", "wall seconds", 2),
              ("read", "of it reading and fitting", 2), ("synthesis", "of it population synthesis", 2),
              ("simulation", "of it simulation", 2), ("output", "of it trajectory", 3),
              ("gib", "peak memory, GiB", 2)]
    text = table(["", "1 thread", "2 threads"],
                 [[name] + [spread([run[key] for run in runs[n]], digits) for n in runs] for key, name, digits in fields])
    seconds = median([run["cpu"] for run in runs[2]])
    memory = max(run["gib"] for run in runs[2])
    share = median([100 * run["output"] / run["wall"] for run in runs[1]])
    return (f"{text}\n\nThe parts are wall seconds: at one thread, on an idle machine, processor time. Goals for 2 threads: at most "
            f"15 processor-seconds ({seconds:.1f}: {target(seconds <= 15)}), at most 1.5 GiB ({memory:.2f}: "
            f"{target(memory <= 1.5)}). The trajectory takes {share:.1f} % of the run at one thread (goal: below 5 %, "
            f"{target(share < 5)}).")


def ten_years(repetitions):
    """The complete model over 120 months, for the whole country and for a quick look at one household in a hundred."""
    goals = {1: {"cpu": (10, "processor-seconds"), "wall": (6, "s wall"), "gib": (1.0, "GiB")},
             0.01: {"wall": (0.3, "s wall")}}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for scale, most in goals.items():
            runs = [run_qonys(pathlib.Path(folder) / "run.h5", "--threads", 2, "--scale", scale, "--until", "2028-12")
                    for _ in range(repetitions)]
            met = [f"{goal} {unit}: {target(median([run[key] for run in runs]) <= goal)}"
                   for key, (goal, unit) in most.items()]
            rows.append([scale, *(spread([run[key] for run in runs], 2) for key in ("cpu", "wall", "gib")),
                         ", ".join(met)])
    return table(["scale", "processor-seconds", "wall seconds", "peak memory, GiB", "goal, at most"], rows)


def against_dense(repetitions):
    found = {}
    for scale in (10, 100, 1000):  # one population in memory at a time
        found |= benchmark(rf"^(month|migration_month|ageing)(_dense)?/scale:{scale}/threads:.(/level:100)?/iter",
                           repetitions)
    rows = []
    step = {}
    for name, what in (("migration_month", "migration step"), ("ageing", "births and deaths"), ("month", "whole month")):
        for scale, threads in ((10, 1), (100, 1), (1000, 1), (1000, 2)):
            tail = f"/scale:{scale}/threads:{threads}" + ("/level:100" if name == "migration_month" else "")
            engine, dense = found[name + tail], found[name + "_dense" + tail]
            ratio = ratios(dense, engine)
            if name == "migration_month" and scale == 1000:
                step[threads] = median(ratio)
            rows.append([what, scale / 1000, threads, spread(cpu(engine), 2), spread(cpu(dense), 2), spread(ratio, 2)])
    memory = [found[name + "/scale:1000/threads:1"][0]["bytes/household"] for name in ("month", "month_dense")]
    return (table(["", "scale", "threads", "engine, ms of processor time", "dense reference", "dense / engine"], rows) +
            f"\n\nGoal: the migration step at scale 1 at least 5 times the throughput of the per-agent pass; measured "
            f"{step[1]:.2f} times at one thread, {step[2]:.2f} at two ({target(min(step.values()) >= 5)}). The agents take {memory[0]:.0f} bytes a household "
            f"with their persons, of which a person has 10: a record of 8 and 2 in the order of birth (dense reference: "
            f"{memory[1]:.0f} a household).")


def events(repetitions):
    found = {}
    cases = [(10, 100), (100, 100), (250, 100), (250, 400), (1000, 25), (1000, 100), (1000, 400)]
    for scale in sorted({scale for scale, _ in cases}):
        found |= benchmark(rf"^migration_month(_dense)?/scale:{scale}/threads:1/level:", repetitions)
    rows = []
    for scale, level in cases:
        engine = found[f"migration_month/scale:{scale}/threads:1/level:{level}"]
        dense = found[f"migration_month_dense/scale:{scale}/threads:1/level:{level}"]
        first = engine[0]
        ms = median(cpu(engine))
        rows.append([scale / 1000, f"x {level / 100:g}", f"{first['candidates']:,.0f}", f"{first['moves']:,.0f}",
                     spread(cpu(engine), 2), f"{1e6 * ms / first['moves']:.0f}", spread(cpu(dense), 2)])
    return (table(["scale", "level of hazards", "candidates", "moves", "engine, ms", "ns a move",
                  "dense reference, ms"], rows))


def primitives(repetitions):
    found = benchmark(r"word|^thinning|^dense_walk|^decide|^first_alarms|^choice_tables|^trajectory|^model", repetitions)
    for scale in (10, 100, 1000):
        found |= benchmark(rf"^synthesis/scale:{scale}/", repetitions)
    words = [[name, f"{median(cpu(found[name])):.1f} {found[name][0]['time_unit']}"] for name in
             ("stream_word", "stream_first_word", "xoshiro_word", "mersenne_twister_word", "decide", "choice_tables",
              "trajectory", "model")]
    words += [[name, f"{median(cpu(rows)):.1f} {rows[0]['time_unit']}"] for name, rows in found.items()
              if name.startswith("synthesis")]
    walks = []
    for arg in (0, 3, 10, 20, 30, 40):
        thin, walk = (found[f"{name}/minus_10_log10_bound:{arg}"] for name in ("thinning", "dense_walk"))
        walks.append([f"{10 ** (-arg / 10):.4g}", spread(cpu(thin), 0), spread(cpu(walk), 0),
                      spread(ratios(walk, thin), 2)])
    return (table(["", "processor time"], words) + "\n\nA pass over 4,096,000 rows whose hazards are half of the "
            "bound:\n\n" + table(["bound", "thinning, us", "dense walk, us", "walk / thinning"], walks))


def reference_run(implementation, agents, *options):
    """One run of REF(N): the JSON that it prints, with its peak memory."""
    if implementation == "numpy":
        command = ["/usr/bin/python3", ROOT / "bench/reference_model/numpy_pass.py"]
    else:
        command = [BIN / "qonys_reference", "--implementation", implementation]
    command += ["--agents", int(agents), *options]
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([str(part) for part in command], stdout=out, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f"REF failed: {command}")
        out.seek(0)
        return {**json.load(out), "peak_bytes": usage.ru_maxrss * 1024}


def in_turn(cases, repetitions):
    """Runs of every case (implementation, agents, options ...), one after the other in each round."""
    runs = {case: [] for case in cases}
    for _ in range(repetitions):
        for case in cases:
            runs[case].append(reference_run(*case))
    return runs


def column(runs, key, scale=1.0):
    return [run[key] * scale for run in runs]


def reference_sizes(repetitions):
    cases = [("engine", agents, "--threads", threads)
             for agents in (1e4, 1e5, 1e6, 5.6e6, 3e7, 1e8) for threads in (1, 2)]
    rows = []
    for (_, agents, _, threads), runs in in_turn(cases, repetitions).items():
        rows.append([f"{agents:,.0f}", threads, spread(column(runs, "agent_months_per_cpu_second", 1e-9), 2),
                     spread(column(runs, "agent_months_per_wall_second", 1e-9), 2),
                     f"{median(column(runs, 'cpu_seconds')) / runs[0]['moves'] * 1e9:.0f}",
                     f"{runs[0]['bytes_per_agent']:.2f}", spread(column(runs, "start_wall_seconds"), 3)])
    return table(["agents", "threads", "billion agent-months a processor-second", "a wall second", "ns a move",
                  "bytes an agent", "start-up, wall seconds"], rows) + (
        f"\n\nThe whole process takes {max(column(runs, 'peak_bytes', 2**-20)):.0f} MiB at the last N.")


def reference_rivals(repetitions):
    rows, engine, least = [], {}, {}
    for agents in (1e6, 5.6e6):
        runs = {case[0]: found for case, found in
                in_turn([(name, agents) for name in ("engine", "tabulated", "plain", "numpy")], repetitions).items()}
        engine[agents] = median(column(runs["engine"], "agent_months_per_cpu_second", 1e-9))
        for name, found in runs.items():
            ratio = [a / b for a, b in zip(column(found, "cpu_seconds"), column(runs["engine"], "cpu_seconds"))]
            least[name, agents] = median(ratio)
            rows.append([f"{agents:,.0f}", name, spread(column(found, "agent_months_per_cpu_second", 1e-6), 0),
                         spread(ratio, 1), f"{found[0]['bytes_per_agent']:.0f}",
                         f"{median(column(found, 'start_cpu_seconds')):.2f}"])
    goals = [(f"{goal:.1f} billion agent-months a processor-second at N = {agents:,.0f}", f"{engine[agents]:.1f}",
              engine[agents] >= goal) for agents, goal in ((1e6, 2.0), (5.6e6, 1.2))]
    goals += [(f"{goal} times the throughput of {name} at N = 5,600,000", f"{least[name, 5.6e6]:.0f}",
               least[name, 5.6e6] >= goal) for name, goal in (("plain", 15), ("numpy", 10))]
    return (table(["agents", "implementation", "million agent-months a processor-second", "time / engine's",
                   "bytes an agent", "start-up, s"], rows) + "\n\nGoals, one core: at least\n\n" +
            "\n".join(f"* {what}: {found}, {target(met)}" for what, found, met in goals))


def reference_events(repetitions):
    agents = 5.6e6
    cases = [(name, agents, "--level", level, "--months", 24)
             for level in (0.25, 1, 4, 16) for name in ("engine", "tabulated")]
    runs = in_turn(cases, repetitions)
    rows = []
    for case, found in runs.items():
        if case[0] != "engine":
            continue
        tabulated = runs[("tabulated", *case[1:])]
        moves = found[0]["moves"]
        rows.append([f"x {case[3]:g}", f"{1000 * moves / agents / 24:.2f}",
                     spread(column(found, "agent_months_per_cpu_second", 1e-9), 2),
                     f"{median(column(found, 'cpu_seconds')) / moves * 1e9:.0f}",
                     spread(column(tabulated, "agent_months_per_cpu_second", 1e-9), 2)])
    return table(["level of hazards", "moves a thousand agents and month", "engine, billion agent-months a "
                  "processor-second", "ns a move", "tabulated pass"], rows)


def same_bits(scale):
    with tempfile.TemporaryDirectory() as folder:
        files = {n: pathlib.Path(folder) / f"{n}.h5" for n in (1, 2, 3, 8)}
        for threads, file in files.items():
            run_qonys(file, "--threads", threads, "--scale", scale)
        said = {n: subprocess.run([BIN / "qonys", "diff", files[1], files[n]], capture_output=True, text=True,
                                  check=False) for n in (2, 3, 8)}
    rows = [[f"1 and {n}", "the same" if result.returncode == 0 else result.stdout.strip().splitlines()[0]]
            for n, result in said.items()]
    return table(["threads", "every figure and digest of 60 months at scale " + str(scale)], rows)


def measures(repetitions):
    """Every measured part of the text, and the section it belongs to."""
    return {"machine": ("machine", machine), "whole_run": ("whole_run", lambda: whole_run(repetitions)),
            "ten_years": ("ten_years", lambda: ten_years(repetitions)),
            "against_dense": ("against_dense", lambda: against_dense(repetitions)),
            "events": ("events", lambda: events(repetitions)),
            "primitives": ("primitives", lambda: primitives(repetitions)),
            "reference_sizes": ("reference", lambda: reference_sizes(repetitions)),
            "reference_rivals": ("reference", lambda: reference_rivals(min(repetitions, 3))),
            "reference_events": ("reference", lambda: reference_events(repetitions)),
            "same_bits": ("same_bits", lambda: same_bits(1))}


def main():
    sections = sorted({section for section, _ in measures(1).values()})
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs/performance.md")
    parser.add_argument("--only", choices=sections, help="measure one section and print it")
    arguments = parser.parse_args()
    for program in ("qonys", "qonys_bench", "qonys_reference"):
        if not (BIN / program).exists():
            sys.exit(f"build/release/bin/{program} is missing: cmake --preset release && cmake --build build/release")
    n = arguments.repetitions
    text = (ROOT / "bench/performance.in.md").read_text()
    for name, (section, measure) in measures(n).items():
        if arguments.only not in (None, section):
            continue
        print(f"measuring {name.replace('_', ' ')} ...", file=sys.stderr)
        found = measure()
        text = text.replace("{{" + name + "}}", found)
        if arguments.only:
            print(found + "\n")
    if not arguments.only:
        arguments.output.write_text(text.replace("{{repetitions}}", str(n)))


if __name__ == "__main__":
    main()
