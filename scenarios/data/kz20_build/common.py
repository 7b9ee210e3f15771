"""Regions, periods and helpers that every table uses."""

import csv
import functools
import math
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[1] / "kz20"
RAW = OUTPUT / "raw"

DOMESTIC = ("ABY AKM AKT ALM ATY ZKO ZHM ZHT KRG KST KZL MNG PVL SKO TRK ULT VKO AST ALA SHM").split()
CITIES = ("AST", "ALA", "SHM")
ABROAD = ("RUS DEU UZB CHN TKM MGL KGZ TJK TUR BLR POL USA OTH").split()  # MGL = Mongolia; MNG is Mangystau

# A family is the set of present regions that one unit of an older division covers, the parent's own id first.
FAMILIES_17 = {"VKO": ("VKO", "ABY"), "ALM": ("ALM", "ZHT"), "KRG": ("KRG", "ULT")}  # units of 2018-2021
FAMILIES_16 = {**FAMILIES_17, "YKO": ("TRK", "SHM")}  # units before 2018
PARENT_17 = {child: parent for parent, family in FAMILIES_17.items() for child in family}
PARENT_16 = {child: parent for parent, family in FAMILIES_16.items() for child in family}

POPULATION_YEARS = range(2010, 2025)
YEARS = range(2010, 2024)
INCOME_YEARS = range(2010, 2023)
OD_YEARS = (2010, 2015, 2020, 2021, 2022, 2023)

# Points of the abroad regions are general geographic knowledge; OTH takes that of Kyiv, Ukraine being the
# largest origin left in it.
ABROAD_ROWS = (
    ("RUS", "Russia", "Ресей", "Россия", "Moscow", "55.7558", "37.6173"),
    ("DEU", "Germany", "Германия", "Германия", "Berlin", "52.5200", "13.4050"),
    ("UZB", "Uzbekistan", "Өзбекстан", "Узбекистан", "Tashkent", "41.2995", "69.2401"),
    ("CHN", "China", "Қытай", "Китай", "Beijing", "39.9042", "116.4074"),
    ("TKM", "Turkmenistan", "Түрікменстан", "Туркменистан", "Ashgabat", "37.9601", "58.3261"),
    ("MGL", "Mongolia", "Моңғолия", "Монголия", "Ulaanbaatar", "47.8864", "106.9057"),
    ("KGZ", "Kyrgyzstan", "Қырғызстан", "Кыргызстан", "Bishkek", "42.8746", "74.5698"),
    ("TJK", "Tajikistan", "Тәжікстан", "Таджикистан", "Dushanbe", "38.5598", "68.7870"),
    ("TUR", "Turkey", "Түркия", "Турция", "Ankara", "39.9334", "32.8597"),
    ("BLR", "Belarus", "Беларусь", "Беларусь", "Minsk", "53.9006", "27.5590"),
    ("POL", "Poland", "Польша", "Польша", "Warsaw", "52.2297", "21.0122"),
    ("USA", "United States", "АҚШ", "США", "Washington", "38.9072", "-77.0369"),
    ("OTH", "Other countries", "Басқа елдер", "Другие страны", "Kyiv", "50.4501", "30.5234"),
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
    for _ in range(64):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < target else (low, middle)
    return (low + high) / 2


def interpolate(points, x):
    """Value at x on the line through points (abscissa, ordinate) in order."""
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    raise ValueError(f"{x} lies outside the points")


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
