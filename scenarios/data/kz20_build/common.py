"""Regions, periods and helpers that every table uses."""

import csv
import functools
import math
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[1] / "kz20"
RAW = OUTPUT / "raw"

DOMESTIC = ("ABY AKM AKT ALM ATY ZKO ZHM ZHT KRG KST KZL MNG PVL SKO TRK ULT VKO AST ALA SHM").split()
CITIES = ("AST", "ALA", "SHM")
ABROAD = ("RUS", "DEU", "OTH")

# A family is the set of present regions that one unit of an older division covers, the parent's own id first.
FAMILIES_17 = {"VKO": ("VKO", "ABY"), "ALM": ("ALM", "ZHT"), "KRG": ("KRG", "ULT")}  # units of 2018-2021
FAMILIES_16 = {**FAMILIES_17, "YKO": ("TRK", "SHM")}  # units before 2018
PARENT_17 = {child: parent for parent, family in FAMILIES_17.items() for child in family}
PARENT_16 = {child: parent for parent, family in FAMILIES_16.items() for child in family}

POPULATION_YEARS = range(2010, 2025)
YEARS = range(2010, 2024)
INCOME_YEARS = range(2010, 2023)
OD_YEARS = (2010, 2015, 2020, 2021, 2022, 2023)

# Points of the abroad regions are general geographic knowledge; OTH takes that of Tashkent, its largest origin.
ABROAD_ROWS = (
    ("RUS", "Russia", "Ресей", "Россия", "Moscow", "55.7558", "37.6173"),
    ("DEU", "Germany", "Германия", "Германия", "Berlin", "52.5200", "13.4050"),
    ("OTH", "Other countries", "Басқа елдер", "Другие страны", "Tashkent", "41.2995", "69.2401"),
)


@functools.cache
def raw(name):
    """The rows of one raw table as dictionaries."""
    with open(RAW / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def apportion(total, weights):
    """Split an integer in proportion to weights, keeping the sum exactly (largest remainders)."""
    scale = total / sum(weights)
    parts = [math.floor(weight * scale) for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - weights[i] * scale, i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def shares(weights, digits):
    """Weights as decimal strings that sum to exactly one."""
    return [f"{part / 10**digits:.{digits}f}" for part in apportion(10**digits, weights)]


def bisect(function, target, low, high):
    """Root of an increasing function minus a target."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < target else (low, middle)
    return (low + high) / 2


def logit(share):
    return math.log(share / (1 - share))


def logistic(x):
    return 1 / (1 + math.exp(-x))


def great_circle_km(a, b):
    """Distance of two (latitude, longitude) points on a sphere of 6371.0 km."""
    (lat_a, lon_a), (lat_b, lon_b) = [tuple(map(math.radians, point)) for point in (a, b)]
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(h))


def settlements(region):
    return ("urban",) if region in CITIES else ("urban", "rural")


def pairs():
    return [(a, b) for a in DOMESTIC for b in DOMESTIC if a != b]


@functools.cache
def population():
    """(region, year) -> (total, urban) on 1 January, constant 2022 borders."""
    rows = raw("population_jan_20const.csv")
    return {(r["region_id"], int(r["year"])): (int(r["total"]), int(r["urban"])) for r in rows}


def persons(region, year):
    return population()[region, year][0]


def national_persons(year):
    return next(int(r["total"]) for r in raw("population.csv") if r["region_id"] == "KZ" and r["year"] == str(year))


@functools.cache
def flows():
    """(year, origin, destination) -> (persons, quality)."""
    quality = lambda r: "imputed" if "imputed" in r["note"] else r["quality"]
    return {(int(r["year"]), r["origin"], r["destination"]): (int(r["flow"]), quality(r)) for r in raw("od_matrix.csv")}


@functools.cache
def economy(indicator):
    """(region id or old name, year) -> value of one indicator of the economy table."""
    rows = [r for r in raw("policy/economy.csv") if r["indicator"] == indicator and r["year"].isdigit()]
    return {(r["region_id"] or r["region"], int(r["year"])): float(r["value"]) for r in rows}
