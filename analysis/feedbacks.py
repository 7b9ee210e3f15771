#!/usr/bin/python3
"""Show by numbers what each feedback adds: run the history with it switched off and compare, and write
docs/model/feedbacks.md.

    analysis/feedbacks.py [--scale X] [--program PATH]      python3, standard library only
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCENARIO = "scenarios/history.toml"
SWITCHES = {
    "all on": [],
    "labour off": ["labour_market.feedback=false"],
    "housing off": ["housing_market.feedback=false"],
    "networks off": ["migration.network_feedback=false"],
    "arrivals off": ["arrivals.feedback=false"],
    "liquidity off": ["migration.liquidity=false"],
}
SWITCHES["all five off"] = [switch for switches in SWITCHES.values() for switch in switches]

ROWS = [
    ("moves between regions 2023, thousand", lambda y, c: f"{y['moves_between_regions'] / 1e3:.0f}"),
    ("effectiveness 2023 (Bell et al. 2002)", lambda y, c: f"{y['indicators']['migration_effectiveness_index']:.1f}"),
    ("common part with the official flows 2023", lambda y, c: f"{c['common_part_of_flows']:.3f}"),
    ("correlation of net migration 2023", lambda y, c: f"{c['net_migration_correlation']:.3f}"),
    ("net migration of Almaty 2023, thousand", lambda y, c: f"{y['net_migration_by_region']['ALA'] / 1e3:+.1f}"),
    ("net migration of Astana 2023, thousand", lambda y, c: f"{y['net_migration_by_region']['AST'] / 1e3:+.1f}"),
    ("net migration of Turkistan 2023, thousand", lambda y, c: f"{y['net_migration_by_region']['TRK'] / 1e3:+.1f}"),
    ("unemployment 2023, %", lambda y, c: f"{100 * y['unemployment_rate']:.2f}"),
    ("mean rent 2023, thousand KZT a month", lambda y, c: f"{y['mean_rent_kzt_per_month'] / 1e3:.1f}"),
    ("arrivals 2023, thousand", lambda y, c: f"{y['arrivals'] / 1e3:.1f}"),
]

PREFACE = """# Feedbacks

<!-- Written by `analysis/feedbacks.py`; do not edit. -->

What each feedback adds: the history (2010 to 2023, scale {scale}, one seed) with one of them switched off at a time. The
model is **not estimated again** for the other columns: they show what the mechanism does inside the fitted model, not
how well a model without it could be fitted.

| switch | off means |
|---|---|
| `labour_market.feedback` | wages follow the tables whatever the tightness of the market, chances of finding work stay |
| `housing_market.feedback` | rents follow the tables whatever the occupancy |
| `migration.network_feedback` | networks stay those of the start |
| `arrivals.feedback` | arrivals from abroad follow the tables whatever wages and networks do |
| `migration.liquidity` | nobody has to pay for a move |

"""


def run(program, scale, switches):
    """The run's JSON summary."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", SCENARIO, "--scale", str(scale), "--json", "--quiet", "-o", f"{folder}/run.h5"]
        for switch in switches:
            command += ["--set", switch]
        output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(output)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=0.2)
    parser.add_argument("--program", default="build/release/bin/qonys")
    arguments = parser.parse_args()
    columns = {}
    for name, switches in SWITCHES.items():
        summary = run(arguments.program, arguments.scale, switches)
        columns[name] = (summary["years"][-1], summary["compared_with_official"][-1])
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    lines += [f"| {label} | " + " | ".join(show(*column) for column in columns.values()) + " |" for label, show in ROWS]
    page = PREFACE.format(scale=arguments.scale) + "\n".join(lines) + "\n"
    (ROOT / "docs" / "model" / "feedbacks.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
