#!/usr/bin/python3
"""Draws the picture of the README from a trajectory: net migration by region, and flows against official ones.

    build/release/bin/qonys run scenarios/baseline.toml -o baseline.h5
    /usr/bin/python3 docs/figures/make_figures.py baseline.h5 docs/figures/baseline.png

Needs Debian's python3-h5py, python3-numpy and python3-matplotlib.
"""

import csv
import json
import sys
from pathlib import Path

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

GEOGRAPHY = Path(__file__).resolve().parents[2] / "scenarios/data/kz20"
YEAR = 2021


def read_trajectory(path):
    """Regions of the country, and moves of persons by [year, origin region, destination region], as real persons."""
    with h5py.File(path) as file:
        regions = [r.decode() for r in file["region"][:]]
        region_of = [regions.index(r.decode()) for r in file["place_region"][:]]
        moves = file["moves_persons"]
        scale = float(file.attrs["scale"])
        years = (file["time"][:].astype("datetime64[D]").astype("datetime64[Y]").astype(int)) + 1970
        flows = {}
        to_region = np.eye(len(regions))[region_of]
        for month, year in enumerate(years):
            by_region = to_region.T @ moves[month] @ to_region / scale
            flows[year] = flows.get(year, 0) + by_region
        population = to_region.T @ file["initial_population"][:] / scale
    return regions, flows, population


def official_flows(regions, year):
    flows = np.full((len(regions), len(regions)), np.nan)
    with open(GEOGRAPHY / "flows.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if int(row["year"]) == year:
                flows[regions.index(row["origin"]), regions.index(row["destination"])] = float(row["persons"])
    return flows


def rings(geometry):
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [np.array(polygon[0]) for polygon in polygons]


def draw_map(axes, figure, regions, rate):
    """Conic-like projection is not needed for a thumbnail: longitudes are shrunk by the cosine of 48 degrees."""
    shapes = json.loads((GEOGRAPHY / "regions.geojson").read_text(encoding="utf-8"))
    largest = np.nanmax(np.abs(rate))
    colours = matplotlib.colormaps["RdBu"]
    scale = matplotlib.colors.Normalize(-largest, largest)
    for feature in shapes["features"]:
        identity = feature.get("id") or feature["properties"]["id"]
        value = rate[regions.index(identity)]
        for ring in rings(feature["geometry"]):
            axes.fill(ring[:, 0] * np.cos(np.radians(48)), ring[:, 1], facecolor=colours(scale(value)),
                      edgecolor="white", linewidth=0.8)
    axes.set_aspect("equal")
    axes.axis("off")
    axes.set_title("Net migration 2019-2023, persons per 1000 residents and year", fontsize=10)
    figure.colorbar(matplotlib.cm.ScalarMappable(scale, colours), ax=axes, orientation="horizontal", shrink=0.6,
                    pad=0.02)


def draw_scatter(axes, simulated, official):
    known = ~np.isnan(official) & (official > 0)
    axes.loglog(official[known], np.maximum(simulated[known], 1), "o", markersize=3, alpha=0.6, color="#2b6ca3")
    ends = [5, official[known].max() * 1.3]
    axes.plot(ends, ends, color="grey", linewidth=0.8)
    axes.set_xlabel("official, persons")
    axes.set_ylabel("simulated, persons")
    common = np.minimum(simulated[known] / simulated[known].sum(), official[known] / official[known].sum()).sum()
    axes.set_title(f"Flows between regions in {YEAR} (not used in the fit): common part {common:.2f}", fontsize=10)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    regions, flows, population = read_trajectory(sys.argv[1])
    domestic = [i for i, p in enumerate(population) if p > 0]
    total = sum(flows.values())
    net = (total.sum(axis=0) - total.sum(axis=1))[domestic]
    rate = np.full(len(regions), np.nan)
    rate[domestic] = 1000 * net / population[domestic] / len(flows)
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4.6), width_ratios=[1.35, 1])
    draw_map(left, figure, regions, rate)
    draw_scatter(right, flows[YEAR], official_flows(regions, YEAR))
    figure.text(0.01, 0.01, "Boundaries: geokz (A. Rodionov), CC BY 4.0. Flows: Bureau of National Statistics.", fontsize=7,
                color="grey")
    figure.tight_layout()
    figure.savefig(sys.argv[2], dpi=110)


if __name__ == "__main__":
    main()
