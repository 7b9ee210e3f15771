"""Education of adults, careers after school, and where students study."""

from .common import DOMESTIC, apportion, logistic, logit, bisect, persons, raw

HIGHER = 0.34  # persons of 25-64 with completed higher education, nation, about 2020; recalled (+-0.04)
VOCATIONAL = 0.40  # the same, vocational, unfinished higher education included; recalled (+-0.05)
CITY_FACTOR = {"AST": 1.45, "ALA": 1.40}  # against the nation; recalled from the censuses (+-0.15)
ENTRY_HIGHER, ENTRY_VOCATIONAL = 0.42, 0.35  # shares of a cohort that leaves school, nation; recalled (+-0.05)

# Students of higher education by region of the university, per mille of the nation; recalled (+-3 points for the large
# ones, by a factor of 1.5 for the small ones).
STUDENTS_PER_MILLE = {
    "ALA": 300, "SHM": 145, "AST": 110, "KRG": 78, "AKT": 44, "ZKO": 44, "ABY": 38, "ZHM": 36, "VKO": 34, "TRK": 28,
    "KST": 24, "PVL": 24, "ATY": 20, "KZL": 20, "AKM": 16, "ZHT": 13, "SKO": 10, "MNG": 8, "ALM": 5, "ULT": 3,
}


def higher_shares():
    """region -> share of higher education among adults."""
    rows = [r for r in raw("policy/economy.csv") if r["indicator"] == "higher_education_share"]
    read = {r["region_id"]: float(r["value"]) for r in rows}
    everyone = sum(persons(r, 2022) for r in DOMESTIC)
    fixed = {region: HIGHER * factor for region, factor in CITY_FACTOR.items()}
    rest = HIGHER * everyone - sum(share * persons(r, 2022) for r, share in fixed.items())
    others = {r: read[r] for r in DOMESTIC if r not in fixed}
    scale = rest / sum(value * persons(r, 2022) for r, value in others.items())
    return {r: fixed.get(r) or scale * others[r] for r in DOMESTIC}


def build_education():
    """Shares of adults (25-64) with higher and with vocational education (unfinished higher counts as vocational). The
    national levels 0.34 and 0.40 are recalled (+-0.04, +-0.05). Higher: the read shares of 2022/23 of the eighteen
    other regions are scaled to the national level; the source puts Almaty and Astana near the mean, against every
    census, so these two take 1.40 and 1.45 times the national share (assumed). The source's spread is very narrow (21.9
    to 24.4 %). Vocational: the same part of those without higher education everywhere (assumed)."""
    part = VOCATIONAL / (1 - HIGHER)
    for region, share in higher_shares().items():
        yield [region, f"{share:.4f}", f"{(1 - share) * part:.4f}", "assumed"]


def build_enrolment():
    """Shares of a cohort that enter higher and vocational education after school. National 0.42 and 0.35 are recalled
    (+-0.05). Higher: the odds differ between home regions as the odds of adults with higher education do, by half
    (assumed: grants are national and students travel); vocational: the same part of the rest everywhere (assumed)."""
    adults = higher_shares()
    everyone = sum(persons(r, 2022) for r in DOMESTIC)
    share = lambda r, level: logistic(level + 0.5 * (logit(adults[r]) - logit(HIGHER)))
    nation = lambda level: sum(persons(r, 2022) * share(r, level) for r in DOMESTIC) / everyone
    level = bisect(nation, ENTRY_HIGHER, -4, 4)
    part = ENTRY_VOCATIONAL / (1 - ENTRY_HIGHER)
    for region in DOMESTIC:
        higher = share(region, level)
        yield [region, f"{higher:.4f}", f"{(1 - higher) * part:.4f}", "assumed"]


def build_universities():
    """Students of higher education by region of the university, 2020/21, persons. The total is the read home contingent
    (576,557); the shares of the regions are recalled (+-3 points for Almaty, Shymkent, Astana and Karaganda, by a
    factor of 1.5 elsewhere)."""
    rows = {(r["period"], r["metric"]): r["unit"] for r in raw("policy/education.csv")}
    total = int(rows["2020/21", "students_in_Russia"].rsplit(" ", 1)[1].replace(",", ""))
    parts = apportion(total, [STUDENTS_PER_MILLE[r] for r in DOMESTIC])
    for region, students in zip(DOMESTIC, parts):
        yield [region, students, "recalled"]
