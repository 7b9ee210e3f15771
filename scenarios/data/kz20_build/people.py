"""Regions, places and the people who live in them."""

from .common import (
    ABROAD_ROWS,
    CITIES,
    DOMESTIC,
    FAMILIES_16,
    FAMILIES_17,
    PARENT_16,
    PARENT_17,
    POPULATION_YEARS,
    apportion,
    bisect,
    logistic,
    logit,
    persons,
    population,
    raw,
    settlements,
    shares,
)


def build_regions():
    """Twenty regions (borders since June 2022) and thirteen abroad regions (MGL is Mongolia, since MNG is Mangystau).
    Names, points and areas are those of the boundary file (area computed from the polygons); the points of the abroad
    regions are general knowledge, OTH takes Kyiv's, and their area is set to 0 because nothing uses it."""
    by_id = {r["region_id"]: r for r in raw("regions.csv")}
    for region in DOMESTIC:
        r = by_id[region]
        names = [r["name_en"], r["name_kk"], r["name_ru"], r["capital"]]
        yield [region, r["type"], *names, r["capital_lat"], r["capital_lon"], r["area_km2"]]
    for region, en, kk, ru, capital, latitude, longitude in ABROAD_ROWS:
        yield [region, "abroad", en, kk, ru, capital, latitude, longitude, 0]


def build_places():
    """The places people live in: each region's urban and rural part, the three cities (urban only), and the
    thirteen abroad regions. A definition, not a measurement."""
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
    parent's sizes. In 2009 all sizes stand to those of 2021 as the national means of the two censuses (read, rounded)
    do: 3.66 to 3.43 (assumed for the regions)."""
    households = {r["region_id"]: int(r["households"]) for r in raw("households.csv") if r["year"] == "2021"}
    national = {(r["region_id"], r["year"]): float(r["mean_size"]) for r in raw("households.csv")}
    urban_size, rural_size = national["KZ_urban", "2020"], national["KZ_rural", "2020"]
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
            for year in ("2009", "2021"):
                then = size * national["KZ", year] / national["KZ", "2021"]
                yield [region, settlement, year, f"{then:.4f}", quality if year == "2021" else "assumed"]


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
