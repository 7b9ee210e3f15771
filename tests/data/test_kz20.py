"""Identities of the tables in scenarios/data/kz20 and their agreement with the raw figures.

    python3 -m unittest discover -s tests/data
"""

import csv
import json
import math
import subprocess
import sys
import unittest
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "scenarios" / "data" / "kz20"
RAW = DATA / "raw"
SCRIPT = ROOT / "scenarios" / "data" / "build_kz20.py"

DOMESTIC = ("ABY AKM AKT ALM ATY ZKO ZHM ZHT KRG KST KZL MNG PVL SKO TRK ULT VKO AST ALA SHM").split()
CITIES = ["AST", "ALA", "SHM"]
ABROAD = "RUS DEU UZB CHN TKM MGL KGZ TJK TUR BLR POL USA OTH".split()
PAIRS = [(a, b) for a in DOMESTIC for b in DOMESTIC if a != b]
OD_YEARS = (2010, 2015, 2020, 2021, 2022, 2023)
QUALITIES = {"read", "derived", "recalled", "assumed", "imputed"}
PARTS_17 = {"VKO": ("VKO", "ABY"), "ALM": ("ALM", "ZHT"), "KRG": ("KRG", "ULT")}
PARTS_16 = {**PARTS_17, "YKO": ("TRK", "SHM")}


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    return rows(DATA / f"{name}.csv")


def raw(name):
    return rows(RAW / name)


def settlements(region):
    return ["urban"] if region in CITIES else ["urban", "rural"]


def totals():
    return {(r["region"], int(r["year"])): int(r["urban"]) + int(r["rural"]) for r in table("population")}


def hazards(sex):
    return [float(r["deaths_per_person_year"]) for r in table("mortality") if r["sex"] == sex]


def life_expectancy(schedule):
    alive, years = 1.0, 0.0
    for hazard in schedule[:-1]:
        years += alive * -math.expm1(-hazard) / hazard
        alive *= math.exp(-hazard)
    return years + alive / schedule[-1]


def network():
    return {(int(r["year"]), r["home"], r["residence"]): int(r["persons"]) for r in table("networks")}


class Form(unittest.TestCase):
    def test_tables_are_fresh(self):
        run = subprocess.run([sys.executable, "-B", str(SCRIPT), "--check"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_package_describes_every_table(self):
        package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
        paths = [resource["path"] for resource in package["resources"]]
        self.assertCountEqual(paths, [p.name for p in DATA.iterdir() if p.suffix in (".csv", ".geojson")])
        for resource in package["resources"]:
            self.assertTrue(resource["description"])
            if "schema" in resource:
                names = [field["name"] for field in resource["schema"]["fields"]]
                self.assertEqual(names, list(table(resource["name"])[0]), resource["name"])

    def test_cells_are_plain(self):
        package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
        for resource in package["resources"]:
            self.assertNotIn(b"\r", (DATA / resource["path"]).read_bytes())
            for field in resource.get("schema", {}).get("fields", []):
                for row in table(resource["name"]):
                    cell = row[field["name"]]
                    self.assertTrue(cell, (resource["name"], row))
                    if field["type"] == "integer":
                        int(cell)
                    if field["type"] == "number":
                        self.assertNotIn("e", cell.lower())
                        float(cell)

    def test_qualities_are_known(self):
        for path in DATA.glob("*.csv"):
            for row in rows(path):
                for quality in row.get("quality", "read").split("/"):
                    self.assertIn(quality, QUALITIES, path.name)


class Coverage(unittest.TestCase):
    def keys(self, name, *columns):
        return [tuple(row[column] for column in columns) for row in table(name)]

    def test_regions_and_places(self):
        self.assertEqual(self.keys("regions", "region"), [(r,) for r in DOMESTIC + ABROAD])
        places = [(f"{r}_{s}", r, s) for r in DOMESTIC for s in settlements(r)] + [(r, r, "abroad") for r in ABROAD]
        self.assertEqual(self.keys("places", "place", "region", "settlement"), places)
        self.assertEqual(len(places), 50)

    def test_region_year_tables(self):
        spans = {"population": range(2010, 2025), "vital_rates": range(2010, 2024), "ethnicity": (2009, 2023)}
        for name, years in spans.items():
            self.assertEqual(self.keys(name, "region", "year"), [(r, str(y)) for r in DOMESTIC for y in years], name)

    def test_region_settlement_tables(self):
        expected = [(r, s) for r in DOMESTIC for s in settlements(r)]
        self.assertEqual(self.keys("households", "region", "settlement"), expected)
        expected = [(r, s, str(y)) for r in DOMESTIC for s in settlements(r) for y in range(2010, 2023)]
        self.assertEqual(self.keys("incomes", "region", "settlement", "year"), expected)

    def test_pair_tables(self):
        self.assertEqual(self.keys("distances", "origin", "destination"), PAIRS)
        expected = [(str(y), a, b) for y in OD_YEARS for a, b in PAIRS]
        self.assertEqual(self.keys("flows", "year", "origin", "destination"), expected)
        expected = [(str(y), a, b) for y in range(2010, 2025) for a, b in PAIRS]
        self.assertEqual(self.keys("networks", "year", "home", "residence"), expected)

    def test_age_tables(self):
        for name, groups in (("age_national", ("year", "sex")), ("age_structure", ("region", "sex"))):
            spans = defaultdict(list)
            for row in table(name):
                spans[row[groups[0]], row[groups[1]]].append((int(row["age_from"]), int(row["age_to"])))
            self.assertEqual(len(spans), 8 if name == "age_national" else 40)
            for span in spans.values():
                self.assertEqual((span[0][0], span[-1][1]), (0, 119))
                self.assertTrue(all(a[1] + 1 == b[0] for a, b in zip(span, span[1:])))
        expected = [(s, str(a)) for s in ("male", "female") for a in range(101)]
        self.assertEqual(self.keys("mortality", "sex", "age"), expected)
        self.assertEqual(self.keys("fertility", "age"), [(str(a),) for a in range(15, 50)])

    def test_national_tables(self):
        for name in ("external_totals", "internal_totals"):
            self.assertEqual(self.keys(name, "year"), [(str(y),) for y in range(2010, 2024)])
        self.assertEqual(self.keys("external_regions", "region"), [(r,) for r in DOMESTIC])
        expected = [(d, r) for d in ("in", "out") for r in ABROAD]
        self.assertEqual(self.keys("external_partners", "direction", "abroad"), expected)
        expected = [(d, g) for d in ("in", "out") for g in ("kazakh", "russian", "other")]
        self.assertEqual(self.keys("external_ethnicity", "direction", "ethnicity"), expected)
        months = [month for (month,) in self.keys("monthly_calculation_index", "from")]
        january = [f"{y}-01" for y in range(2010, 2025)]
        self.assertEqual(months, sorted(january + ["2020-04", "2022-04"]))

    def test_boundaries(self):
        boundaries = json.loads((DATA / "regions.geojson").read_text(encoding="utf-8"))
        self.assertEqual([f["properties"]["id"] for f in boundaries["features"]], DOMESTIC)
        self.assertIn("Alexander Rodionov", boundaries["attribution"])


class Population(unittest.TestCase):
    def test_totals_equal_the_20_region_series(self):
        expected = {(r["region_id"], int(r["year"])): int(r["total"]) for r in raw("population_jan_20const.csv")}
        self.assertEqual(totals(), expected)

    def test_national_sums(self):
        for row in raw("population.csv"):
            year = int(row["year"])
            if row["region_id"] == "KZ" and 2010 <= year <= 2024:
                difference = abs(sum(totals()[r, year] for r in DOMESTIC) - int(row["total"]))
                self.assertLessEqual(difference, 0 if year >= 2022 else 3, year)

    def test_urban_parts(self):
        for row in table("population"):
            self.assertGreater(int(row["urban"]), 0)
            (self.assertEqual if row["region"] in CITIES else self.assertGreater)(int(row["rural"]), 0)

    def test_households_of_2021(self):
        size = {(r["region"], r["settlement"]): float(r["mean_size"]) for r in table("households")}
        census_rows = [r for r in raw("census_population_religion.csv") if r["census_year"] == "2021"]
        census = {r["region_id"]: int(r["population"]) for r in census_rows}
        urban = {r["region"]: int(r["urban"]) for r in table("population") if r["year"] == "2022"}
        for row in raw("households.csv"):
            if row["region_id"].startswith("KZ"):
                continue
            parts = PARTS_17.get(row["region_id"], (row["region_id"],))
            scale = census[row["region_id"]] / sum(totals()[r, 2022] for r in parts)
            count = 0.0
            for r in parts:
                rural = totals()[r, 2022] - urban[r]
                count += scale * (urban[r] / size[r, "urban"] + (rural / size[r, "rural"] if rural else 0))
            self.assertAlmostEqual(count / int(row["households"]), 1, delta=5e-4, msg=row["region_id"])

    def test_household_ratio(self):
        size = {(r["region"], r["settlement"]): float(r["mean_size"]) for r in table("households")}
        for region in set(DOMESTIC) - set(CITIES):
            self.assertAlmostEqual(size[region, "urban"] / size[region, "rural"], 0.75, places=3)

    def test_age_structure(self):
        people, units = defaultdict(int), defaultdict(int)
        for row in table("age_structure"):
            people[row["region"]] += int(row["persons"])
        for row in raw("age_structure.csv"):
            if row["n_units"] == "17":
                units[row["region_id"]] += int(row["persons"])
        for unit, count in units.items():
            parts = DOMESTIC if unit == "KZ" else PARTS_17.get(unit, (unit,))
            self.assertEqual(sum(people[r] for r in parts), count, unit)
        for region in DOMESTIC:
            self.assertAlmostEqual(people[region] / totals()[region, 2020], 1, delta=0.015, msg=region)

    def test_national_ages_are_close_to_the_registered_total(self):
        for year in (2010, 2015, 2020):
            people = sum(int(r["persons"]) for r in table("age_national") if r["year"] == str(year))
            registered = sum(totals()[r, year] + totals()[r, year + 1] for r in DOMESTIC) / 2
            self.assertAlmostEqual(people / registered, 1, delta=0.015, msg=year)

    def test_ethnicity(self):
        share = {(r["region"], r["year"]): r for r in table("ethnicity")}
        for row in share.values():
            parts = [float(row[group]) for group in ("kazakh", "russian", "other")]
            self.assertAlmostEqual(sum(parts), 1, places=9)
            self.assertTrue(all(0 < part < 1 for part in parts), row)
        people = totals()
        for group, published, delta in (("kazakh", 0.706, 0.01), ("russian", 0.151, 0.001)):
            count = sum(float(share[r, "2023"][group]) * people[r, 2023] for r in DOMESTIC)
            self.assertAlmostEqual(count / sum(people[r, 2023] for r in DOMESTIC), published, delta=delta)


class VitalEvents(unittest.TestCase):
    def test_units_and_national_sums(self):
        events = {(r["region"], r["year"]): r for r in table("vital_rates")}
        for row in raw("vital_rates.csv"):
            year = int(row["year"])
            if not 2010 <= year <= 2023:
                continue
            parts = {"16": PARTS_16, "17": PARTS_17, "20": {}}[row["n_units"]]
            regions = DOMESTIC if row["region_id"] == "KZ" else parts.get(row["region_id"], (row["region_id"],))
            for kind in ("births", "deaths"):
                total = sum(int(events[r, row["year"]][kind]) for r in regions)
                self.assertLessEqual(abs(total - int(row[kind])), 1 if row["region_id"] == "KZ" else 0, row)

    def test_life_expectancy(self):
        published = next(float(r["e0_both"]) for r in raw("national_wpp2024.csv") if r["year"] == "2019")
        male, female = life_expectancy(hazards("male")), life_expectancy(hazards("female"))
        self.assertAlmostEqual(0.515 * male + 0.485 * female, published, delta=0.1)
        self.assertAlmostEqual(female - male, 8.5, delta=0.1)

    def test_deaths_of_2019(self):
        deaths = next(int(r["deaths"]) for r in raw("vital_rates.csv") if (r["region_id"], r["year"]) == ("KZ", "2019"))
        people, expected = 0, 0.0
        for row in table("age_national"):
            if row["year"] == "2020":
                group = hazards(row["sex"])[int(row["age_from"]) : min(int(row["age_to"]), 100) + 1]
                people += int(row["persons"])
                expected += int(row["persons"]) * sum(group) / len(group)
        average = sum(totals()[r, y] for r in DOMESTIC for y in (2019, 2020)) / 2
        self.assertAlmostEqual(expected * average / people / deaths, 1, delta=0.001)

    def test_hazards_are_plausible(self):
        for sex in ("male", "female"):
            schedule = hazards(sex)
            self.assertTrue(all(a < b for a, b in zip(schedule[30:], schedule[31:])))
            self.assertTrue(0.06 < schedule[80] < 0.2 and 0.1 < schedule[85] < 0.2)
            self.assertLess(schedule[100], 1)
        self.assertTrue(all(m > f for m, f in zip(hazards("male"), hazards("female"))))

    def test_fertility(self):
        rate = {int(r["age"]): float(r["births_per_woman_year"]) for r in table("fertility")}
        published = next(float(r["tfr"]) for r in raw("tfr.csv") if (r["region_id"], r["year"]) == ("KZ", "2019"))
        self.assertAlmostEqual(sum(rate.values()), published, places=4)
        mean = sum((age + 0.5) * value for age, value in rate.items()) / sum(rate.values())
        self.assertAlmostEqual(mean, 28.8, delta=0.2)
        groups = [r for r in table("age_national") if (r["year"], r["sex"]) == ("2020", "female")]
        women = {int(r["age_from"]): int(r["persons"]) for r in groups}
        births = sum(value * women[age // 5 * 5] / 5 for age, value in rate.items())
        registered = sum(int(r["births"]) for r in table("vital_rates") if r["year"] == "2019")
        self.assertAlmostEqual(births / registered, 1, delta=0.03)


class Geography(unittest.TestCase):
    def test_distances(self):
        km = {(r["origin"], r["destination"]): float(r["km"]) for r in table("distances")}
        radians = lambda r: (math.radians(float(r["latitude"])), math.radians(float(r["longitude"])))
        point = {r["region"]: radians(r) for r in table("regions")}
        for (a, b), distance in km.items():
            self.assertEqual(distance, km[b, a])
            (p, x), (q, y) = point[a], point[b]
            angle = math.acos(math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(x - y))
            self.assertAlmostEqual(distance, 6371 * angle, delta=0.2)

    def test_adjacency(self):
        relation = {(r["origin"], r["destination"]): r["relation"] for r in table("adjacency")}
        for (a, b), kind in relation.items():
            self.assertEqual(relation[b, a], kind)
        city_pairs = {frozenset(pair) for pair in (("AST", "AKM"), ("ALA", "ALM"), ("SHM", "TRK"))}
        self.assertEqual({frozenset(p) for p, kind in relation.items() if kind == "hinterland"}, city_pairs)
        self.assertEqual({a for a, _ in relation}, set(DOMESTIC))


class Migration(unittest.TestCase):
    def test_flows_match_the_totals(self):
        total = defaultdict(int)
        for row in table("flows"):
            self.assertGreaterEqual(int(row["persons"]), 0)
            total[int(row["year"])] += int(row["persons"])
        internal = {int(r["year"]): r for r in table("internal_totals")}
        for year in OD_YEARS:
            self.assertEqual(total[year], int(internal[year]["interregional_persons"]))
        for row in internal.values():
            self.assertLess(int(row["interregional_persons"]), int(row["all_internal_persons"]))

    def test_only_2022_is_imputed(self):
        imputed = [r["year"] for r in table("flows") if r["quality"] == "imputed"]
        self.assertEqual(imputed, ["2022"] * 64)

    def test_networks_follow_from_earlier_flows_only(self):
        flow = {(int(r["year"]), r["origin"], r["destination"]): int(r["persons"]) for r in table("flows")}
        stock, retention = network(), 0.906  # the value README.md states
        for pair in PAIRS:
            for year in range(2010, 2024):
                source = max(y for y in OD_YEARS if y <= year)
                expected = retention * stock[year, *pair] + flow[source, *pair]
                self.assertAlmostEqual(stock[year + 1, *pair], expected, delta=1.0)

    def test_networks_against_the_census(self):
        """The fit is loose: each region within a factor of two, their geometric mean within 5%."""
        stock, ratios = network(), []
        for row in raw("internal_totals.csv"):
            if row["indicator"].startswith("in-movers, "):
                region = row["indicator"][-3:]
                parts = PARTS_17.get(region, (region,))
                inside = [(a, b) for a, b in PAIRS if b in parts and a not in parts]
                at_census = sum(stock[2021, *pair] / 3 + stock[2022, *pair] * 2 / 3 for pair in inside)
                ratios.append(at_census / int(row["value"]))
        self.assertEqual(len(ratios), 5)
        self.assertTrue(all(0.5 < ratio < 2 for ratio in ratios), ratios)
        self.assertAlmostEqual(math.prod(ratios) ** 0.2, 1, delta=0.05)

    def test_external_shares(self):
        for name in ("external_partners", "external_ethnicity"):
            for direction in ("in", "out"):
                values = [float(r["share"]) for r in table(name) if r["direction"] == direction]
                self.assertAlmostEqual(sum(values), 1, places=9)
        for column in ("immigrant_share", "emigrant_share"):
            values = [float(r[column]) for r in table("external_regions")]
            self.assertAlmostEqual(sum(values), 1, places=9)
            self.assertTrue(all(value > 0 for value in values))

    def test_external_balance(self):
        net = {r["year"]: int(r["net"]) for r in raw("external_migration.csv")}
        for row in table("external_totals"):
            self.assertEqual(int(row["immigrants"]) - int(row["emigrants"]), net[row["year"]])


class Income(unittest.TestCase):
    def test_parents_keep_their_mean(self):
        income = {(r["region"], int(r["year"])): int(r["kzt_per_person_month"]) for r in table("incomes")}
        for row in raw("policy/economy.csv"):
            if row["indicator"] != "nominal_cash_income_per_capita" or row["region_id"] == "KZ":
                continue
            parts = PARTS_16.get(row["region_id"] or "YKO", (row["region_id"],))
            year = int(row["year"])
            mean = sum(income[r, year] * totals()[r, year] for r in parts) / sum(totals()[r, year] for r in parts)
            self.assertAlmostEqual(mean, float(row["value"]), delta=1.0, msg=row)

    def test_calculation_index_rises(self):
        values = [int(r["kzt"]) for r in table("monthly_calculation_index")]
        self.assertEqual(values, sorted(set(values)))


if __name__ == "__main__":
    unittest.main()
