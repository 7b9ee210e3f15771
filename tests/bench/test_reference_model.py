"""Implementations of REF(N) against its mean field."""

import os
import pathlib
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(os.environ["QONYS_SOURCE"])
PROGRAM = pathlib.Path(os.environ["QONYS_BINARY"]).with_name("qonys_reference")
FOLDER = SOURCE / "bench/reference_model"
sys.path.insert(0, str(FOLDER))

import check  # noqa: E402
import mean_field  # noqa: E402


def plausible(*command):
    """Whether the replicates of a command pass check.py, and what it says."""
    result = subprocess.run([sys.executable, FOLDER / "check.py", "--replicates", "10", "--", *map(str, command)],
                            stdout=subprocess.PIPE, text=True, check=False)
    return {0: True, 1: False}[result.returncode], result.stdout


class ReferenceModel(unittest.TestCase):
    def test_expected_flows_are_those_that_mean_field_computes(self):
        # Months of birth by the year: the hazard is so nearly linear in a year that five digits remain.
        found = mean_field.flows_by_month(check.MONTHS // 2, age_step=12).sum(axis=0)
        stored = check.expected_flows()[0]
        self.assertLess(abs(found - stored).max() / stored.max(), 1e-4)

    @unittest.skipUnless(PROGRAM.exists(), "this build has no benchmarks")
    def test_every_implementation_moves_agents_as_the_mean_field_says(self):
        for command in (
            (PROGRAM, "--agents", 1_000_000),
            (PROGRAM, "--agents", 100_000, "--implementation", "plain"),
            (PROGRAM, "--agents", 100_000, "--implementation", "tabulated"),
            (sys.executable, FOLDER / "numpy_pass.py", "--agents", 100_000),
        ):
            passed, said = plausible(*command)
            self.assertTrue(passed, f"{command}: {said}")

    @unittest.skipUnless(PROGRAM.exists(), "this build has no benchmarks")
    def test_other_models_are_rejected(self):
        for wrong in (("--home-bonus", 0.6), ("--level", 1.015), ("--level", 0.985)):
            passed, said = plausible(PROGRAM, "--agents", 1_000_000, *wrong)
            self.assertFalse(passed, f"{wrong}: {said}")


if __name__ == "__main__":
    unittest.main()
