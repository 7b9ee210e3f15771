"""The census of 2021 against the register, and the households it counted."""

from .common import DOMESTIC, FAMILIES_17, PARENT_17, persons, raw
from .vital import build_vital_rates


def implied_break(region):
    """Population of 1 January 2022 less that of 2021 (back-cast), natural increase and net migration of 2021."""
    rows = [r for r in raw("internal_migration_20const.csv") if (r["region_id"], r["year"]) == (region, "2021")]
    unit = PARENT_17.get(region, region)
    family = FAMILIES_17.get(unit, (unit,))
    external = [r for r in raw("external_by_region.csv") if (r["year"], r["direction"]) == ("2021", "net (implied)")]
    net = next(int(r["persons"]) for r in external if r["region_id"] == unit)
    net *= persons(region, 2021) / sum(persons(r, 2021) for r in family)
    natural = next(r[2] - r[3] for r in build_vital_rates() if (r[0], r[1]) == (region, 2021))
    return persons(region, 2022) - persons(region, 2021) - natural - int(rows[0]["net"]) - net


def build_census_break():
    """Persons to add (below zero: remove) on 1 January 2022, when the register of residents was replaced by the 2021
    census as the base: the derived level shifts of the 17 units, exactly. Parts of a unit split in 2022 take the jump
    their own back-cast series shows after births, deaths and migration of 2021 (the unit's external balance by
    population); what then misses the unit's shift (1,217 persons or less) is spread by population."""
    shift = {r["region_id"]: int(r["level_shift"]) for r in raw("census_break_2022.csv")}
    for region in DOMESTIC:
        unit = PARENT_17.get(region, region)
        family = FAMILIES_17.get(unit, (unit,))
        implied = [implied_break(r) if len(family) > 1 else 0.0 for r in family]
        missing = shift[unit] - sum(implied)
        weights = [persons(r, 2022) / sum(persons(q, 2022) for q in family) for r in family]
        parts = [round(value + missing * weight) for value, weight in zip(implied, weights)]
        parts[0] += shift[unit] - sum(parts)
        yield [region, parts[family.index(region)], "derived"]


def build_households_census():
    """Private households counted by the censuses of 2009 and 2021, read rounded to ten thousand. For validation
    only."""
    for row in raw("households.csv"):
        if row["region_id"] == "KZ":
            yield [row["year"], row["households"], "read"]
