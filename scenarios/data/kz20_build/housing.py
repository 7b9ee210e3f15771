"""Rents."""

import math

from .common import DOMESTIC, YEARS, economy, population, settlements

# Nation, end of 2021 to end of 2022; the growth of April 2022 to April 2023, read, stands for it.
RENT_GROWTH_2022 = 1.276
RURAL_RENT = 0.5  # of the urban rent; assumed (+-0.2)
# A centre without a series of its own before a year moves as the centre of its old unit did.
LEADER = {"ALM": "ZHT", "ULT": "KRG", "TRK": "SHM"}


def method_factor():
    """What the change of method of January 2022 did to the level: the mean jump of the centres that have both years,
    weighted by urban population, less the growth of rents in that year."""
    rent = economy("housing_rent")
    both = [r for r in DOMESTIC if (r, 2021) in rent]
    weight = {r: population()[r, 2022][1] for r in both}
    jump = sum(weight[r] * math.log(rent[r, 2022] / rent[r, 2021]) for r in both) / sum(weight.values())
    return math.exp(jump) / RENT_GROWTH_2022


def urban_rents(region):
    """year -> (rent at the level of the new method, quality)."""
    rent, factor = economy("housing_rent"), method_factor()
    own = {y: rent[region, y] * (factor if y < 2022 else 1) for y in YEARS if (region, y) in rent}
    result = {y: (value, "read" if y >= 2022 else "derived") for y, value in own.items()}
    if region in LEADER:
        first, leader = min(own), urban_rents(LEADER[region])
        for year in range(YEARS.start, first):
            result[year] = (own[first] * leader[year][0] / leader[first][0], "assumed")
    return result


def build_housing():
    """Rent of a flat in the regional centre, KZT per m2 and month at the end of the year, nominal. BNS went over to
    weighted averages in January 2022; 2022-23 are read, earlier years are chain-linked to that level by one national
    factor: the mean jump of the centres in 2022 (log, weighted by urban population) less a real growth of 27.6 % (read
    for April 2022 to April 2023). So the rent shock of the relokants stays inside 2022, each city's part of it
    included. ALM and ULT before 2022 and TRK before 2018 move as the centre of their old unit (ZHT, KRG, SHM; assumed).
    Rural rents are half the urban (assumed). ULT 2022 (1,863) to 2023 (3,543) is as printed."""
    for region in DOMESTIC:
        rents = urban_rents(region)
        for settlement in settlements(region):
            for year in YEARS:
                value, quality = rents[year]
                if settlement == "rural":
                    value, quality = value * RURAL_RENT, "assumed"
                yield [region, settlement, year, round(value), quality]
