"""Moves across the country's border."""

import functools
from collections import defaultdict

from .common import ABROAD, DOMESTIC, FAMILIES_17, PARENT_17, YEARS, persons, raw, shares

GERMANY_IMMIGRANT_SHARE = 0.03  # assumed: nothing read; some hundreds a year of 12-16 thousand


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
