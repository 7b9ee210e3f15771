"""Unemployment and participation."""

import math

from .common import DOMESTIC, PARENT_17, YEARS, bisect, economy, interpolate
from .people import build_age_national

LABOUR_FORCE = 9.2e6  # persons, 2019-20; recalled (+-0.1 million)

# Share of persons of an age who work or seek work, by age, without the level: linear between the points. Recalled from
# the age groups of the labour force survey (+-4 points): students keep the young low, pensions end work at 63 (men) and
# at 59 and a half (women, 2020; 58 until 2018, rising by half a year a year), and some pensioners go on.
PARTICIPATION_POINTS = {
    "male": ((15, 0.02), (18, 0.18), (20, 0.42), (22, 0.70), (25, 0.90), (30, 0.955), (45, 0.95), (55, 0.90))
    + ((60, 0.82), (62, 0.74), (63, 0.42), (65, 0.25), (70, 0.10), (75, 0.03)),
    "female": ((15, 0.01), (18, 0.13), (20, 0.33), (22, 0.58), (25, 0.72), (30, 0.76), (35, 0.82), (45, 0.89))
    + ((54, 0.86), (58, 0.72), (59, 0.50), (60, 0.33), (63, 0.22), (65, 0.14), (70, 0.06), (75, 0.02)),
}


def build_labour():
    """Unemployed persons as a share of the labour force, labour force survey. Read, BNS's own estimates for TRK and SHM
    before 2018 included; before 2022 both parts of a unit divided in that year have the unit's rate; 2023 is the mean
    of its four quarters. The figure hardly differs between regions and follows a new definition of employment from
    2015."""
    rate = economy("unemployment_rate_lfs")
    for region in DOMESTIC:
        for year in YEARS:
            unit = region if (region, year) in rate else PARENT_17[region]
            undivided = region in PARENT_17 and year < 2022
            quality = "derived" if undivided or year == 2023 else "read"
            yield [region, year, f"{rate[unit, year] / 100:.4f}", quality]


def people_by_age(year, sex):
    """age -> persons of a single year of age: the five-year groups in equal parts."""
    groups = [r for r in build_age_national() if (r[0], r[1]) == (year, sex) and r[3] < 119]
    return {age: r[4] / 5 for r in groups for age in range(r[2], r[3] + 1)}


def build_participation():
    """Share of persons of an age who are employed or seek work. The shape is recalled (+-4 points; students, pension
    ages 63 and about 59), the odds are shifted together so that the age structure of 2020 (WPP, five-year groups spread
    evenly) gives a labour force of 9.2 million (recalled, 2019-20)."""
    people = {sex: people_by_age(2020, sex) for sex in PARTICIPATION_POINTS}

    def share(sex, age, shift):
        odds = interpolate(PARTICIPATION_POINTS[sex], age)
        odds = odds / (1 - odds) * math.exp(shift)
        return odds / (1 + odds)

    ages = range(15, 76)
    labour_force = lambda shift: sum(people[s][a] * share(s, a, shift) for s in people for a in ages)
    shift = bisect(labour_force, LABOUR_FORCE, -3, 3)
    for sex in PARTICIPATION_POINTS:
        for age in ages:
            yield [sex, age, f"{share(sex, age, shift):.4f}", "recalled"]
