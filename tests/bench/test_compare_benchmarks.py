"""bench/compare_benchmarks.py: ratios of Google Benchmark results."""

import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(os.environ["QONYS_SOURCE"]) / "bench/compare_benchmarks.py"
sys.path.insert(0, str(SCRIPT.parent))

import compare_benchmarks  # noqa: E402


def results(unit="us", **times):
    """What Google Benchmark writes, with an aggregate that must not be counted."""
    rows = [{"run_name": name, "run_type": "iteration", "cpu_time": time, "time_unit": unit}
            for name, repetitions in times.items() for time in repetitions]
    rows.append({"run_name": "month", "run_type": "aggregate", "cpu_time": 1e9, "time_unit": unit})
    return {"benchmarks": rows}


class CompareBenchmarks(unittest.TestCase):
    def compare(self, old, new, *options):
        with tempfile.TemporaryDirectory() as folder:
            files = [pathlib.Path(folder) / name for name in ("old.json", "new.json")]
            for file, content in zip(files, (old, new)):
                file.write_text(json.dumps(content))
            return subprocess.run([SCRIPT, *files, *options], capture_output=True, text=True, check=False)

    def test_number_of_orders_is_that_of_all_orders_counted(self):
        for old, new in ((4, 4), (3, 5)):
            counted = [0] * (old * new + 1)
            for places in itertools.combinations(range(old + new), old):
                others = [place for place in range(old + new) if place not in places]
                counted[sum(a > b for a in places for b in others)] += 1
            self.assertEqual(compare_benchmarks.orders(old, new), counted)

    def test_interval_holds_the_true_ratio_as_often_as_it_says(self):
        draw = random.Random(1)
        rounds, held = 2000, 0
        for _ in range(rounds):
            old, new = ([factor * draw.lognormvariate(0, 0.1) for _ in range(6)] for factor in (1, 1.3))
            _, (low, high) = compare_benchmarks.ratio_with_interval(old, new)
            held += low <= 1.3 <= high
        # U <= 5 lies outside on either side, 2 x 0.0206 (tables of Mann and Whitney).
        self.assertAlmostEqual(held / rounds, 0.959, delta=4 * (0.959 * 0.041 / rounds) ** 0.5)

    def test_slower_and_faster_are_told_apart_whatever_the_unit(self):
        old = results(month=[100, 101, 102, 103], synthesis=[50, 51, 52, 53], same=[7, 8, 9, 10])
        new = results("ns", month=[90e3, 91e3, 92e3, 93e3], synthesis=[60e3, 61e3, 62e3, 63e3], same=[7e3, 8e3, 9e3, 10e3])
        said = self.compare(old, new)
        self.assertEqual(said.returncode, 0, said.stderr)
        verdicts = {line.split()[0]: line.split()[-1] for line in said.stdout.splitlines()[1:]}
        self.assertEqual((verdicts["month"], verdicts["synthesis"]), ("faster", "slower"))
        self.assertNotIn(verdicts["same"], ("faster", "slower"))
        self.assertEqual(self.compare(old, new, "--fail-above", "1.1").returncode, 1)
        self.assertEqual(self.compare(old, new, "--fail-above", "1.1", "--filter", "month").returncode, 0)

    def test_three_repetitions_are_too_few_for_an_interval(self):
        said = self.compare(results(month=[1, 1, 1]), results(month=[2, 2, 2]), "--fail-above", "1.1")
        self.assertIn("too few repetitions", said.stdout)
        self.assertEqual(said.returncode, 0)

    def test_files_with_nothing_in_common_are_refused(self):
        said = self.compare(results(month=[1]), results(year=[1]))
        self.assertIn("no such benchmark in common", said.stderr)
        self.assertEqual(said.returncode, 1)


if __name__ == "__main__":
    unittest.main()
