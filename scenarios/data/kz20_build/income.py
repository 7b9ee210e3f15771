"""Incomes."""

import functools
import re

from .common import CITIES, DOMESTIC, FAMILIES_16, FAMILIES_17, INCOME_YEARS, economy, persons, raw, settlements


def split_income(parent_value, family, year, relative):
    """Values of the parts of a unit with given relative levels and the unit's population-weighted mean."""
    people = [persons(r, year) for r in family]
    mean = sum(n * relative[r] for n, r in zip(people, family)) / sum(people)
    return {r: parent_value * relative[r] / mean for r in family}


@functools.cache
def incomes():
    """(region, year) -> (KZT per person and month, quality of the region's mean)."""
    income, spending = economy("nominal_cash_income_per_capita"), economy("household_money_expenditure_per_capita")
    relative = {r: spending[r, 2022] for family in FAMILIES_17.values() for r in family}
    relative |= {r: income[r, 2018] for r in FAMILIES_16["YKO"]}
    table = {}
    for year in range(2010, 2021):
        families = FAMILIES_16 if year <= 2017 else FAMILIES_17
        split = {}
        for parent, family in families.items():
            value = income["south_kazakhstan_pre2018" if parent == "YKO" else parent, year]
            split |= split_income(value, family, year, relative)
        for region in DOMESTIC:
            table[region, year] = (split[region], "derived") if region in split else (income[region, year], "read")
    for year in (2021, 2022):
        growth = spending["KZ", year] / spending["KZ", 2020]
        for region in DOMESTIC:
            table[region, year] = (table[region, 2020][0] * growth, "assumed")
    return table


def build_incomes():
    """Nominal cash income per person and month. Region means are read 2010-20; new regions share the parent's mean by
    the 2022 ratio of household spending (TRK and SHM before 2018: by the 2018 income ratio); 2021-22 grow by national
    household spending, since regional spending growth did not follow regional income growth. No urban or rural figure
    exists, so both take the region's mean: assumed in every region but the cities."""
    for region in DOMESTIC:
        for settlement in settlements(region):
            for year in INCOME_YEARS:
                value, quality = incomes()[region, year]
                yield [region, settlement, year, round(value), quality if region in CITIES else "assumed"]


def build_monthly_calculation_index():
    """The monthly calculation index, from the first month of each value to January 2024. 2015, 2021, 2023 and 2024 are
    read or follow from read amounts; the others, with the steps of April 2020 and April 2022, are recalled with high
    confidence."""
    for r in raw("policy/economy.csv"):
        if r["indicator"] == "mci_mrp" and int(r["year"]) <= 2024:
            yield [f"{r['year']}-01", r["value"]]
            if step := re.search(r"; (\d+) from 1 Apr", r["quality"]):
                yield [f"{r['year']}-04", step[1]]
