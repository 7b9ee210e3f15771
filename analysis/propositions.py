#!/usr/bin/python3
"""Run the experiments of scenarios/experiments and write docs/experiments.md.

    analysis/propositions.py [--replicates N] [--program PATH] [NAME...]      python3, standard library only

Without --replicates each runs with as many pairs as its file says.
"""

import argparse
import json
import re
import subprocess
from pathlib import Path

from proposition_notes import NOTES, PREFACE

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "scenarios" / "experiments"


def experiment(program, name, replicates):
    command = [program, "experiment", name, "--json"] + (["--replicates", str(replicates)] if replicates else [])
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def by_number(name):
    return int(re.match(r"p(\d+)", name).group(1)), name


def row(name, result):
    effect = next(effect for effect in result["effects"] if effect["name"] == result["tested"])
    mean, half_width = effect["mean"], effect["half_width"]
    return (f"| {name} | {result['claim']} | {result['figure']}, {result['direction']} | {mean:.4g} "
            f"| {mean - half_width:.4g} to {mean + half_width:.4g} | {result['replicates']} | {result['verdict']} |\n")


def note(name, result):
    """Why; every verdict but "supported" needs one."""
    if name in NOTES:
        return f"**{name}, {result['verdict']}.** {NOTES[name]}\n\n"
    return "" if result["verdict"] == "supported" else f"**{name}, {result['verdict']}.** Nobody has looked into it yet.\n\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--replicates", type=int)
    parser.add_argument("--program", default="build/release/bin/qonys")
    arguments = parser.parse_args()
    names = arguments.names or sorted((path.name for path in FOLDER.iterdir()), key=by_number)
    results = {}
    for name in names:
        results[name] = experiment(arguments.program, name, arguments.replicates)
        print(row(name, results[name]), end="", flush=True)  # a long run that is broken off has said something
    if arguments.names:
        return
    rows = "".join(row(name, result) for name, result in results.items())
    notes = "".join(note(name, result) for name, result in results.items())
    (ROOT / "docs" / "experiments.md").write_text(PREFACE + rows + "\n## Why\n\n" + notes.rstrip("\n") + "\n",
                                                  encoding="utf-8")


if __name__ == "__main__":
    main()
