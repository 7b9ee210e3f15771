"""People who come to live in the country: kandas, returning and other immigrants."""

import functools

from .common import ABROAD, DOMESTIC, YEARS, apportion, interpolate, persons, raw, shares
from .external import arrivals_by_partner, build_external_regions, external_totals, partner_counts

STREAMS = ("kandas", "returning", "other")
ORIGIN = {"Uzbekistan": "UZB", "China": "CHN", "Mongolia": "MGL", "Turkmenistan": "TKM", "Russia": "RUS"}
REGION_NAMES = {"mangystau": "MNG", "turkistan": "TRK", "shymkent": "SHM", "zhambyl": "ZHM"}
REGION_NAMES |= {"astana": "AST", "almaty_city": "ALA"}

# Period of the kandas table whose origin shares a year takes; the years between 2016 and 2020 are interpolated.
PERIODS = {2010: "1991-2011", 2011: "1991-2011", **dict.fromkeys((2012, 2013, 2014, 2015), "1991-2015")}
PERIODS |= {2016: "2016-01..07", 2020: "2020-01..11", 2021: "2021", 2022: "2022-H1", 2023: "2023-01..08"}
# What the table calls other, without and with Russia in it; assumed.
UNNAMED = {"KGZ": 0.30, "TUR": 0.20, "TJK": 0.10, "OTH": 0.40}
UNNAMED_WITH_RUSSIA = {"RUS": 0.45, "KGZ": 0.16, "TUR": 0.11, "TJK": 0.06, "OTH": 0.22}
LEAST_OTHER = 0.10  # of a partner's immigrants, those who are not Kazakhs; assumed
# Of the immigrants who are not kandas, those who lived in Kazakhstan before; assumed (+-0.2).
RETURNING = {"RUS": 0.50, "DEU": 0.80, "BLR": 0.50, "POL": 0.60, "USA": 0.70, "UZB": 0.20, "KGZ": 0.30}
RETURNING_REST, RETURNING_RUS_2022 = 0.25, 0.35  # other partners; Russia from 2022 on; assumed
LEAST_SHARE = 0.3  # of a region's share in all immigrants, kept by immigrants who are not kandas; assumed


def kazakh_share(year):
    """Kazakhs among registered immigrants: read in 2007, 2012, 2013, 2019 and 2023, linear between; 2020-22 as 2019."""
    rows = [r for r in raw("external_by_ethnicity.csv") if (r["direction"], r["ethnic_group"]) == ("in", "Kazakh")]
    points = sorted((int(r["year"]), float(r["share_of_direction"])) for r in rows if int(r["year"]) <= 2023)
    at_2019 = dict(points)[2019]
    return at_2019 if 2019 <= year <= 2022 else interpolate(points, year)


@functools.cache
def kandas_origins(year):
    """origin -> share of kandas."""
    if year not in PERIODS:
        before, after = kandas_origins(2016), kandas_origins(2020)
        return {r: before[r] + (after[r] - before[r]) * (year - 2016) / 4 for r in ABROAD}
    rows = [r for r in raw("policy/kandas.csv") if r["period"] == PERIODS[year] and "origin_share" in r["metric"]]
    named = {r["metric"].split(":")[1]: float(r["value"]) for r in rows}
    rest = UNNAMED if "Russia" in named else UNNAMED_WITH_RUSSIA
    result = {r: named["other"] * rest.get(r, 0.0) for r in ABROAD}
    for name, region in ORIGIN.items():
        result[region] += named.get(name, 0.0)
    total = sum(result.values())
    return {region: value / total for region, value in result.items()}


def others_by_partner(year):
    """partner -> immigrants who are not Kazakhs, in the pattern of 2017 or of 2023."""
    if year == 2017:
        everyone = {region: count for region, (count, _) in arrivals_by_partner().items()}
    else:
        read = {"RUS": "Russia", "UZB": "Uzbekistan", "TKM": "Turkmenistan"}
        half = {"CHN": "China", "MGL": "Mongolia", "TUR": "Turkey"}
        count = lambda name, period: partner_counts()["2023", period, "in", name]
        everyone = {region: count(name, "year") for region, name in read.items()}
        everyone |= {region: 2 * count(name, "Jan-Jun") for region, name in half.items()}
        pattern = {r: value for r, (value, _) in arrivals_by_partner().items() if r not in everyone}
        rest = external_totals()[2023][0] - sum(everyone.values())
        everyone |= {r: rest * value / sum(pattern.values()) for r, value in pattern.items()}
    kandas = sum(everyone.values()) * kazakh_share(year)
    result = {r: max(n - kandas * kandas_origins(year)[r], LEAST_OTHER * n) for r, n in everyone.items()}
    return {region: value / sum(result.values()) for region, value in result.items()}


def build_arrivals():
    """Registered immigrants by stream and origin; every year sums to the immigrants of external_totals. Kandas are the
    Kazakhs among them (read shares of 2007, 2012, 2013, 2019 and 2023, linear between; 2020-22 as 2019), by origin as
    the kandas of the time (2017-19 linear; the unnamed origins assumed). The others follow the non-Kazakh remainder of
    the partner counts of 2017 up to 2021 and of 2023 in 2023, their mean in 2022. Returning (lived in Kazakhstan
    before) is an assumed part by partner. The kandas status was given to far more people than this: 33,952 in 2013,
    33,754 in 2016, 17,540 in 2021, 19,178 in 2022, 21,300 in 2023; many of them are in the country already or register
    later (a guess)."""
    for year in YEARS:
        total = external_totals()[year][0]
        kandas = round(total * kazakh_share(year))
        before, after = others_by_partner(2017), others_by_partner(2023)
        weight = {2022: 0.5, 2023: 1.0}.get(year, 0.0)
        partner = {r: before[r] + weight * (after[r] - before[r]) for r in ABROAD}
        back = {r: RETURNING.get(r, RETURNING_REST) for r in ABROAD}
        if year >= 2022:
            back["RUS"] = RETURNING_RUS_2022
        others = [partner[r] * back[r] for r in ABROAD] + [partner[r] * (1 - back[r]) for r in ABROAD]
        counts = apportion(kandas, [kandas_origins(year)[r] for r in ABROAD]) + apportion(total - kandas, others)
        for index, count in enumerate(counts):
            stream = STREAMS[index // len(ABROAD)]
            quality = "assumed" if stream != "kandas" else "derived" if year == 2023 else "recalled"
            yield [stream, ABROAD[index % len(ABROAD)], year, count, quality]


def kandas_regions():
    """region -> (share of kandas, quality)."""
    rows = [r for r in raw("policy/kandas.csv") if r["period"] in ("2021", "2022-H1") and "settlement" in r["metric"]]
    named = {}
    for r in rows:
        named.setdefault(r["metric"].split(":")[1], []).append(float(r["value"]) / 100)
    mean = {name: sum(values) / len(values) for name, values in named.items()}
    result = {region: (mean[name], "derived") for name, region in REGION_NAMES.items()}
    both = persons("ALM", 2022) + persons("ZHT", 2022)
    result |= {r: (mean["almaty_region"] * persons(r, 2022) / both, "derived") for r in ("ALM", "ZHT")}
    immigrants = {r[0]: float(r[1]) for r in build_external_regions() if r[0] not in result}
    rest = 1 - sum(share for share, _ in result.values())
    return result | {r: (rest * value / sum(immigrants.values()), "assumed") for r, value in immigrants.items()}


def build_arrival_regions():
    """Where immigrants settle, shares by stream. Kandas: means of the read shares of 2021 and January-June 2022 (Almaty
    region split between ALM and ZHT by population), the rest as all immigrants (assumed). Other: the regions' shares in
    all immigrants less the kandas' part (the share of 2019), at least 0.3 of the former (assumed). Returning: half as
    the other stream, half as emigrants left (assumed)."""
    external = {r[0]: (float(r[1]), float(r[2])) for r in build_external_regions()}
    kandas, part = kandas_regions(), kazakh_share(2019)
    other = {r: max(i - part * kandas[r][0], LEAST_SHARE * i) for r, (i, _) in external.items()}
    other = {r: value / sum(other.values()) for r, value in other.items()}
    returning = {r: (other[r] + external[r][1]) / 2 for r in DOMESTIC}
    weights = {"kandas": {r: kandas[r][0] for r in DOMESTIC}, "returning": returning, "other": other}
    for stream in STREAMS:
        values = shares([weights[stream][r] for r in DOMESTIC], 5)
        for region, value in zip(DOMESTIC, values):
            yield [stream, region, value, kandas[region][1] if stream == "kandas" else "assumed"]


# UN names of the partners; every other country is in OTH, the two aggregates in none.
UN_NAMES = {
    "Russian Federation": "RUS", "Germany": "DEU", "Uzbekistan": "UZB", "China": "CHN", "Turkmenistan": "TKM",
    "Mongolia": "MGL", "Kyrgyzstan": "KGZ", "Tajikistan": "TJK", "Turkey": "TUR", "Belarus": "BLR", "Poland": "POL",
    "United States of America": "USA",
}
UN_AGGREGATES = ("Caribbean", "South America")


def build_diaspora():
    """People born in (or, for some countries, citizens of) the origin who live in the destination, UN 2019 revision,
    for 2010 and 2019; KAZ is Kazakhstan. Read for single countries; OTH is the sum of all others. Pairs the UN does not
    publish (Germany, Mongolia, Poland and the USA to Kazakhstan; China from it) are 0, assumed. The stocks of 2019 are
    extrapolated by the UN, and hold those who moved inside the Soviet Union."""
    stock = {}
    for r in raw("un_migrant_stock_2019.csv"):
        if r["year"] in ("2010", "2019") and not {r["origin"], r["destination"]} & set(UN_AGGREGATES):
            name = lambda country: "KAZ" if country == "Kazakhstan" else UN_NAMES.get(country, "OTH")
            key = (int(r["year"]), name(r["origin"]), name(r["destination"]))
            stock[key] = stock.get(key, 0) + int(r["persons"])
    for year in (2010, 2019):
        for origin, destination in [("KAZ", r) for r in ABROAD] + [(r, "KAZ") for r in ABROAD]:
            count = stock.get((year, origin, destination))
            quality = "assumed" if count is None else "derived" if "OTH" in (origin, destination) else "read"
            yield [year, origin, destination, count or 0, quality]
