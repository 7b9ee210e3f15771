#!/usr/bin/python3
"""REF(N) in numpy, as one writes it: whole columns at a time. Prints the JSON that qonys_reference prints.

    bench/reference_model/numpy_pass.py --agents 1000000
"""

import argparse
import json
import time

import numpy as np

from model import AGES, CLASSES, MONTHS, PLACES, RECENT, STAYS, YOUNGEST, hazard, make_places, weights

# Agents whose columns fit the second-level cache together: 0.6 of the time of a pass over all at once.
CHUNK = 1 << 16


class NumpyPass:
    def __init__(self, seed, agents, home_bonus=1.2):
        self.random = np.random.Generator(np.random.SFC64(seed))  # numpy's fastest
        self.places = make_places()
        self.age = self.random.integers(YOUNGEST, YOUNGEST + AGES, agents, dtype=np.int16)
        self.since = self.random.integers(0, STAYS, agents, dtype=np.int16)
        self.place = self.random.choice(PLACES, agents, p=self.places.share).astype(np.uint8)
        self.origin = self.place.copy()
        self.factor = 0.9 + 0.05 * (np.arange(agents) % CLASSES).astype(np.float32)
        self.populations = self.at_start = np.bincount(self.place, minlength=PLACES)
        self.home_bonus = home_bonus

    def advance(self):
        """One month; the flows [origin, destination] in it."""
        weight = weights(self.places, self.at_start, self.populations)
        # [place, origin, destination], with the bonus of the place of origin, as running sums that end with 1.
        bonus = 1 + (np.exp(self.home_bonus) - 1) * np.eye(PLACES)
        sums = np.cumsum(weight[:, None, :] * bonus[None, :, :], axis=2)
        sums /= sums[:, :, -1:]
        flows = np.zeros((PLACES, PLACES), dtype=np.int64)
        for first in range(0, len(self.age), CHUNK):
            chunk = slice(first, first + CHUNK)
            age, since, place = self.age[chunk], self.since[chunk], self.place[chunk]
            age += 1
            since += 1
            chance = hazard(age.astype(np.float32), self.factor[chunk], since <= RECENT)
            movers = np.flatnonzero(self.random.random(len(age), dtype=np.float32) < chance)
            origin = place[movers]
            uniform = self.random.random(len(movers))
            # The last sum is 1 and `uniform` below it: never beyond the last place.
            destination = (sums[origin, self.origin[chunk][movers]] <= uniform[:, None]).sum(axis=1)
            flows += np.bincount(origin.astype(np.int64) * PLACES + destination, minlength=PLACES**2).reshape(PLACES, PLACES)
            place[movers] = destination
            since[movers] = 0
        self.populations = self.populations - flows.sum(axis=1) + flows.sum(axis=0)
        return flows

    def bytes(self):
        return sum(column.nbytes for column in (self.age, self.since, self.place, self.origin, self.factor))


def clock():
    return np.array([time.monotonic(), time.process_time()])


def run(seed, agents, months, home_bonus=1.2):
    begin = clock()
    model = NumpyPass(seed, agents, home_bonus)
    started = clock()
    flows = [model.advance() for _ in range(months)]
    seconds, start = clock() - started, started - begin
    return {"implementation": "numpy", "agents": agents, "months": months, "threads": 1, "seed": seed,
            "start_wall_seconds": start[0], "start_cpu_seconds": start[1],
            "wall_seconds": seconds[0], "cpu_seconds": seconds[1],
            "agent_months_per_wall_second": agents * months / seconds[0],
            "agent_months_per_cpu_second": agents * months / seconds[1], "bytes_per_agent": model.bytes() / agents,
            "moves": int(sum(month.sum() for month in flows)), "populations": model.populations.tolist(),
            "flows": [month.ravel().tolist() for month in flows]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, default=1_000_000)
    parser.add_argument("--months", type=int, default=MONTHS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home-bonus", type=float, default=1.2, help="REF has 1.2")
    options = parser.parse_args()
    print(json.dumps(run(options.seed, options.agents, options.months, options.home_bonus)))


if __name__ == "__main__":
    main()
