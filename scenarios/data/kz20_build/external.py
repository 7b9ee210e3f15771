"""Moves across the country's border."""

import functools
from collections import defaultdict

from .common import ABROAD, DOMESTIC, FAMILIES_17, PARENT_17, YEARS, persons, raw, shares

# Partners without a figure, as shares of the rest of the CIS or of the other countries; assumed (by a factor of 1.5).
REST_OF_CIS_IN = {"KGZ": 0.28, "TJK": 0.10, "BLR": 0.03}
REST_OF_WORLD_IN = {"DEU": 0.25, "USA": 0.04, "POL": 0.02}
REST_OF_CIS_OUT = {"UZB": 0.30, "KGZ": 0.25, "TKM": 0.02, "TJK": 0.02}
REST_OF_WORLD_OUT = {"CHN": 0.08, "TUR": 0.08, "MGL": 0.02}


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


@functools.cache
def partner_counts():
    """(year, period, direction, partner) -> persons."""
    rows = raw("external_by_country.csv")
    return {(r["year"], r["period"], r["direction"], r["partner"]): int(r["persons"]) for r in rows}


def arrivals_by_partner():
    """partner -> (immigrants of 2017, quality), see `build_external_partners`."""
    count = lambda partner, year="2017", period="year": partner_counts()[year, period, "in", partner]
    result = {p: (count(name), "derived") for p, name in (("RUS", "Russia"), ("UZB", "Uzbekistan"), ("CHN", "China"))}
    cis = count("CIS total") - count("Russia") - count("Uzbekistan")
    cis_2023 = count("CIS total", "2023") - count("Russia", "2023") - count("Uzbekistan", "2023")
    result["TKM"] = (cis * count("Turkmenistan", "2023") / cis_2023, "derived")
    result |= {p: (cis * share, "assumed") for p, share in REST_OF_CIS_IN.items()}
    far = count("non-CIS total") - count("China")
    far_2023 = (external_totals()[2023][0] - count("CIS total", "2023")) / 2 - count("China", "2023", "Jan-Jun")
    for partner, name in (("MGL", "Mongolia"), ("TUR", "Turkey")):
        result[partner] = (far * count(name, "2023", "Jan-Jun") / far_2023, "derived")
    result |= {p: (far * share, "assumed") for p, share in REST_OF_WORLD_IN.items()}
    rest = count("CIS total") + count("non-CIS total") - sum(persons for persons, _ in result.values())
    return result | {"OTH": (rest, "assumed")}


def departures_by_partner():
    """partner -> (emigrants of 2019, quality), see `build_external_partners`."""
    count = lambda partner, year="2019", period="year": partner_counts()[year, period, "out", partner]
    result = {"RUS": (count("Russia"), "recalled"), "DEU": (count("Germany"), "recalled")}
    for partner, name in (("POL", "Poland"), ("USA", "USA"), ("BLR", "Belarus")):
        ratio = count(name, "2022", "Jan-Mar") / count("Germany", "2022", "Jan-Mar")
        result[partner] = (count("Germany") * ratio, "recalled")
    near = count("CIS total") - count("Russia") - result["BLR"][0]
    result |= {p: (near * share, "assumed") for p, share in REST_OF_CIS_OUT.items()}
    far = count("non-CIS total") - sum(result[p][0] for p in ("DEU", "POL", "USA"))
    result |= {p: (far * share, "assumed") for p, share in REST_OF_WORLD_OUT.items()}
    rest = external_totals()[2019][1] - sum(persons for persons, _ in result.values())
    return result | {"OTH": (rest, "assumed")}


def build_external_partners():
    """Shares of the partners in registered immigrants (2017, the last year before 2022 with read counts) and emigrants
    (2019). In: Russia, Uzbekistan and China are read; Turkmenistan takes its read share of 2023 in the rest of the CIS,
    Mongolia and Turkey theirs of January-June 2023 in the rest of the world (half the year's total; derived);
    Kyrgyzstan, Tajikistan, Belarus, Germany, Poland and the USA are assumed shares of these rests. Out: Russia and
    Germany are recalled (+-4 %, +-25 %); Poland, USA and Belarus keep their ratio to Germany of January-March 2022; the
    others are assumed shares of what the read totals of the CIS and of other countries leave."""
    for direction, table in (("in", arrivals_by_partner()), ("out", departures_by_partner())):
        values = shares([table[region][0] for region in ABROAD], 5)
        for region, value in zip(ABROAD, values):
            yield [direction, region, value, table[region][1]]


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
