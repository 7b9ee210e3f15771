#!/usr/bin/python3
"""Computes the flows of REF(N) an agent for N without limit, and writes mean_field.csv. Takes a minute or two.

Populations then are what they are expected to be, and agents do not depend on each other: the share of agents in every
state (place, origin, class, month of birth, months since the last move) follows from that of the month before.
"""

import pathlib

import numpy as np

from model import AGES, CLASSES, MONTHS, PLACES, RECENT, STAYS, YOUNGEST, hazard, make_places, weights

FILE = pathlib.Path(__file__).with_name("mean_field.csv")


def flows_by_month(months=MONTHS, age_step=1):
    """[month, origin, destination] moves an agent. `age_step`: months of birth that are taken as one, for a quick look."""
    places = make_places()
    ages = np.arange(YOUNGEST, YOUNGEST + AGES, age_step) + (age_step - 1) / 2
    age, factor = (column.ravel() for column in np.meshgrid(ages, 0.9 + 0.05 * np.arange(CLASSES)))
    # moved[k]: share of those who moved k + 1 months ago; settled: of those whose move lies further back.
    # [cell of age and class, origin, place]
    at_home = np.diag(places.share)[None] / len(age) * np.ones((len(age), 1, 1))
    moved = [at_home / STAYS for _ in range(RECENT)]
    settled = at_home * (STAYS - RECENT) / STAYS
    population = places.share
    bonus = 1 + (np.exp(1.2) - 1) * np.eye(PLACES)
    result = np.empty((months, PLACES, PLACES))
    for month in range(months):
        # A factor that all populations have in common cancels.
        chance = weights(places, places.share * 1e9, population * 1e9)[None] * bonus[:, None, :]
        chance /= chance.sum(axis=2, keepdims=True)  # [origin, place, destination]
        age = age + 1
        slow, fast = (hazard(age, factor, recent)[:, None, None] for recent in (True, False))
        leaving = slow * sum(moved) + fast * settled
        result[month] = np.einsum("op,opd->pd", leaving.sum(axis=0), chance)
        arriving = np.matmul(leaving.transpose(1, 0, 2), chance).transpose(1, 0, 2)
        settled = (1 - fast) * settled + (1 - slow) * moved[-1]
        moved = [arriving] + [(1 - slow) * share for share in moved[:-1]]
        population = population - result[month].sum(axis=1) + result[month].sum(axis=0)
    return result


def main():
    flows = flows_by_month()
    with FILE.open("w") as out:
        out.write("first_month,last_month,origin,destination,moves_per_agent\n")
        for first in range(0, MONTHS, MONTHS // 2):
            last = first + MONTHS // 2 - 1
            half = flows[first:last + 1].sum(axis=0)
            for origin in range(PLACES):
                for destination in range(PLACES):
                    if origin != destination:
                        out.write(f"{first},{last},{origin},{destination},{half[origin, destination]:.9e}\n")


if __name__ == "__main__":
    main()
