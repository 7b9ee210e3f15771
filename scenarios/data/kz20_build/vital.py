"""Births and deaths."""

import math

from .common import DOMESTIC, FAMILIES_16, FAMILIES_17, YEARS, apportion, bisect, national_persons, persons, raw
from .people import build_age_national

LIFE_EXPECTANCY_GAP = 8.5  # years, women minus men, 2019; recalled
MALE_BIRTH_SHARE = 0.515  # recalled
INFANT_HAZARD = {"male": 0.0088, "female": 0.0069}  # per person-year, on top of the background, 2019; recalled
INFANT_DECLINE = 2.3  # per year of age; assumed
BACKGROUND_HAZARD = {"male": 0.0006, "female": 0.0003}  # the Makeham term; assumed
SLOPE_GAP = 0.02  # female minus male Gompertz slope; assumed
CHILDBEARING_MEAN, CHILDBEARING_SD, CHILDBEARING_ORIGIN = 28.8, 5.8, 12.0  # recalled, recalled, assumed


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
