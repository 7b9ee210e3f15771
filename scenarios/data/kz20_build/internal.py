"""Moves inside the country."""

import functools
import math

from .common import (
    DOMESTIC,
    FAMILIES_16,
    FAMILIES_17,
    OD_YEARS,
    POPULATION_YEARS,
    YEARS,
    flows,
    pairs,
    persons,
    raw,
)
from .external import build_external_regions, external_totals

CENSUS_MOMENT = 2 / 3  # the census of 1 September 2021 lies two thirds of the way from 1 January 2021 to 2022


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


def unit_balances(year):
    """unit of the time -> what it gained by all flows (table 6567; derived before 2013, exactly)."""
    rows = [r for r in raw("internal_migration.csv") if int(r["year"]) == year and r["net_all_flows"]]
    return {r["region_id"]: int(r["net_all_flows"]) for r in rows if r["region_id"] != "KZ"}


def build_margins():
    """Arrivals and departures between regions in years without a matrix (2011-14, 2016-19), constant 2022 borders. The
    margins of the matrices before and after, linear between and scaled to the year's total, are moved to the balances
    of all flows (read or exact), less what the regions gained abroad (the year's national flows by
    external_regions.csv), so that the product of arrivals and departures stays; a unit that was divided later shares
    its difference by population. The balances are facts, the turnover is not."""
    abroad = {r: (float(into), float(out)) for r, into, out, _ in build_external_regions()}
    totals = {row[0]: row[1] for row in build_internal_totals()}
    for year in (y for y in YEARS if y < 2020 and y not in OD_YEARS):
        first, last = max(y for y in OD_YEARS if y < year), min(y for y in OD_YEARS if y > year)
        weight = (year - first) / (last - first)
        cell = lambda a, b: (1 - weight) * flows()[first, a, b][0] + weight * flows()[last, a, b][0]
        scale = totals[year] / sum(cell(a, b) for a, b in pairs())
        arrivals = {r: scale * sum(cell(o, r) for o in DOMESTIC if o != r) for r in DOMESTIC}
        departures = {r: scale * sum(cell(r, d) for d in DOMESTIC if d != r) for r in DOMESTIC}
        immigrants, emigrants, _ = external_totals()[year]
        families = FAMILIES_16 if year <= 2017 else FAMILIES_17
        difference = {}
        balances = unit_balances(year)
        if "TRK" in balances:
            families = FAMILIES_17
        for unit, balance in balances.items():
            family = families.get(unit, (unit,))
            gained = sum(arrivals[r] - departures[r] + immigrants * abroad[r][0] - emigrants * abroad[r][1] for r in family)
            people = sum(persons(r, year) for r in family)
            for r in family:
                difference[r] = (balance - gained) * persons(r, year) / people
        left_over = sum(difference.values()) / sum(persons(r, year) for r in DOMESTIC)
        for r in DOMESTIC:
            net = arrivals[r] - departures[r] + difference[r] - left_over * persons(r, year)
            into = (net + math.sqrt(net**2 + 4 * arrivals[r] * departures[r])) / 2
            yield [year, r, round(into), round(into - net), "imputed"]
