"""bench/instructions.py: what it reads from callgrind, and when it complains."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["QONYS_SOURCE"]) / "bench"))

import instructions  # noqa: E402

ANNOTATED = """
784,062,230 (100.0%)  PROGRAM TOTALS
163,685,350 (20.88%)  ???:qonys::make_model(std::filesystem::__cxx11::path const&, int) [/some/where/qonys]
 61,950,737 ( 7.90%)  ???:qonys::make_world(qonys::Model const&, qonys::Machine const&) [/some/where/qonys]
  1,000,000 ( 0.10%)  ???:std::function<void (qonys::make_world(int))>::operator()() [/some/where/qonys]
"""


class Instructions(unittest.TestCase):
    def test_counts_are_those_of_the_named_functions(self):
        self.assertEqual(instructions.inclusive_counts(ANNOTATED, ["qonys::make_model", "qonys::make_world"]),
                         {"qonys::make_model": 163_685_350, "qonys::make_world": 61_950_737})

    def test_function_that_was_renamed_is_named(self):
        with self.assertRaisesRegex(SystemExit, "qonys::advance.*renamed"):
            instructions.inclusive_counts(ANNOTATED, ["qonys::make_model", "qonys::advance"])

    def test_more_than_three_per_cent_and_new_parts_are_too_many(self):
        stored = {"year.months": 1000, "year.output": 1000, "year.reading": 1000}
        counted = {"year.months": 1031, "year.output": 1029, "year.reading": 500, "year.synthesis": 1}
        rows, worse = instructions.compared(stored, counted)
        self.assertEqual(worse, ["year.months", "year.synthesis"])
        self.assertEqual(rows[0][:3], ("year.months", 1000, 1031))


if __name__ == "__main__":
    unittest.main()
