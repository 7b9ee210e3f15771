#!/usr/bin/env python3
"""Run the experiments of scenarios/experiments and write docs/experiments.md.

    analysis/propositions.py [--replicates N] [--program PATH] [NAME...]      python3, standard library only
"""

import argparse
import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "scenarios" / "experiments"

PREFACE = """# The propositions, put to the test

<!-- Written by `analysis/propositions.py --replicates {replicates}`; do not edit. -->

Each proposition of the source paper as an experiment of `scenarios/experiments` ([how to](how-to/compare.md#test-a-claim)), with
{replicates} pairs of runs on the same random numbers. *Supported*: the whole 95 % interval of the effect lies on the claim's side;
*not supported*: none of it does; *undecided*: it holds zero and both sides.

| | claim | figure | effect | 95 % | verdict |
|---|---|---|---|---|---|
"""


def experiment(program, name, replicates):
    command = [program, "experiment", name, "--replicates", str(replicates), "--json"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def by_number(name):
    return int(re.match(r"p(\d+)", name).group(1)), name


def row(name, result):
    effect = next(effect for effect in result["effects"] if effect["name"] == result["tested"])
    mean, half_width = effect["mean"], effect["half_width"]
    return (f"| {name} | {result['claim']} | {result['figure']}, {result['direction']} | {mean:.4g} "
            f"| {mean - half_width:.4g} to {mean + half_width:.4g} | {result['verdict']} |\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--program", default="build/release/bin/qonys")
    arguments = parser.parse_args()
    names = arguments.names or sorted((path.name for path in FOLDER.iterdir()), key=by_number)
    rows = [row(name, experiment(arguments.program, name, arguments.replicates)) for name in names]
    if arguments.names:
        print("".join(rows), end="")
        return
    text = PREFACE.format(replicates=arguments.replicates) + "".join(rows)
    notes = ROOT / "docs" / "experiments-notes.md"
    (ROOT / "docs" / "experiments.md").write_text(text + "\nWhat the verdicts mean: [notes](experiments-notes.md).\n"
                                                  if notes.exists() else text, encoding="utf-8")


if __name__ == "__main__":
    main()
