#!/usr/bin/env python3
"""Build the tables of scenarios/data/kz20 from the raw tables in scenarios/data/kz20/raw.

    python3 scenarios/data/build_kz20.py                 write the tables
    python3 scenarios/data/build_kz20.py --check         exit 1 if the committed tables are stale
    python3 scenarios/data/build_kz20.py --output DIR    write to (or check against) DIR

Python 3.11, standard library only. The docstring of each `build_*` function states how its table is derived and
what is soft about it; the same text becomes the description of the table in datapackage.json.
"""

import argparse
import csv
import functools
import inspect
import io
import json
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
RAW = HERE / "kz20" / "raw"
OUTPUT = HERE / "kz20"

# ---------------------------------------------------------------------------------------------- regions and periods

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

# --------------------------------------------------------------------------------------------- assumed parameters

LIFE_EXPECTANCY_GAP = 8.5  # years, women minus men, 2019; recalled
MALE_BIRTH_SHARE = 0.515  # recalled
INFANT_HAZARD = {"male": 0.0088, "female": 0.0069}  # per person-year, on top of the background, 2019; recalled
INFANT_DECLINE = 2.3  # per year of age; assumed
BACKGROUND_HAZARD = {"male": 0.0006, "female": 0.0003}  # the Makeham term; assumed
SLOPE_GAP = 0.02  # female minus male Gompertz slope; assumed
CHILDBEARING_MEAN, CHILDBEARING_SD, CHILDBEARING_ORIGIN = 28.8, 5.8, 12.0  # recalled, recalled, assumed
GERMANY_IMMIGRANT_SHARE = 0.03  # assumed: nothing read; some hundreds a year of 12-16 thousand
CENSUS_MOMENT = 2 / 3  # the census of 1 September 2021 lies two thirds of the way from 1 January 2021 to 2022


# --------------------------------------------------------------------------------------------------------- helpers


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


# ------------------------------------------------------------------------------------------------ places and people


def build_regions():
    """Twenty regions (borders since June 2022) and three abroad regions. Names, points and areas are those of the
    boundary file (area computed from the polygons); the points of the abroad regions are general knowledge, OTH takes
    Tashkent's, and their area is set to 0 because nothing uses it."""
    by_id = {r["region_id"]: r for r in raw("regions.csv")}
    for region in DOMESTIC:
        r = by_id[region]
        names = [r["name_en"], r["name_kk"], r["name_ru"], r["capital"]]
        yield [region, r["type"], *names, r["capital_lat"], r["capital_lon"], r["area_km2"]]
    for region, en, kk, ru, capital, latitude, longitude in ABROAD_ROWS:
        yield [region, "abroad", en, kk, ru, capital, latitude, longitude, 0]


def build_places():
    """The places people live in: each region's urban and rural part, the three cities (urban only), and the three
    abroad regions. A definition, not a measurement."""
    names = {r["region_id"]: r["name_en"] for r in raw("regions.csv")}
    for region in DOMESTIC:
        for settlement in settlements(region):
            name = names[region] if region in CITIES else f"{names[region]}, {settlement}"
            yield [f"{region}_{settlement}", region, settlement, name]
    for region, name, *_ in ABROAD_ROWS:
        yield [region, region, "abroad", name]


def build_population():
    """Persons on 1 January on constant 2022 borders. Totals from 2022 are read; earlier ones derive from BNS's own
    back-cast of annual averages scaled to the national 1 January total (+-0.3%), and the urban part from its urban
    shares. The series jumps on 1 January 2022 (2021-census base); quality is that of the weaker column."""
    for region in DOMESTIC:
        for year in POPULATION_YEARS:
            total, urban = population()[region, year]
            quality = "read" if year >= 2022 and region in CITIES else "derived"
            yield [region, year, urban, total - urban, quality]


def build_households():
    """Persons per household. Region means are recalled (+-0.4 persons, scaled to the census total of 5.59 million);
    the urban and rural sizes keep the national 3.0 : 4.0 ratio inside every region (assumed) and reproduce the region's
    2021 households given its census population and the urban share of 1 January 2022. New regions take their
    parent's sizes."""
    households = {r["region_id"]: int(r["households"]) for r in raw("households.csv") if r["year"] == "2021"}
    national = {r["region_id"]: float(r["mean_size"]) for r in raw("households.csv")}
    urban_size, rural_size = national["KZ_urban"], national["KZ_rural"]
    census_rows = [r for r in raw("census_population_religion.csv") if r["census_year"] == "2021"]
    census = {r["region_id"]: int(r["population"]) for r in census_rows}
    for region in DOMESTIC:
        unit = PARENT_17.get(region, region)
        family = FAMILIES_17.get(unit, (unit,))
        urban_share = sum(population()[r, 2022][1] for r in family) / sum(persons(r, 2022) for r in family)
        unscaled = census[unit] * (urban_share / urban_size + (1 - urban_share) / rural_size)
        scale = unscaled / households[unit]
        quality = "recalled" if region in CITIES else "assumed"
        for settlement in settlements(region):
            size = scale * (urban_size if settlement == "urban" else rural_size)
            yield [region, settlement, f"{size:.4f}", quality]


def build_age_national():
    """National population by sex and five-year age on 1 July, UN WPP 2019; 100 and over is the open group 100-119.
    2025 (and strictly 2020) is a projection published in 2019, so it holds no later knowledge; the totals differ from
    BNS by about 1%."""
    for year in (2010, 2015, 2020, 2025):
        for sex in ("male", "female"):
            national = [r for r in raw("age_structure.csv") if r["region_id"] == "KZ" and r["n_units"] == ""]
            rows = [r for r in national if (r["year"], r["sex"]) == (str(year), sex)]
            groups = {r["age_group"]: int(r["persons"]) for r in rows}
            for start in range(0, 105, 5):
                group, end = ("100+", 119) if start == 100 else (f"{start}-{start + 4}", start + 4)
                yield [year, sex, start, end, groups[group]]


def build_age_structure():
    """Persons by sex and three age groups (under, in, over working age) on 1 January 2020, borders of the time. Read
    for 14 regions; a parent of 2022 and its new region share the parent's read groups in proportion to their
    population, so the parent's sum is kept and both have one structure."""
    groups = {"male": ("0-15", "16-62", "63+"), "female": ("0-15", "16-58", "59+")}
    rows = [r for r in raw("age_structure.csv") if r["n_units"] == "17" and r["region_id"] != "KZ"]
    counts = {(r["region_id"], r["sex"], r["age_group"]): int(r["persons"]) for r in rows}
    table = {}
    for (unit, sex, group), count in counts.items():
        family = FAMILIES_17.get(unit, (unit,))
        for region, part in zip(family, apportion(count, [persons(r, 2020) for r in family])):
            table[region, sex, group] = part
    for region in DOMESTIC:
        quality = "derived" if region in PARENT_17 else "read"
        for sex in groups:
            for group in groups[sex]:
                start, end = (group[:-1], 119) if group.endswith("+") else group.split("-")
                yield [region, sex, start, end, table[region, sex, group], quality]


# ------------------------------------------------------------------------------------------------------- ethnicity


def kazakh_shares_2009(recalled, kazakh_2023):
    """Kazakh shares of 2009: the recalled share of the old unit; inside a unit that was later split, the 2023 odds of
    its parts are shifted together so that the unit's share is met."""
    result = {}
    for region in DOMESTIC:
        family = FAMILIES_16.get(PARENT_16.get(region, region), (region,))
        weights = [persons(r, 2010) / sum(persons(q, 2010) for q in family) for r in family]
        target = recalled[PARENT_16.get(region, region), "Kazakh"]
        mean = lambda shift: sum(w * logistic(logit(kazakh_2023[r]) + shift) for w, r in zip(weights, family))
        shift = bisect(mean, target, -8, 8)
        result[region] = logistic(logit(kazakh_2023[region]) + shift) if len(family) > 1 else target
    return result


def russian_part_2023(part_2009, kazakh_2023):
    """Russian share of the non-Kazakh population in 2023 (see `build_ethnicity`)."""
    rows = [r for r in raw("ethnicity.csv") if r["share_pct"]]
    point = {(r["region_id"], r["year"], r["group"]): float(r["share_pct"]) / 100 for r in rows}
    others = {r: persons(r, 2023) * (1 - kazakh_2023[r]) for r in DOMESTIC}
    karaganda = (others["KRG"] + others["ULT"]) / (persons("KRG", 2023) + persons("ULT", 2023))
    read = {
        "AKM": point["AKM", "2021", "Russian"] / (1 - point["AKM", "2021", "Kazakh"]),
        "KST": point["KST", "2018", "Russian"] / (1 - point["KST", "2018", "Kazakh"]),
        "KZL": point["KZL", "2022", "Russian"] / (1 - kazakh_2023["KZL"]),
        "ALA": point["ALA", "2023", "Russian"] / (1 - kazakh_2023["ALA"]),
        "KRG": point["KRG", "2022", "Russian"] / karaganda,
    }
    read["ULT"] = read["KRG"]
    north_shift = sum(logit(read[r]) - logit(part_2009[r]) for r in ("AKM", "KST")) / 2
    for region in ("PVL", "SKO", "VKO", "ABY"):
        read[region] = logistic(logit(part_2009[region]) + north_shift)

    def part(region, shift):
        return read.get(region) or logistic(logit(part_2009[region]) + shift)

    target = point["KZ", "2023", "Russian"] * sum(persons(r, 2023) for r in DOMESTIC)
    shift = bisect(lambda s: sum(others[r] * part(r, s) for r in DOMESTIC), target, -8, 8)
    return {region: part(region, shift) for region in DOMESTIC}


def build_ethnicity():
    """Shares of Kazakhs, Russians and others. 2009 is recalled (+-1.5 points; parts of later-split units derived from
    the 2023 odds); Kazakhs 2023 derive from read district data (+-0.5 points). Russians 2023: read points give the
    Russian part of the non-Kazakhs of AKM, ALA, KRG, KST and KZL (ULT as KRG); ABY, PVL, SKO and VKO shift the 2009
    odds by the mean of AKM and KST, all others by one common shift that meets the national 15.1% (+-4 points)."""
    rows = raw("ethnicity.csv")
    districts = [r for r in rows if r["group"] == "Kazakh" and r["quality"] == "derived from read"]
    kazakh_2023 = {r["region_id"]: float(r["share_pct"]) / 100 for r in districts}
    census = [r for r in rows if (r["year"], r["n_units"]) == ("2009", "16")]
    recalled = {(r["region_id"], r["group"]): float(r["share_pct"]) / 100 for r in census}
    kazakh = {2009: kazakh_shares_2009(recalled, kazakh_2023), 2023: kazakh_2023}
    old_unit = {region: PARENT_16.get(region, region) for region in DOMESTIC}
    part_2009 = {r: recalled[u, "Russian"] / (1 - recalled[u, "Kazakh"]) for r, u in old_unit.items()}
    part = {2009: part_2009, 2023: russian_part_2023(part_2009, kazakh_2023)}
    for region in DOMESTIC:
        for year in (2009, 2023):
            kazakhs = kazakh[year][region]
            russians = (1 - kazakhs) * part[year][region]
            quality = "recalled" if year == 2009 and region not in PARENT_16 else "derived"
            yield [region, year, *shares([kazakhs, russians, 1 - kazakhs - russians], 4), quality]


# ---------------------------------------------------------------------------------------------------- vital events


def build_vital_rates():
    """Registered births and deaths. Read where the unit existed; a unit of an older division is split between its
    present parts by population times the parts' own rates of their first two read years (2022-23; 2017-18 for TRK and
    SHM), so units and national sums are kept exactly. Annexations (ALM to ALA 2014, AKM to AST) are not undone."""
    rows = raw("vital_rates.csv")
    read = {(r["region_id"], int(r["year"]), kind): int(r[kind]) for r in rows for kind in ("births", "deaths")}
    table = {}
    for year in YEARS:
        families = FAMILIES_16 if year <= 2016 else FAMILIES_17 if year <= 2021 else {}
        split = {region: parent for parent, family in families.items() for region in family}
        for region in DOMESTIC:
            for kind in ("births", "deaths"):
                if region not in split:
                    table[region, year, kind] = (read[region, year, kind], "read")
                    continue
                parent = split[region]
                first = (2017, 2018) if parent == "YKO" else (2022, 2023)
                rate = lambda r: sum(read[r, y, kind] for y in first) / sum(persons(r, y) for y in first)
                parts = apportion(read[parent, year, kind], [persons(r, year) * rate(r) for r in families[parent]])
                table[region, year, kind] = (parts[families[parent].index(region)], "derived")
    for region in DOMESTIC:
        for year in YEARS:
            (births, quality), (deaths, _) = table[region, year, "births"], table[region, year, "deaths"]
            yield [region, year, births, deaths, quality]


def hazards(sex, level, slope):
    """Annual death hazards at ages 0-100: declining infant term + Makeham constant + Gompertz term."""
    infant, constant = INFANT_HAZARD[sex], BACKGROUND_HAZARD[sex]
    return [infant * math.exp(-INFANT_DECLINE * x) + constant + level * math.exp(slope * x) for x in range(101)]


def life_expectancy(schedule):
    """Years at birth under annual hazards, the last one for ever."""
    alive, years = 1.0, 0.0
    for hazard in schedule[:-1]:
        survival = math.exp(-hazard)
        years += alive * (1 - survival) / hazard
        alive *= survival
    return years + alive / schedule[-1]


def expected_deaths(schedules):
    """Deaths of 2019 under the schedules: WPP 2020 age structure scaled to the average population of 2019."""
    groups = [(r[1], r[2], min(r[3], 100), r[4]) for r in build_age_national() if r[0] == 2020]
    average = (national_persons(2019) + national_persons(2020)) / 2
    scale = average / sum(count for *_, count in groups)
    mean = lambda values: sum(values) / len(values)
    return scale * sum(count * mean(schedules[sex][start : end + 1]) for sex, start, end, count in groups)


def build_mortality():
    """Standard schedule of 2019: Gompertz-Makeham with an infant term, shape assumed. Levels of both sexes meet the
    WPP life expectancy of both sexes (73.66) with a recalled gap of 8.5 years; the common part of the two slopes
    (female = male + 0.02, assumed) meets the registered deaths on the WPP 2020 age structure scaled to the average
    population of 2019. It smooths over the hump of young men's mortality; ages above 95 are extrapolation."""
    both = next(float(r["e0_both"]) for r in raw("national_wpp2024.csv") if r["year"] == "2019")
    male = both - LIFE_EXPECTANCY_GAP * (1 - MALE_BIRTH_SHARE)
    target = {"male": male, "female": male + LIFE_EXPECTANCY_GAP}
    deaths = next(int(r["deaths"]) for r in raw("vital_rates.csv") if (r["region_id"], r["year"]) == ("KZ", "2019"))

    def schedules(male_slope):
        result = {}
        for sex, slope in (("male", male_slope), ("female", male_slope + SLOPE_GAP)):
            shorter = lambda log_level: -life_expectancy(hazards(sex, math.exp(log_level), slope))
            result[sex] = hazards(sex, math.exp(bisect(shorter, -target[sex], -18, -4)), slope)
        return result

    solved = schedules(bisect(lambda slope: expected_deaths(schedules(slope)), deaths, 0.06, 0.13))
    for sex in ("male", "female"):
        for age, hazard in enumerate(solved[sex]):
            yield [sex, age, f"{hazard:.7f}"]


def build_fertility():
    """Births per woman and year of age 15-49: a gamma curve from age 12 with mean 28.8 and standard deviation 5.8
    (both recalled, the form assumed), scaled to the read national total fertility rate of 2019 (2.90)."""
    total = next(float(r["tfr"]) for r in raw("tfr.csv") if (r["region_id"], r["year"]) == ("KZ", "2019"))
    span = CHILDBEARING_MEAN - CHILDBEARING_ORIGIN
    shape, scale = (span / CHILDBEARING_SD) ** 2, CHILDBEARING_SD**2 / span
    ages = range(15, 50)
    time = [age + 0.5 - CHILDBEARING_ORIGIN for age in ages]
    curve = [math.exp((shape - 1) * math.log(t) - t / scale) for t in time]
    for age, value in zip(ages, curve):
        yield [age, f"{total * value / sum(curve):.7f}"]


# ------------------------------------------------------------------------------------------------------- geography


def build_distances():
    """Great-circle distance between the regional capitals, every ordered pair."""
    point = {r["region_id"]: (float(r["capital_lat"]), float(r["capital_lon"])) for r in raw("regions.csv")}
    for a, b in pairs():
        yield [a, b, f"{great_circle_km(point[a], point[b]):.1f}"]


def build_adjacency():
    """Ordered pairs of regions that share a border, computed from the polygons and made symmetric; `hinterland` marks a
    city and the region around it."""
    hinterland = {("AST", "AKM"), ("ALA", "ALM"), ("SHM", "TRK")}
    touching = {(r["region_id"], other) for r in raw("regions.csv") for other in r["neighbours"].split(";")}
    for a, b in pairs():
        if {(a, b), (b, a)} & (touching | hinterland):
            yield [a, b, "hinterland" if {(a, b), (b, a)} & hinterland else "adjacent"]


# --------------------------------------------------------------------------------------------- internal migration


def build_flows():
    """Registered moves between regions, constant 2022 borders. Read, except 2022: most cells of the published 2022 file
    are filed transposed and were swapped back (derived), 64 cells are lost and imputed from 2021 and 2023; use 2022
    with less weight."""
    for year in OD_YEARS:
        for a, b in pairs():
            yield [year, a, b, *flows()[year, a, b]]


def pattern_year(year):
    """The matrix that stands for a year: the last one observed up to it; before 2010 (only there) that of 2010."""
    return max((y for y in OD_YEARS if y <= year), default=OD_YEARS[0])


def network_stocks(retention):
    """year -> {(home, residence): persons}. The stock of 1 January 2010 is the steady state under the 2010 matrix."""
    stock = {pair: flows()[2010, *pair][0] / (1 - retention) for pair in pairs()}
    stocks = {2010: stock}
    for year in YEARS:
        stock = {pair: retention * stock[pair] + flows()[pattern_year(year), *pair][0] for pair in pairs()}
        stocks[year + 1] = stock
    return stocks


def census_comparison(retention):
    """region of 2021 -> (in-movers of the census of 2021, stock at the census moment); ALM includes ZHT."""
    stocks = network_stocks(retention)
    result = {}
    for r in raw("internal_totals.csv"):
        if r["year"] == "2021" and r["indicator"].startswith("in-movers, "):
            region = r["indicator"].removeprefix("in-movers, ")
            family = FAMILIES_17.get(region, (region,))
            inside = [(a, b) for a, b in pairs() if b in family and a not in family]
            before, after = (sum(stocks[year][pair] for pair in inside) for year in (2021, 2022))
            result[region] = (int(r["value"]), before + CENSUS_MOMENT * (after - before))
    return result


@functools.cache
def retention():
    """The yearly retention (step 0.001) with the least squared log error over the five census regions."""
    error = lambda rho: sum(math.log(stock / census) ** 2 for census, stock in census_comparison(rho).values())
    return min((step / 1000 for step in range(800, 960)), key=error)


def build_networks():
    """People from `home` living in `residence` on 1 January, accumulated from the matrices of earlier years only: a
    year without a matrix takes the last one observed before it, years before 2010 (only there) take that of 2010 as a
    steady state. The stock keeps a constant share a year (assumed), the one that fits the 2021 census in-movers of five
    regions best; the fit is loose (0.55 to 1.5 times the census), so read the table as relative sizes."""
    stocks = network_stocks(retention())
    for year in POPULATION_YEARS:
        for home, residence in pairs():
            yield [year, home, residence, round(stocks[year][home, residence])]


@functools.cache
def all_internal_moves():
    """year -> (all internal moves, quality) where a figure or a part of the year is known."""
    rows = [r for r in raw("internal_totals.csv") if r["indicator"] == "all internal moves (inter+intra)"]
    months = {"year": 12, "Jan-Jul": 7, "Jan-Jun": 6, "Jan-Nov": 11}
    quality = lambda r: "recalled" if r["quality"].startswith("recalled") else "derived"
    return {int(r["year"]): (float(r["value"]) * 12 / months[r["period"]], quality(r)) for r in rows}


def build_internal_totals():
    """Registered moves between regions (constant 2022 borders) and all registered internal moves; quality gives both,
    in this order. All moves: recalled 2020-23 (+-5%), part-year figures extended evenly to the year in 2013-14 and
    2018-19, geometric between them in 2016-17, and by the 2013-14 ratio to inter-regional moves in 2010-12 and 2015.
    Inter-regional: matrices, the 2020 ratio in 2018-19, linear between those years elsewhere."""
    between = {year: sum(flows()[year, a, b][0] for a, b in pairs()) for year in OD_YEARS}
    every = {year: value for year, (value, _) in all_internal_moves().items()}
    quality_all = {year: quality for year, (_, quality) in all_internal_moves().items()}
    for year in (2018, 2019):
        between[year] = every[year] * between[2020] / every[2020]
    known = sorted(between)
    for year in sorted(set(YEARS) - set(known)):
        a, b = max(y for y in known if y < year), min(y for y in known if y > year)
        between[year] = between[a] + (between[b] - between[a]) * (year - a) / (b - a)
    ratio = (every[2013] + every[2014]) / (between[2013] + between[2014])
    for year in (2010, 2011, 2012, 2015):
        every[year] = between[year] * ratio
    for year in (2016, 2017):
        every[year] = every[2015] * (every[2018] / every[2015]) ** ((year - 2015) / 3)
    for year in YEARS:
        quality = ("derived" if year == 2022 else "read") if year in OD_YEARS else "assumed"
        yield [year, round(between[year]), round(every[year]), f"{quality}/{quality_all.get(year, 'assumed')}"]


# ---------------------------------------------------------------------------------------------------------- income


def split_income(parent_value, family, year, relative):
    """Values of the parts of a unit with given relative levels and the unit's population-weighted mean."""
    people = [persons(r, year) for r in family]
    mean = sum(n * relative[r] for n, r in zip(people, family)) / sum(people)
    return {r: parent_value * relative[r] / mean for r in family}


@functools.cache
def incomes():
    """(region, year) -> (KZT per person and month, quality of the region's mean)."""
    income, spending = economy("nominal_cash_income_per_capita"), economy("household_money_expenditure_per_capita")
    relative = {r: spending[r, 2022] for family in FAMILIES_17.values() for r in family}
    relative |= {r: income[r, 2018] for r in FAMILIES_16["YKO"]}
    table = {}
    for year in range(2010, 2021):
        families = FAMILIES_16 if year <= 2017 else FAMILIES_17
        split = {}
        for parent, family in families.items():
            value = income["south_kazakhstan_pre2018" if parent == "YKO" else parent, year]
            split |= split_income(value, family, year, relative)
        for region in DOMESTIC:
            table[region, year] = (split[region], "derived") if region in split else (income[region, year], "read")
    for year in (2021, 2022):
        growth = spending["KZ", year] / spending["KZ", 2020]
        for region in DOMESTIC:
            table[region, year] = (table[region, 2020][0] * growth, "assumed")
    return table


def build_incomes():
    """Nominal cash income per person and month. Region means are read 2010-20; new regions share the parent's mean by
    the 2022 ratio of household spending (TRK and SHM before 2018: by the 2018 income ratio); 2021-22 grow by national
    household spending, since regional spending growth did not follow regional income growth. No urban or rural figure
    exists, so both take the region's mean: assumed in every region but the cities."""
    for region in DOMESTIC:
        for settlement in settlements(region):
            for year in INCOME_YEARS:
                value, quality = incomes()[region, year]
                yield [region, settlement, year, round(value), quality if region in CITIES else "assumed"]


# ----------------------------------------------------------------------------------------------- external migration


@functools.cache
def external_totals():
    rows = raw("external_migration.csv")
    return {int(r["year"]): (int(r["immigrants"]), int(r["emigrants"]), r["quality"]) for r in rows}


def build_external_totals():
    """Registered immigrants and emigrants. 2023 is read; the earlier gross flows are recalled (+-1 to 2%), each pair
    reproducing the read net balance exactly."""
    for year in YEARS:
        immigrants, emigrants, quality = external_totals()[year]
        yield [year, immigrants, emigrants, "read" if quality == "read" else "recalled"]


def build_external_partners():
    """Shares of Russia, Germany and all other countries. Out: 2019, from recalled counts (Russia +-4%, Germany +-25%).
    In: Russia's share of 2017, the last year before the inflow of 2022 with a read figure; Germany's is assumed, since
    no figure was read."""
    rows = [r for r in raw("external_by_country.csv") if r["period"] == "year"]
    count = {(r["year"], r["direction"], r["partner"]): int(r["persons"]) for r in rows}
    russia = count["2017", "in", "Russia"] / (count["2017", "in", "CIS total"] + count["2017", "in", "non-CIS total"])
    arrivals = shares([russia, GERMANY_IMMIGRANT_SHARE, 1 - russia - GERMANY_IMMIGRANT_SHARE], 4)
    yield from (["in", *row] for row in zip(ABROAD, arrivals, ("derived", "assumed", "assumed")))
    total = external_totals()[2019][1]
    departures = [count["2019", "out", "Russia"] / total, count["2019", "out", "Germany"] / total]
    departures = shares([*departures, 1 - sum(departures)], 4)
    yield from (["out", *row] for row in zip(ABROAD, departures, ("recalled", "recalled", "recalled")))


def build_external_ethnicity():
    """Shares of Kazakhs and Russians among the immigrants and emigrants of 2019, read; other is the rest."""
    rows = [r for r in raw("external_by_ethnicity.csv") if (r["year"], r["period"]) == ("2019", "year")]
    share = {(r["direction"], r["ethnic_group"]): float(r["share_of_direction"]) for r in rows}
    for direction in ("in", "out"):
        kazakh, russian = share[direction, "Kazakh"], share[direction, "Russian"]
        values = shares([kazakh, russian, 1 - kazakh - russian], 3)
        groups, quality = ("kazakh", "russian", "other"), ("read", "read", "derived")
        yield from ([direction, *row] for row in zip(groups, values, quality))


def pinned_turnover(year, net):
    """Units whose turnover (the smaller of the two gross flows) follows from a reported gross flow."""
    rows = [r for r in raw("external_by_region.csv") if "net" not in r["direction"]]
    point = {(r["year"], r["period"], r["direction"], r["region_id"]): int(r["persons"]) for r in rows}
    immigrants, emigrants, _ = external_totals()[year]
    arrivals, departures = {}, {}
    if year == 2023:
        arrivals = {r: point["2023", "year", "in", r] for r in ("ALA", "MNG", "KST")}
        part = lambda direction, r: point["2023", "part-year", direction, r]
        known = part("in", "ALA") + part("in", "MNG")
        arrivals["AST"] = part("in", "AST") * (arrivals["ALA"] + arrivals["MNG"]) / known
        full = (arrivals["KST"] - net["KST"]) / part("out", "KST")
        departures = {r: part("out", r) * full for r in ("KRG", "PVL")}
    else:
        for (point_year, period, direction, region), count in point.items():
            if (point_year, period) == (str(year), "Jan-Sep") and region != "KZ":
                share = count / point[str(year), "Jan-Sep", direction, "KZ"]
                side, total = (arrivals, immigrants) if direction == "in" else (departures, emigrants)
                side[region] = share * total
    turnover = {r: value - max(net[r], 0) for r, value in arrivals.items()}
    turnover |= {r: value - max(-net[r], 0) for r, value in departures.items()}
    turnover["KZL"] = point["2023", "part-year", "in", "KZL"]
    return {region: max(value, 0) for region, value in turnover.items()}


def external_gross(year):
    """unit -> (immigrants, emigrants) of one year: the implied net plus an equal turnover on both sides."""
    rows = [r for r in raw("external_by_region.csv") if (r["year"], r["direction"]) == (str(year), "net (implied)")]
    net = {r["region_id"]: int(r["persons"]) for r in rows}
    turnover = pinned_turnover(year, net)
    rest = external_totals()[year][0] - sum(max(n, 0) for n in net.values()) - sum(turnover.values())
    families = {} if year >= 2022 else FAMILIES_17
    people = {u: sum(persons(r, year) for r in families.get(u, (u,))) for u in net if u not in turnover}
    turnover |= {unit: rest * people[unit] / sum(people.values()) for unit in people}
    return {unit: (max(n, 0) + turnover[unit], max(-n, 0) + turnover[unit]) for unit, n in net.items()}


def build_external_regions():
    """Shares of the regions in all immigrants and emigrants: the mean of 2020, 2021 and 2023 (2022 is left out, its net
    rests on the imputed matrix). A region's flows are its implied net plus a turnover that is equal on both sides;
    turnover follows from reported gross flows where there are any (part years extended), else it is spread by
    population; new regions split their parent's flows as in 2023."""
    latest = external_gross(2023)
    result = defaultdict(lambda: [0.0, 0.0])
    for year in (2020, 2021, 2023):
        gross = external_gross(year)
        for side in (0, 1):
            total = sum(values[side] for values in gross.values())
            for region in DOMESTIC:
                unit = region if year == 2023 else PARENT_17.get(region, region)
                family = (region,) if year == 2023 else FAMILIES_17.get(unit, (unit,))
                part = latest[region][side] / sum(latest[r][side] for r in family)
                result[region][side] += gross[unit][side] * part / total / 3
    columns = [shares([result[r][side] for r in DOMESTIC], 5) for side in (0, 1)]
    for region, immigrants, emigrants in zip(DOMESTIC, *columns):
        yield [region, immigrants, emigrants, "derived"]


# -------------------------------------------------------------------------------------------------- policy and maps


def build_monthly_calculation_index():
    """The monthly calculation index, from the first month of each value to January 2024. 2015, 2021, 2023 and 2024 are
    read or follow from read amounts; the others, with the steps of April 2020 and April 2022, are recalled with high
    confidence."""
    for r in raw("policy/economy.csv"):
        if r["indicator"] == "mci_mrp" and int(r["year"]) <= 2024:
            yield [f"{r['year']}-01", r["value"]]
            if step := re.search(r"; (\d+) from 1 Apr", r["quality"]):
                yield [f"{r['year']}-04", step[1]]


def boundaries():
    """The region boundaries, one feature a line, in the order of the regions."""
    source = json.loads((RAW / "maps" / "kz_adm1_20.geojson").read_text(encoding="utf-8"))
    by_id = {feature["properties"]["id"]: feature for feature in source["features"]}
    lines = []
    for region in DOMESTIC:
        properties = {"id": region, "name_en": by_id[region]["properties"]["name_en"]}
        feature = {"type": "Feature", "properties": properties, "geometry": by_id[region]["geometry"]}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    attribution = (
        "Boundaries: Alexander Rodionov, geokz 1.0.2 (January 2024), CC BY 4.0; base data OCHA COD-AB Kazakhstan and "
        "BNS KATO; simplified."
    )
    head = f'{{"type":"FeatureCollection","attribution":{json.dumps(attribution)},"features":[\n'
    return head + ",\n".join(lines) + "\n]}\n"


# ----------------------------------------------------------------------------------------------------- data package

QUALITY = (
    "read = from a retrieved source; derived = computed from such figures; recalled = from memory of official "
    "statistics; assumed = set by judgement"
)

# field -> (type, unit, description); a table may override an entry in TABLES
FIELDS = {
    "region": ("string", "", "region id"),
    "kind": ("string", "", "region, city or abroad"),
    "name_en": ("string", "", "English name"),
    "name_kk": ("string", "", "Kazakh name"),
    "name_ru": ("string", "", "Russian name"),
    "capital": ("string", "", "capital"),
    "latitude": ("number", "degree north", "latitude of the capital"),
    "longitude": ("number", "degree east", "longitude of the capital"),
    "area_km2": ("number", "km2", "area of the polygon; 0 abroad"),
    "place": ("string", "", "place id"),
    "settlement": ("string", "", "urban, rural or abroad"),
    "year": ("integer", "year", "calendar year"),
    "urban": ("integer", "persons", "urban population"),
    "rural": ("integer", "persons", "rural population"),
    "mean_size": ("number", "persons per household", "mean household size"),
    "sex": ("string", "", "male or female"),
    "age": ("integer", "years", "age in completed years"),
    "age_from": ("integer", "years", "first age of the group"),
    "age_to": ("integer", "years", "last age of the group, included; 119 closes the open group"),
    "persons": ("integer", "persons", "number of persons"),
    "kazakh": ("number", "share", "share of Kazakhs in the population"),
    "russian": ("number", "share", "share of Russians in the population"),
    "other": ("number", "share", "share of all others in the population"),
    "births": ("integer", "births per year", "registered live births"),
    "deaths": ("integer", "deaths per year", "registered deaths"),
    "deaths_per_person_year": ("number", "1/year", "death hazard"),
    "births_per_woman_year": ("number", "1/year", "age-specific fertility rate"),
    "origin": ("string", "", "region id of the origin"),
    "destination": ("string", "", "region id of the destination"),
    "km": ("number", "km", "great-circle distance of the capitals"),
    "relation": ("string", "", "adjacent or hinterland"),
    "home": ("string", "", "region id people come from"),
    "residence": ("string", "", "region id people live in"),
    "kzt_per_person_month": ("integer", "KZT per person and month", "nominal cash income"),
    "immigrants": ("integer", "persons per year", "registered immigrants"),
    "emigrants": ("integer", "persons per year", "registered emigrants"),
    "direction": ("string", "", "in = to Kazakhstan, out = from Kazakhstan"),
    "abroad": ("string", "", "region id of the abroad region"),
    "ethnicity": ("string", "", "kazakh, russian or other"),
    "share": ("number", "share", "share in the direction's total; sums to 1 per direction"),
    "immigrant_share": ("number", "share", "share in all immigrants; the column sums to 1"),
    "emigrant_share": ("number", "share", "share in all emigrants; the column sums to 1"),
    "interregional_persons": ("integer", "persons per year", "moves between regions, constant 2022 borders"),
    "all_internal_persons": ("integer", "persons per year", "all internal moves, those inside regions included"),
    "from": ("yearmonth", "month", "first month the value holds"),
    "kzt": ("integer", "KZT", "monthly calculation index"),
    "quality": ("string", "", QUALITY),
}

# table -> (builder, header)
TABLES = {
    "regions": (build_regions, "region,kind,name_en,name_kk,name_ru,capital,latitude,longitude,area_km2"),
    "places": (build_places, "place,region,settlement,name_en"),
    "population": (build_population, "region,year,urban,rural,quality"),
    "households": (build_households, "region,settlement,mean_size,quality"),
    "age_national": (build_age_national, "year,sex,age_from,age_to,persons"),
    "age_structure": (build_age_structure, "region,sex,age_from,age_to,persons,quality"),
    "ethnicity": (build_ethnicity, "region,year,kazakh,russian,other,quality"),
    "vital_rates": (build_vital_rates, "region,year,births,deaths,quality"),
    "mortality": (build_mortality, "sex,age,deaths_per_person_year"),
    "fertility": (build_fertility, "age,births_per_woman_year"),
    "distances": (build_distances, "origin,destination,km"),
    "adjacency": (build_adjacency, "origin,destination,relation"),
    "flows": (build_flows, "year,origin,destination,persons,quality"),
    "networks": (build_networks, "year,home,residence,persons"),
    "incomes": (build_incomes, "region,settlement,year,kzt_per_person_month,quality"),
    "external_totals": (build_external_totals, "year,immigrants,emigrants,quality"),
    "external_partners": (build_external_partners, "direction,abroad,share,quality"),
    "external_ethnicity": (build_external_ethnicity, "direction,ethnicity,share,quality"),
    "external_regions": (build_external_regions, "region,immigrant_share,emigrant_share,quality"),
    "internal_totals": (build_internal_totals, "year,interregional_persons,all_internal_persons,quality"),
    "monthly_calculation_index": (build_monthly_calculation_index, "from,kzt"),
}

OVERRIDES = {
    ("population", "year"): ("integer", "year", "1 January of the year"),
    ("networks", "year"): ("integer", "year", "1 January of the year; only flows of earlier years enter"),
    ("age_national", "year"): ("integer", "year", "1 July of the year"),
    ("flows", "quality"): ("string", "", QUALITY + "; imputed = lost cell filled from neighbouring years"),
    ("internal_totals", "quality"): ("string", "", "quality of the two columns, inter-regional / all. " + QUALITY),
}

BNS_LICENSE = {
    "name": "BNS-reuse",
    "title": "BNS terms of use: free reuse, in full or in part, with a reference to the source",
    "path": "https://stat.gov.kz",
}
GEOKZ_LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0; attribution: Alexander Rodionov (geokz)",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
WPP_LICENSE = {
    "name": "CC-BY-3.0-IGO",
    "title": "Creative Commons Attribution 3.0 IGO",
    "path": "https://creativecommons.org/licenses/by/3.0/igo/",
}

# Title and licence of every publisher; press reports quote BNS, and each is named in the raw table's row.
SOURCES = {
    "bns": ("Bureau of National Statistics of Kazakhstan (BNS)", BNS_LICENSE),
    "census": ("National population censuses of Kazakhstan 2009 and 2021 (BNS)", BNS_LICENSE),
    "press": ("Press reports quoting BNS, named row by row in the raw tables", BNS_LICENSE),
    "wpp": ("United Nations, World Population Prospects 2019 and 2024", WPP_LICENSE),
    "geokz": ("Alexander Rodionov, geokz 1.0.2 (base data OCHA COD-AB Kazakhstan and BNS KATO)", GEOKZ_LICENSE),
}

SOURCES_OF = {
    "regions": ("geokz",),
    "places": ("geokz",),
    "population": ("bns",),
    "households": ("census", "press"),
    "age_national": ("wpp",),
    "age_structure": ("bns",),
    "ethnicity": ("bns", "census"),
    "vital_rates": ("bns",),
    "mortality": ("bns", "wpp"),
    "fertility": ("bns",),
    "distances": ("geokz",),
    "adjacency": ("geokz",),
    "flows": ("bns",),
    "networks": ("bns", "census"),
    "incomes": ("bns",),
    "external_totals": ("bns", "press"),
    "external_partners": ("bns", "press"),
    "external_ethnicity": ("bns", "press"),
    "external_regions": ("bns", "press"),
    "internal_totals": ("bns", "press"),
    "monthly_calculation_index": ("press",),
    "boundaries": ("geokz",),
}

# Tables that `qonys estimate` writes from the others.
ESTIMATED = {
    "migration_regions": "Effects of regions on the migration decision: push, pull and emigration.",
    "migration_abroad": "Utility of places abroad by ethnic group.",
    "migration_levels": "National level of considering a move, and of moving abroad, by year.",
}


def provenance(name):
    """Sources and licences of a table, for the data package."""
    published = [SOURCES[key] for key in SOURCES_OF[name]]
    licenses = []
    for _, license_ in published:
        if license_ not in licenses:
            licenses.append(license_)
    return {"sources": [{"title": title} for title, _ in published], "licenses": licenses}


def description(builder):
    return " ".join(inspect.getdoc(builder).split())


def field(table, name):
    kind, unit, text = OVERRIDES.get((table, name), FIELDS[name])
    return {"name": name, "type": kind, **({"unit": unit} if unit else {}), "description": text}


def data_package():
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "description": description(builder),
            **provenance(name),
            "schema": {"fields": [field(name, column) for column in header.split(",")]},
        }
        for name, (builder, header) in TABLES.items()
    ]
    boundary_map = {
        "name": "boundaries",
        "path": "regions.geojson",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "description": "Boundaries of the twenty regions since June 2022, simplified; `id` joins the tables.",
        **provenance("boundaries"),
    }
    estimated = [
        {
            "name": name,
            "path": f"{name}.csv",
            "description": f"{text} Written by `qonys estimate` from flows and external flows (docs/model/estimation.md).",
            "sources": [{"title": "estimated by `qonys estimate` from BNS flow records"}],
            "licenses": [BNS_LICENSE],
        }
        for name, text in ESTIMATED.items()
    ]
    package = {
        "profile": "data-package",
        "name": "kz20",
        "title": "Population and migration of Kazakhstan, 20 regions, 2010-2023",
        "description": "Tables for the synthetic population and the migration model. Cut-off 1 January 2024. Rows "
        "marked recalled or assumed are soft; see README.md.",
        "sources": [{"title": title} for title, _ in SOURCES.values()],
        "licenses": [BNS_LICENSE, GEOKZ_LICENSE, WPP_LICENSE],
        "resources": [*resources, boundary_map, *estimated],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


# ------------------------------------------------------------------------------------------------------------- main


def table_text(header, rows):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return buffer.getvalue()


def build_all():
    """file name -> text of every file the script owns."""
    files = {f"{name}.csv": table_text(header, builder()) for name, (builder, header) in TABLES.items()}
    files["regions.geojson"] = boundaries()
    files["datapackage.json"] = data_package()
    return files


def stale_files(files, folder):
    """Names of the files in the folder that are absent or differ from the built text."""
    differs = lambda path, text: not path.is_file() or path.read_bytes() != text.encode("utf-8")
    return [name for name, text in files.items() if differs(folder / name, text)]


def main():
    parser = argparse.ArgumentParser(description="Build the kz20 data tables.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if tables are stale")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="DIR", help="folder of the tables")
    arguments = parser.parse_args()
    files = build_all()
    if arguments.check:
        stale = stale_files(files, arguments.output)
        if stale:
            print("stale: " + ", ".join(stale) + "; run build_kz20.py", file=sys.stderr)
        return 1 if stale else 0
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (arguments.output / name).write_bytes(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
