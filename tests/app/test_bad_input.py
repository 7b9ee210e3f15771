"""What a user can get wrong in a scenario or a table, and what the program says to it: exit status 2, and never a
file."""

import time
import unittest

from program import BASELINE, ProgramTest


class BadScenario(ProgramTest):
    def check(self, text, *parts):
        self.assert_fails(self.qonys("check", self.scenario(text)), 2, *parts)

    def test_unknown_key(self):
        self.check("[run]\nscal = 0.5\n", "mine.toml:3:1: unknown key 'run.scal' (did you mean 'scale'?)",
                   "1 mistake in the input; nothing was done")

    def test_unknown_section(self):
        self.check("[migrations]\nhome = 1\n", "mine.toml:2:", "migrations", "did you mean 'migration'?")

    def test_wrong_type(self):
        self.check('[run]\nscale = "half"\n', "mine.toml:3:9: run.scale = \"half\" (must be a number)")

    def test_out_of_range(self):
        self.check("[run]\nscale = 2\n", "mine.toml:3:9: run.scale = 2 (must be from 0.0001 to 1")
        self.check("[run]\nseed = -1\n", "mine.toml:3:8: run.seed = -1 (must be from 0 to")

    def test_text_that_is_no_toml(self):
        self.check("[run\n", "mine.toml:2:")

    def test_every_mistake_at_once(self):
        self.check('[run]\nscale = 0\nstart = "2019-13"\n[migration]\nhomee = 1\n',
                   "mine.toml:3:9: run.scale = 0", "mine.toml:4:9: run.start = \"2019-13\" (must be a month",
                   "mine.toml:6:1: unknown key 'migration.homee' (did you mean 'home'?)", "3 mistakes in the input")

    def test_end_before_start(self):
        self.check('[run]\nend = "2018-12"\n', "mine.toml:3:7: run.end = 2018-12 lies before run.start = 2019-01")

    def test_start_without_data(self):
        for start in ("2003-01", "2040-01"):
            self.check(f'[run]\nstart = "{start}"\nend = "2045-01"\n',
                       f"population.csv: no population at {start} (the table spans 2010 to 2024)")

    def test_region_that_does_not_exist(self):
        self.check('[[policy]]\nname = "a"\nkind = "resettlement"\norigins = ["TRX"]\ndestinations = ["SKO"]\n',
                   "mine.toml:5:11", "'TRX' is not a region", "did you mean 'TRK'?")

    def test_kind_of_policy_that_does_not_exist(self):
        self.check('[[policy]]\nname = "a"\nkind = "resetlement"\n', "mine.toml:4:8",
                   "'resetlement' is not a kind of policy (did you mean 'resettlement'?)")

    def test_two_policies_of_one_name(self):
        self.check('[[policy]]\nname = "a"\nkind = "resettlement"\n[[policy]]\nname = "a"\nkind = "resettlement"\n',
                   "a policy named 'a' is already at", "mine.toml:3:8")

    def test_extends_in_a_circle(self):
        self.write("a.toml", 'extends = "b.toml"\n')
        self.write("b.toml", 'extends = "a.toml"\n')
        self.assert_fails(self.qonys("check", "a.toml"), 2,
                          "b.toml:1:11: extends goes round in a circle: a.toml -> b.toml -> a.toml")

    def test_no_such_file(self):
        self.assert_fails(self.qonys("run", "nothing.toml"), 2, "nothing.toml: there is no such file")

    def test_folder(self):
        (self.folder / "dir.toml").mkdir()
        self.assert_fails(self.qonys("run", "dir.toml"), 2, "dir.toml: is a directory, not a scenario")

    def test_a_hundred_megabytes_of_noise(self):
        with open(self.folder / "noise.toml", "wb") as noise:
            block = bytes(range(256)) * 4096
            for _ in range(100):
                noise.write(block)
        begin = time.monotonic()
        self.assert_fails(self.qonys("run", "noise.toml"), 2, "noise.toml: is larger than 8 MiB: is this a scenario?")
        self.assertLess(time.monotonic() - begin, 2)

    def test_a_little_noise(self):
        self.assert_fails(self.qonys("run", self.write("noise.toml", bytes(range(256)))), 2, "noise.toml:",
                          "is not UTF-8 text")

    def test_command_line(self):
        for arguments, message in (
                (("--scale", "0"), "run.scale = 0 (must be from 0.0001 to 1"),
                (("--scale", "2"), "run.scale = 2 (must be from 0.0001 to 1"),
                (("--scale", "much"), "run.scale = \"much\" (must be a number)"),
                (("--seed", "-1"), "run.seed = -1 (must be"),
                (("--from", "2019-13"), "run.start = \"2019-13\" (must be a month such as"),
                (("--until", "2018-01"), "run.end = 2018-01 lies before run.start = 2019-01"),
                (("--set", "run.scal=1"), "unknown key 'run.scal' (did you mean 'scale'?)"),
                (("--set", "scale"), "must be key=value, such as run.scale=0.1"),
                (("--set", "policy.enbek.quota=1"), "there is no policy 'enbek'")):
            self.assert_fails(self.qonys("run", BASELINE, *arguments), 2, message)
        self.assertEqual(self.files(), [])


class BadTable(ProgramTest):
    def check(self, *parts):
        done = self.qonys("run", self.scenario(f'[run]\ngeography = "{self.tables}"\n'))
        self.assert_fails(done, 2, *parts)
        self.assertEqual(self.files(), ["mine.toml", "tables"])

    def setUp(self):
        super().setUp()
        self.tables = self.copy_geography()
        self.population = self.tables / "population.csv"

    def change(self, old, new):
        text = self.population.read_text()
        self.assertIn(old, text)
        self.population.write_text(text.replace(old, new, 1))

    def test_missing(self):
        self.population.unlink()
        self.check("population.csv: there is no such file")

    def test_all_missing_ones_at_once(self):
        for name in ("incomes.csv", "mortality.csv"):
            (self.tables / name).unlink()
        self.check("incomes.csv: there is no such file", "mortality.csv: there is no such file", "2 mistakes")

    def test_missing_folder(self):
        self.tables = self.folder / "none"
        done = self.qonys("check", self.scenario('[run]\ngeography = "none"\n'))
        self.assert_fails(done, 2, "mine.toml:3:13", "there is no folder")

    def test_truncated_within_a_row(self):
        text = self.population.read_text()
        self.population.write_text(text[:text.index("ALA,2012") + len("ALA,2012,1")])
        self.check("population.csv:", "(is the file cut off?)")

    def test_truncated_between_rows(self):
        text = self.population.read_text()
        self.population.write_text(text[:text.index("ALA,2010")])
        self.check("population.csv: no row for place ALA_urban")

    def test_flows_truncated_between_rows(self):
        flows = self.tables / "flows.csv"
        flows.write_text("".join(flows.read_text().splitlines(keepends=True)[:100]))
        self.check("flows.csv: the year 2010 has 99 pairs of regions, not 380 (is the file cut off?)")

    def test_empty(self):
        self.population.write_text("")
        self.check("population.csv: is empty; its first line must name the columns region, year, urban, rural")

    def test_wrong_header(self):
        self.change("region", "regoin")
        self.check("population.csv:1: there is no column 'region' (did you mean 'regoin'?)")

    def test_negative(self):
        self.change("ABY,2010,361395", "ABY,2010,-361395")
        self.check("population.csv:2:10: urban = -361395 (must be from 0 to")

    def test_not_a_number(self):
        right = self.population.read_text()
        for wrong in ("nan", "inf", "many", ""):
            with self.subTest(wrong):
                self.population.write_text(right)
                self.change("ABY,2010,361395", f"ABY,2010,{wrong}")
                self.check("population.csv:2:10: urban")

    def test_not_utf_8(self):
        lines = self.population.read_text().count("\n")
        with open(self.population, "ab") as table:
            table.write(b"\xff\xfe")
        self.check(f"population.csv:{lines + 1}:1: is not UTF-8 text from here on")

    def test_unknown_region(self):
        self.change("ABY,2010", "ABX,2010")
        self.check("population.csv:2:1: region = 'ABX' is not a region of regions.csv (did you mean 'ABY'?)")

    def test_a_table_full_of_mistakes_does_not_hide_the_others(self):
        self.population.write_text(self.population.read_text().replace("201", "-201"))
        (self.tables / "incomes.csv").unlink()
        self.check("population.csv: and ", " more", "incomes.csv: there is no such file")


if __name__ == "__main__":
    unittest.main()
