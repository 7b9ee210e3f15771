"""Every scenario of the library opens with its question, what is assumed, and sources; every kind of policy has a page."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("In law", "Modelled", "Parameters", "Limits")


class Library(unittest.TestCase):
    def test_scenarios_open_with_a_question_what_is_assumed_and_sources(self):
        files = sorted((ROOT / "scenarios").glob("*.toml"))
        self.assertGreater(len(files), 15)
        for file in files:
            opening = re.match(r"(#.*\n)*", file.read_text(encoding="utf-8")).group()
            for part in ("?", "Assumed", "Sources"):
                self.assertIn(part, opening, file.name)

    def test_kinds_of_policies_have_pages_of_law_model_parameters_and_limits(self):
        catalogue = (ROOT / "sim/policy/catalogue.cpp").read_text(encoding="utf-8")
        kinds = re.findall(r'^ {8}\{"(\w+)"', catalogue, re.MULTILINE)
        self.assertGreater(len(kinds), 15)
        for kind in kinds:
            page = (ROOT / f"docs/policies/{kind}.md").read_text(encoding="utf-8")
            for part in PARTS:
                self.assertIn(f"**{part}", page, kind)


if __name__ == "__main__":
    unittest.main()
