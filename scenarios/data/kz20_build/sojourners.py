"""Foreigners who stay for a time, outside the resident population."""

from .common import ABROAD, DOMESTIC, YEARS, apportion, interpolate, persons, raw, shares
from .education import build_universities

STATUSES = ("eaeu_worker", "labour_migrant", "foreign_labour_force", "student", "guest", "refugee", "relokant")
# Mean stay in years; assumed, but foreign labour: 19,145 present on 1 January 2020 against arrivals of 25,000 in 2019.
STAY = {"eaeu_worker": 1.0, "labour_migrant": 0.5, "foreign_labour_force": 0.77, "student": 3.5, "guest": 0.25}

# Labour migrants: permits to work for individuals exist since 2014.
PERMITS_2014 = 120_000  # assumed, also for the years before, without permits; 2016 is what 2014-16 leaves
PERMITS_2019 = 540_000  # issued and extended; the source's "53-55 thousand" is a misprint of 530-550 thousand
PERMITS = {2020: 140_000, 2021: 200_000, 2022: 280_000}  # assumed (+-30 %): closed borders, then a quota of 3.2 %
LABOUR_ORIGINS = {"UZB": 0.93, "TJK": 0.05, "TKM": 0.01, "OTH": 0.01}  # read: more than 0.90 Uzbekistan; rest assumed
LABOUR_ORIGINS_BEFORE_2015 = {"UZB": 0.91, "KGZ": 0.04, "TJK": 0.04, "OTH": 0.01}  # Kyrgyzstan not yet in the union

# Employers' foreign labour; recalled (+-15 %) before 2015, the stock of 1 January 2023 is assumed.
FOREIGN_LABOUR = {2010: 29_200, 2011: 27_100, 2012: 22_000, 2013: 24_500, 2014: 32_300}
FOREIGN_LABOUR_STOCK_2023 = 14_000

# Workers of the Eurasian union who arrive in a year; Russians 2021 and 2022 read, the rest assumed (+-40 %).
EAEU = {
    "RUS": ((2010, 8_000), (2012, 14_000), (2019, 28_000), (2020, 16_000))
    + ((2021, 31_600), (2022, 63_000), (2023, 45_000)),
    "KGZ": ((2010, 0), (2014, 0), (2015, 8_000), (2019, 16_000), (2020, 8_000), (2021, 12_000), (2023, 18_000)),
    "BLR": ((2010, 500), (2019, 1_500), (2020, 800), (2023, 1_500)),
    "OTH": ((2010, 0), (2014, 0), (2015, 1_000), (2019, 2_000), (2020, 1_000), (2023, 2_000)),  # Armenia
}

# Foreign students, stock in autumn: 2018 read, others recalled (+-25 %).
STUDENTS = ((2009, 9_500), (2012, 9_500), (2016, 12_800), (2018, 14_000), (2020, 22_000), (2023, 27_000))
STUDENTS_UNNAMED = {"RUS": 0.40, "MGL": 0.08, "TJK": 0.10, "OTH": 0.42}  # of those the source does not name; assumed

# Visits of some months to relatives and friends; assumed (by a factor of 2): nothing read.
GUESTS = ((2010, 90_000), (2019, 120_000), (2020, 30_000), (2021, 50_000), (2022, 110_000), (2023, 120_000))
GUEST_ORIGINS = {"UZB": 0.45, "RUS": 0.22, "KGZ": 0.12, "TJK": 0.06, "CHN": 0.05, "TKM": 0.02, "TUR": 0.03, "OTH": 0.05}
REFUGEES = {2021: 150, 2022: 300}  # recognised or tolerated; assumed, 60 in other years (stock of 691 in 2016 read)
REFUGEES_USUAL, REFUGEE_STOCK = 60, 650
RELOKANTS_2023 = 5_000  # assumed
IRREGULAR = {2010: 250_000, 2019: 200_000}  # assumed (by a factor of 2): no defensible estimate is known
IRREGULAR_ORIGINS = {"UZB": 0.80, "TJK": 0.08, "KGZ": 0.06, "TKM": 0.02, "CHN": 0.02, "OTH": 0.02}


def figure(metric, period, table="labour_immigration"):
    rows = raw(f"policy/{table}.csv")
    return next(float(r["value"]) for r in rows if (r["metric"], r["period"]) == (metric, period))


def permits():
    """year -> (first permits of individuals, quality)."""
    individuals = "permits_labour_immigrants_individuals"
    result = {2014: PERMITS_2014, 2015: figure(individuals, "2015")}
    result[2016] = figure(f"{individuals}_3yr", "2014-2016") - result[2014] - result[2015]
    issued, extended = figure("permits_issued", "2018"), figure("permits_extended", "2018")
    both = 1 + extended / issued  # permits issued and extended per permit issued
    rest = figure("permits_issued_and_extended_3yr", "2016-2018") - issued * both - result[2016] * both
    result |= {2017: rest / both, 2018: issued}
    result |= {2019: PERMITS_2019 / both, **PERMITS, 2023: figure(individuals, "2023")}
    result |= dict.fromkeys(range(2010, 2014), PERMITS_2014)
    read, derived = (2015, 2018, 2023), (2019,)
    quality = lambda year: "read" if year in read else "derived" if year in derived else "assumed"
    return {year: (round(result[year]), quality(year)) for year in YEARS}


def foreign_labour():
    """year -> (arrivals of employers' foreign labour, quality): growth of the stock plus its turnover."""
    metric = "flf_workers_on_lebo_permits"
    flow = {2015: figure(metric, "2015"), 2016: figure(metric, "2016 (flow)"), 2019: figure(metric, "2019")}
    points = sorted(flow.items())
    stock = {2020: figure(metric, "2020-01-01"), 2022: figure(metric, "2022-01-01"), 2023: FOREIGN_LABOUR_STOCK_2023}
    stock |= {2021: (figure(metric, "2020-11-01") + figure(metric, "2021-04-01")) / 2, 2024: figure(metric, "2024-01")}
    for year in YEARS:
        if year in FOREIGN_LABOUR:
            yield year, (FOREIGN_LABOUR[year], "recalled")
        elif year <= 2019:
            yield year, (round(interpolate(points, year)), "read" if year in flow else "assumed")
        else:
            mean = (stock[year] + stock[year + 1]) / 2
            arrivals = stock[year + 1] - stock[year] + mean / STAY["foreign_labour_force"]
            yield year, (round(arrivals), "derived" if year < 2022 else "assumed")


def foreign_labour_origins(year):
    """origin -> share, by the read counts of 2016, 2020 and 2021, linear between."""
    totals = {2016: "2016 (flow)", 2020: "2020-01-01", 2021: "2021-04-01"}
    periods = {2016: "2016", 2020: "2020-01-01", 2021: "2021-04-01"}
    result = {}
    for region, name in (("CHN", "China"), ("TUR", "Turkey"), ("UZB", "Uzbekistan")):
        count = lambda y: figure(f"flf_workers:{name}", periods[y]) / figure("flf_workers_on_lebo_permits", totals[y])
        result[region] = interpolate([(y, count(y)) for y in periods], min(max(year, 2016), 2021))
    return result | {"OTH": 1 - sum(result.values())}


def student_origins():
    """origin -> share of foreign students, 2018."""
    rows = raw("policy/education.csv")
    row = next(r for r in rows if (r["metric"], r["period"]) == ("foreign_students_in_KZ", "2018"))
    names = {"Uzbekistan": "UZB", "India": "OTH", "Turkmenistan": "TKM", "China": "CHN", "Kyrgyzstan": "KGZ"}
    result = {}
    for part in row["unit"].split("(")[1].rstrip(")").split("; "):
        name, count = part.split(" ")
        result[names[name]] = int(count.replace(",", "")) / int(row["value"])
    rest = 1 - sum(result.values())
    for region, share in STUDENTS_UNNAMED.items():
        result[region] = result.get(region, 0.0) + rest * share
    return result


def relokants(year):
    """Arrivals from Russia who stayed on, less those counted as new workers of the union."""
    if year == 2022:
        rows = {r["period"]: r for r in raw("policy/stranded_refugees_relokants.csv")}
        stayed = 0
        for period in ("2022-02-24..04-11", "2022-09-21..11-29"):
            row = rows[period]
            out = next(part for part in row["unit"].split("; ") if part.endswith(" out"))
            stayed += int(row["value"]) - int(out.removesuffix(" out").replace(",", ""))
        return stayed - round(figure("russian_workers_EAEU", "2022") - figure("russian_workers_EAEU", "2021"))
    return RELOKANTS_2023 if year == 2023 else 0


def flows():
    """(stream, year) -> (persons by origin, quality)."""
    result = {}
    labour = dict(foreign_labour())
    for year in YEARS:
        split = lambda total, origins: dict(zip(origins, apportion(round(total), list(origins.values()))))
        workers = {origin: round(interpolate(points, year)) for origin, points in EAEU.items()}
        result["eaeu_worker", year] = (workers, "assumed")
        origins = LABOUR_ORIGINS if year >= 2015 else LABOUR_ORIGINS_BEFORE_2015
        result["labour_migrant", year] = (split(permits()[year][0], origins), permits()[year][1])
        result["foreign_labour_force", year] = (split(labour[year][0], foreign_labour_origins(year)), labour[year][1])
        before, after = interpolate(STUDENTS, year - 1), interpolate(STUDENTS, year)
        entrants = after - before + (before + after) / 2 / STAY["student"]
        result["student", year] = (split(entrants, student_origins()), "recalled")
        result["guest", year] = (split(interpolate(GUESTS, year), GUEST_ORIGINS), "assumed")
        result["refugee", year] = ({"OTH": REFUGEES.get(year, REFUGEES_USUAL)}, "assumed")
        result["relokant", year] = ({"RUS": relokants(year)}, "derived" if year == 2022 else "assumed")
    return result


def flow_quality(stream, origin, year, total):
    """Quality of one origin's figure, given that of the stream's total."""
    if stream == "eaeu_worker":
        return "read" if origin == "RUS" and year in (2021, 2022) else "assumed"
    if stream == "labour_migrant" and total != "assumed":
        return "derived" if origin == "UZB" else "assumed"
    if stream == "foreign_labour_force" and total == "read":
        return "read" if year == 2016 and origin != "OTH" else "derived"
    return total


def build_sojourner_flows():
    """Foreigners who enter for a stay outside the resident population, by year; only origins a stream has. Labour
    migrants: first permits of individuals (2015, 2018, 2023 read; 2019 from issued and extended, 540 thousand by the
    misprint rule; 2016 and 2017 follow from three-year totals and an assumed 2014; 2020-22 assumed; 2010-13, before
    permits, as 2014), more than 0.90 from Uzbekistan (read). A person may take several permits a year. Foreign labour
    force: flows of 2015, 2016 and 2019 read, from stocks with a mean stay of 0.77 years since 2020, recalled before
    2015. Union workers: Russians of 2021-22 read (workers counted in the year, taken as entries), all else assumed.
    Students: from stocks (2018 read, others recalled) with a mean stay of 3.5 years. Guests of some months and refugees
    are assumed. Relokants: Russians who came less those who left in the two waves of 2022 (90,000), less the rise of
    Russian workers, who are in the other stream."""
    table = flows()
    for stream in STATUSES:
        for origin in ABROAD:
            for year in YEARS:
                people, quality = table[stream, year]
                if origin in people:
                    yield [stream, origin, year, people[origin], flow_quality(stream, origin, year, quality)]


def build_sojourner_stock():
    """Foreigners present on 1 January of 2010 and 2019. The entries of the year before (2010: of 2010) times a mean
    stay in years: union workers 1, foreign labour 0.77, labour migrants 0.5, students 3.5 (by the stock of autumn),
    guests 0.25; all assumed. Refugees by the read stocks of 2016-17. `irregular`, those without any title, is assumed
    (by a factor of two). For comparison: IOM counted 668,422 migrant workers present at the end of 2022, all titles
    together."""
    table = flows()
    for year in (2010, 2019):
        stock = {s: {o: n * STAY[s] for o, n in table[s, max(year - 1, 2010)][0].items()} for s in STAY}
        stock["student"] = {o: interpolate(STUDENTS, year - 1) * share for o, share in student_origins().items()}
        stock["refugee"] = {"OTH": REFUGEE_STOCK}
        stock["irregular"] = {o: IRREGULAR[year] * share for o, share in IRREGULAR_ORIGINS.items()}
        for status, people in stock.items():
            for origin in ABROAD:
                if round(people.get(origin, 0)):
                    quality = "recalled" if status == "student" else "assumed"
                    yield [year, status, origin, round(people[origin]), quality]


# Shares of named regions by status; the rest goes by population of 2022. Where nothing is said, assumed (+-0.05).
EMPLOYERS = {"ATY": 0.30, "ALA": 0.15, "AST": 0.13, "MNG": 0.08, "AKT": 0.06, "ZKO": 0.06, "KRG": 0.05, "PVL": 0.03}
UNION = {"ALA": 0.30, "AST": 0.20, "KST": 0.05, "ZKO": 0.05, "AKT": 0.05, "SKO": 0.03, "PVL": 0.04}
RELOKANTS = {"AST": 0.15, "ZKO": 0.05, "KST": 0.05, "AKT": 0.05, "KRG": 0.04, "PVL": 0.03, "SKO": 0.03, "ABY": 0.02}


def labour_migrant_regions():
    """Read shares of migrant workers present at the end of 2022, and Astana's, assumed."""
    row = next(r for r in raw("policy/labour_immigration.csv") if r["metric"] == "migrant_workers_present_IOM_DTM")
    names = {"Mangystau": "MNG", "Almaty region": "ALM", "Almaty city": "ALA", "North Kazakhstan": "SKO"}
    parts = row["unit"].split("(")[1].rstrip(")").rstrip("%").split("%, ")
    read = {names[name]: float(value) / 100 for name, value in (part.rsplit(" ", 1) for part in parts)}
    return read | {"AST": 0.07}


def build_sojourner_regions():
    """Where foreigners who stay for a time live, shares by status. Labour migrants, guests and irregular persons: the
    IOM shares of the end of 2022 (Mangystau 31.9 %, Almaty region 18.8 %, Almaty 18.1 %, North Kazakhstan 0.7 %; read),
    Astana 0.07 assumed; guests half so and half by population. Students: as the universities (recalled). Relokants:
    Almaty by the 52,500 settled there in August 2023 against 100,000 (derived). All other named shares are assumed; the
    rest goes by population of 2022."""
    read = labour_migrant_regions()
    settled = figure("russians_settled_almaty", "2023-08", "stranded_refugees_relokants") / 100_000
    named = {
        "eaeu_worker": UNION,
        "labour_migrant": read,
        "foreign_labour_force": EMPLOYERS,
        "guest": {region: share / 2 for region, share in read.items()},
        "refugee": {"ALA": 0.80, "SHM": 0.12, "AST": 0.05},
        "relokant": {"ALA": settled, **RELOKANTS},
        "irregular": read,
    }
    students = {region: count for region, count, _ in build_universities()}
    everyone = sum(persons(r, 2022) for r in DOMESTIC)
    for status in (*STATUSES, "irregular"):
        if status == "student":
            weights, fixed = students, {}
        else:
            fixed = named[status]
            by_population = set(DOMESTIC) if status == "guest" else set(DOMESTIC) - set(fixed)
            people = {r: persons(r, 2022) for r in by_population}
            rest = 1 - sum(fixed.values())
            weights = {r: fixed.get(r, 0.0) + rest * people.get(r, 0) / sum(people.values()) for r in DOMESTIC}
        for region, share in zip(DOMESTIC, shares([weights[r] for r in DOMESTIC], 5)):
            quality = "recalled" if status == "student" else "assumed"
            if status == "labour_migrant" and region in fixed and region != "AST":
                quality = "read"
            if status == "relokant" and region == "ALA":
                quality = "derived"
            yield [status, region, share, quality]
