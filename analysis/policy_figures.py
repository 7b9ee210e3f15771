#!/usr/bin/python3
"""Hold what the policies come to against what was published of them, and write docs/policy_validation.md.

    analysis/policy_figures.py [--scale X] [--seeds N] [--program PATH] [--print]      python3, numpy, h5py

Runs scenarios/baseline.toml from 2017 to 2025 and the relokants of 2022 with and without them, each with N seeds.
"""

import argparse
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy as np

from policy_targets import TARGETS, VERDICTS

ROOT = Path(__file__).resolve().parent.parent
RUNS = {
    "baseline": ["scenarios/baseline.toml", "--from", "2017-01", "--until", "2025-12"],
    "relokants": ["scenarios/relokants_2022.toml", "--from", "2021-01", "--until", "2023-04"],
    "no relokants": ["scenarios/no_policy.toml", "--from", "2021-01", "--until", "2023-04"],
}
# Quantiles of Student's t for 95 %, by degrees of freedom from 1 on.
STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
           2.120, 2.110, 2.101, 2.093, 2.086]


class Run:
    """One trajectory, in real persons and tenge; months are written "2020-06"."""

    def __init__(self, path):
        with h5py.File(path) as file:
            self.figures = {}
            for name, data in file.items():
                if isinstance(data, h5py.Dataset) and data.dtype.kind in "if" and data.ndim > 0:
                    self.figures[name] = data[...] * data.attrs.get("multiply_by", 1)
            self.labels = {name: list(file[name].asstr()[...]) for name in (
                "place", "place_region", "place_settlement", "policy", "status", "traveller_group")}
            self.first = str(np.datetime64(0, "D") + file["time"][0])[:7]

    def month(self, text):
        year, month = map(int, text.split("-"))
        first_year, first_month = map(int, self.first.split("-"))
        return 12 * (year - first_year) + month - first_month

    def over(self, name, first, last):
        """A flow's sum over the months from first to last."""
        return self.figures[name][self.month(first):self.month(last) + 1].sum(axis=0)

    def at_end(self, name, month):
        """A stock at the end of a month."""
        return self.figures[name][self.month(month)]

    def places(self, *regions):
        """Which places belong to the regions; all of the country if none are named."""
        return np.array([settlement != "abroad" and (not regions or region in regions) for region, settlement in
                         zip(self.labels["place_region"], self.labels["place_settlement"])])

    def one(self, dimension, *names):
        return [self.labels[dimension].index(name) for name in names]

    def of_policies(self, name, policies, first, last, *regions):
        return self.over(name, first, last)[self.one("policy", *policies)][:, self.places(*regions)].sum()

    def moves(self, first, last):
        """Persons who moved between places of the country."""
        here = self.places()
        return self.over("moves_persons", first, last)[np.ix_(here, here)].sum()

    def emigrants(self, first, last):
        here = self.places()
        return self.over("moves_persons", first, last)[np.ix_(here, ~here)].sum()


def simulate(program, scale, seed, folder, name):
    path = f"{folder}/{name.replace(' ', '-')}-{seed}.h5"
    scenario, *options = RUNS[name]
    subprocess.run([program, "run", scenario, *options, "--scale", str(scale), "--seed", str(seed), "--threads", "1",
                    "--quiet", "-o", path], cwd=ROOT, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"},
                   stdout=subprocess.DEVNULL)
    return Run(path)


def interval(values):
    """Mean and half width of Student's interval of 95 %."""
    return np.mean(values), STUDENT[len(values) - 2] * np.std(values, ddof=1) / np.sqrt(len(values))


def verdict(target, mean, half_width):
    low, high = target.published if isinstance(target.published, tuple) else (target.published, target.published)
    room = max(half_width, target.near * abs(high))
    if low - room <= mean <= high + room:
        return "met"
    return "above" if mean > high else "below"


def shown(target, value):
    return f"{value:,.{target.digits}f}"


def row(target, values):
    mean, half_width = interval(values)
    published = target.published if isinstance(target.published, tuple) else (target.published,)
    return (f"| {target.label} | {' to '.join(shown(target, value) for value in published)} "
            f"| {shown(target, mean)} | {shown(target, mean - half_width)} to {shown(target, mean + half_width)} "
            f"| {target.kind} | {verdict(target, mean, half_width)} | {target.note} |")


PREFACE = """# What the policies come to

<!-- Written by `analysis/policy_figures.py`; do not edit. -->

What was published of each policy and shock, and what the model makes of it: `scenarios/baseline.toml` from 2017 to 2025
(policies and shocks as they were), and `relokants_2022.toml` less `no_policy.toml`; scale {scale}, {seeds} seeds, mean and
95 % interval by Student's t. The interval knows of chance in the simulation alone.

"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=0.2)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--program", default="build/release/bin/qonys")
    parser.add_argument("--print", action="store_true", help="show the tables and leave the page alone")
    arguments = parser.parse_args()
    if not 2 <= arguments.seeds <= len(STUDENT) + 1:
        parser.error(f"--seeds must be 2 to {len(STUDENT) + 1}")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [(name, seed) for seed in range(1, arguments.seeds + 1) for name in RUNS]
        runs = list(pool.map(lambda job: simulate(arguments.program, arguments.scale, job[1], folder, job[0]), jobs))
    histories = [dict(zip(RUNS, runs[start:start + len(RUNS)])) for start in range(0, len(runs), len(RUNS))]

    text = PREFACE.format(scale=arguments.scale, seeds=arguments.seeds) + VERDICTS
    for heading, targets in TARGETS.items():
        text += f"\n## {heading}\n\n| figure | published | model | 95 % | | verdict | |\n|---|---|---|---|---|---|---|\n"
        for target in targets:
            text += row(target, [target.measure(history) for history in histories]) + "\n"
    if arguments.print:
        print(text)
    else:
        (ROOT / "docs" / "policy_validation.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
