#!/usr/bin/python3
"""Whether an implementation of REF(N) moves people as the mean field says (bench/reference_model.md). Exit status 1 if not.

    bench/reference_model/check.py run1.json run2.json ...
    bench/reference_model/check.py --replicates 20 -- build/release/bin/qonys_reference --agents 1000000

Files, or what the command prints when `--seed 1`, `--seed 2`, ... are added to it, are JSON objects with "agents" and "flows":
120 lists of 28 x 28 numbers [origin, destination]. All runs must have one number of agents and different seeds.
"""

import argparse
import json
import math
import pathlib
import subprocess
import sys
from typing import NamedTuple

import numpy as np

from model import MONTHS, PLACES

HALVES = 2
SMALLEST = 5       # expected moves in all replicates together, below which a cell is pooled with others
MOST_DEVIATION = 4  # standard deviations of chi-square: a right implementation fails once in 30,000 times


def expected_flows():
    """[half, origin, destination] moves an agent."""
    rows = np.loadtxt(pathlib.Path(__file__).with_name("mean_field.csv"), delimiter=",", skiprows=1)
    flows = np.zeros((HALVES, PLACES, PLACES))
    first, origin, destination = rows[:, [0, 2, 3]].astype(int).T
    flows[first // (MONTHS // HALVES), origin, destination] = rows[:, 4]
    return flows


class Verdict(NamedTuple):
    chi_square: float
    degrees: int
    dispersion: float  # of a cell's variance between replicates to its mean; 1 for a Poisson variable
    deviation: float   # of chi_square / dispersion from its expectation, in standard deviations

    def plausible(self):
        return self.deviation < MOST_DEVIATION


def verdict(agents, runs, expected):
    """`runs`: [replicate, month, origin, destination] moves."""
    replicates = len(runs)
    cells = runs.reshape(replicates, HALVES, -1, PLACES, PLACES).sum(axis=2).reshape(replicates, -1)
    mean = agents * expected.ravel()
    possible = mean > 0
    if cells[:, ~possible].any():
        return Verdict(math.inf, 0, 1, math.inf)  # somebody moved to where he was
    big = mean * replicates >= SMALLEST
    pooled = [values[..., big] for values in (cells, mean)]
    small = possible & ~big
    if mean[small].sum() * replicates >= SMALLEST:
        pooled = [np.append(values, rest[..., small].sum(axis=-1, keepdims=True), axis=-1)
                  for values, rest in zip(pooled, (cells, mean))]
    cells, mean = pooled
    chi_square = ((cells.mean(axis=0) - mean) ** 2 * replicates / mean).sum()
    dispersion = cells.var(axis=0, ddof=1).sum() / cells.mean(axis=0).sum()
    degrees = len(mean)
    return Verdict(chi_square, degrees, dispersion, (chi_square / dispersion - degrees) / math.sqrt(2 * degrees))


def of_runs(runs):
    """The verdict on JSON objects."""
    agents = runs[0]["agents"]
    flows = np.array([run["flows"] for run in runs], dtype=float).reshape(len(runs), MONTHS, PLACES, PLACES)
    return verdict(agents, flows, expected_flows())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, help="how often to run the command")
    parser.add_argument("what", nargs="+", help="files, or with --replicates a command")
    options = parser.parse_args()
    if options.replicates:
        runs = [json.loads(subprocess.run(options.what + ["--seed", str(seed)], check=True, stdout=subprocess.PIPE).stdout)
                for seed in range(1, options.replicates + 1)]
    else:
        runs = [json.loads(pathlib.Path(file).read_text()) for file in options.what]
    if len(runs) < 5 or len({run["agents"] for run in runs}) > 1:
        sys.exit("check.py: give at least 5 runs, all of one number of agents")
    found = of_runs(runs)
    print(f"{len(runs)} replicates of {runs[0]['agents']} agents: chi-square {found.chi_square:.1f} in {found.degrees} "
          f"cells, dispersion {found.dispersion:.3f}, {found.deviation:+.1f} standard deviations from what is expected: "
          f"{'plausible' if found.plausible() else 'NOT the model'}")
    sys.exit(not found.plausible())


if __name__ == "__main__":
    main()
