#!/usr/bin/python3
"""Compares two JSON results of Google Benchmark, repetition by repetition.

    bench/compare_benchmarks.py OLD.json NEW.json [--filter REGEX] [--fail-above 1.05]

For every benchmark that both have: the medians of processor time, and NEW / OLD with an interval that holds the true ratio with
at least 95 %. Both are by ranks (Hodges and Lehmann's estimate with the interval of the Mann-Whitney test, on all ratios of a new
to an old repetition): exact for any distribution, as long as the two differ by a factor. That needs 4 repetitions on either side:

    build/release/bin/qonys_bench --benchmark_out=OLD.json --benchmark_out_format=json \\
        --benchmark_repetitions=10 --benchmark_enable_random_interleaving=true
"""

import argparse
import functools
import json
import math
import pathlib
import re
import statistics
import sys

NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
LEVEL = 0.95


def read_times(path):
    """Name of a benchmark -> nanoseconds of processor time of its repetitions."""
    times = {}
    for row in json.loads(pathlib.Path(path).read_text())["benchmarks"]:
        if row["run_type"] == "iteration" and not row.get("error_occurred"):
            times.setdefault(row["run_name"], []).append(row["cpu_time"] * NANOSECONDS[row["time_unit"]])
    if not times:
        sys.exit(f"{path} has no repetitions: leave out --benchmark_report_aggregates_only")
    return times


@functools.cache
def orders(old, new):
    """In how many orders of repetitions u pairs have the old one above the new one: [u] (Mann and Whitney 1947)."""
    if old == 0 or new == 0:
        return [1]
    ways = [0] * (old * new + 1)
    for u, count in enumerate(orders(old - 1, new)):  # the highest is an old one
        ways[u + new] += count
    for u, count in enumerate(orders(old, new - 1)):  # or a new one
        ways[u] += count
    return ways


def ratio_with_interval(old, new):
    """NEW / OLD and the limits of its interval, None where there are too few repetitions for one."""
    ratios = sorted(b / a for a in old for b in new)
    beyond, ways = 0, orders(len(old), len(new))
    outside = -1  # ratios left out on either side, less one
    for count in ways:
        beyond += count
        if 2 * beyond > (1 - LEVEL) * sum(ways):
            break
        outside += 1
    limits = (ratios[outside], ratios[-1 - outside]) if outside >= 0 else None
    return statistics.median(ratios), limits


def verdict(limits):
    if limits is None:
        return "too few repetitions"
    return "slower" if limits[0] > 1 else "faster" if limits[1] < 1 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--filter", default="", help="only benchmarks whose name matches")
    parser.add_argument("--fail-above", type=float, default=math.inf, metavar="RATIO",
                        help="exit status 1 if an interval lies above this ratio as a whole")
    options = parser.parse_args()
    old, new = read_times(options.old), read_times(options.new)
    names = [name for name in old if name in new and re.search(options.filter, name)]
    if not names:
        sys.exit("the two files have no such benchmark in common")
    failed = False
    print(f"{'':50} {'old, us':>12} {'new, us':>12}  new / old")
    for name in names:
        ratio, limits = ratio_with_interval(old[name], new[name])
        interval = f"({limits[0]:.3f} to {limits[1]:.3f})" if limits else ""
        print(f"{name:50} {statistics.median(old[name]) / 1e3:12.3f} {statistics.median(new[name]) / 1e3:12.3f}  "
              f"{ratio:.3f} {interval} {verdict(limits)}".rstrip())
        failed |= limits is not None and limits[0] > options.fail_above
    for path, names in ((options.old, old.keys() - new.keys()), (options.new, new.keys() - old.keys())):
        if names:
            print(f"only in {path}: {', '.join(sorted(names))}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
