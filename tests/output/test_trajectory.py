"""A trajectory as its readers see it: h5py, xarray with both of its engines, pandas, and qonys itself."""

import importlib.util
import os
import pathlib
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
import xarray as xr

PROGRAM = os.environ.get("QONYS_BINARY")
SOURCE = pathlib.Path(os.environ.get("QONYS_SOURCE", "."))
BASELINE = SOURCE / "scenarios/baseline.toml"
ENGINES = [engine for engine, module in (("h5netcdf", "h5netcdf"), ("netcdf4", "netCDF4"))
           if importlib.util.find_spec(module)]


def simulate(scenario, output):
    """Half a year of a thousandth of the country."""
    command = [PROGRAM, "run", scenario, "--scale", "0.001", "--until", "2019-06", "-o", output, "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}: {done.stderr}")


@unittest.skipUnless(PROGRAM, "QONYS_BINARY is not set")
class Trajectory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.file = pathlib.Path(cls.folder.name) / "run.h5"
        simulate(BASELINE, cls.file)
        cls.dataset = xr.load_dataset(cls.file, engine="h5netcdf", mask_and_scale=False)

    def test_leaves_nothing_but_itself(self):
        self.assertEqual([entry.name for entry in self.file.parent.glob("*run*")], ["run.h5"])

    def test_opens_with_both_engines_of_xarray(self):
        self.assertIn("h5netcdf", ENGINES)
        for engine in ENGINES:
            with self.subTest(engine), xr.open_dataset(self.file, engine=engine) as run:
                run.load()
                self.assertEqual(run.population.dims, ("time", "place"))
                self.assertEqual(run.moves_persons.dims, ("time", "origin", "destination"))
                self.assertEqual(run.population_by_age_sex.dims, ("time", "place", "sex", "age_group"))
                self.assertEqual(run.policy_spending.dims, ("time", "policy", "place"))
                self.assertEqual(run.networks.dims, ("home_region", "region"))
                months = np.arange("2019-01", "2019-07", dtype="datetime64[M]").astype("datetime64[ns]")
                np.testing.assert_array_equal(run.time, months)
                np.testing.assert_array_equal(run.place, run.origin)
                np.testing.assert_array_equal(run.place, run.destination)
                self.assertEqual(list(run.sex.values), ["male", "female"])
                self.assertEqual([run.age_group.values[0], run.age_group.values[-1]], ["0-4", "100+"])
                self.assertFalse(np.isnan(run.population).any())

    def test_groups_places_by_region(self):
        regions = self.dataset.population.groupby("place_region").sum()
        np.testing.assert_array_equal(regions.sum("place_region"), self.dataset.population.sum("place"))

    def test_selects_by_name_and_becomes_a_table(self):
        place = self.dataset.place.values[0]
        table = self.dataset.population.sel(place=place).to_series()
        self.assertEqual(table.index[0].strftime("%Y-%m"), "2019-01")
        self.assertEqual(len(table), 6)
        self.assertEqual(table.dtype, np.int64)

    def test_population_changes_by_births_deaths_moves_and_census_only(self):
        run = self.dataset
        flows = run.moves_persons.values
        before = np.vstack([run.initial_population.values, run.population.values[:-1]])
        change = (run.births.values - run.deaths.values + flows.sum(axis=1) - flows.sum(axis=2)
                  + run.census_added.values - run.census_removed.values)
        domestic = run.place_settlement.values != "abroad"
        np.testing.assert_array_equal((run.population.values - before)[:, domestic], change[:, domestic])
        self.assertGreater(run.population.values[:, domestic].min(), 0)

    def test_households_change_by_moves_formation_and_dissolution_only(self):
        run = self.dataset
        flows = run.moves_households.values
        before = np.vstack([run.initial_households.values, run.households.values[:-1]])
        change = (flows.sum(axis=1) - flows.sum(axis=2) + run.households_formed.values
                  - run.households_dissolved.values)
        domestic = run.place_settlement.values != "abroad"
        np.testing.assert_array_equal((run.households.values - before)[:, domestic], change[:, domestic])

    def test_parts_add_up_to_the_whole(self):
        run = self.dataset
        residents = run.status_group == "resident"
        for prefix in ("", "initial_"):
            parts = {
                "population_by_age_sex": "population",
                "population_by_ethnicity": "population",
                "population_by_education_activity": "population",
                "households_by_size": "households",
                "households_by_tenure": "households",
            }
            for part, whole in parts.items():
                with self.subTest(prefix + part):
                    finer = run[prefix + part]
                    own = [d for d in finer.dims if d not in ("time", "place")]
                    np.testing.assert_array_equal(finer.sum(own), run[prefix + whole])
            by_status = run[prefix + "persons_by_status"].isel(status=np.flatnonzero(residents)).sum("status")
            np.testing.assert_array_equal(by_status, run[prefix + "population"])
        np.testing.assert_array_equal(run.moves_persons_by_reason.sum("reason"), run.moves_persons)

    def test_moves_by_age_and_across_the_border_add_up_to_the_moves(self):
        run = self.dataset
        domestic = np.flatnonzero(run.place_settlement.values != "abroad")
        abroad = np.flatnonzero(run.place_settlement.values == "abroad")
        moves = run.moves_persons
        inside = moves.isel(origin=domestic, destination=domestic).sum(("origin", "destination"))
        np.testing.assert_array_equal(run.moves_persons_by_age.sum("age_group"), inside)
        crossings = run.border_crossings_by_ethnicity.sum("ethnicity")
        np.testing.assert_array_equal(crossings.isel(destination=abroad),
                                      moves.isel(origin=domestic, destination=abroad).sum("origin"))
        np.testing.assert_array_equal(crossings.isel(destination=domestic),
                                      moves.isel(origin=abroad, destination=domestic).sum("origin"))
        for part in (run.repeat_moves, run.return_moves):
            self.assertTrue((part.sum("destination") <= inside).all())
            self.assertTrue((part.isel(destination=abroad) == 0).all())

    def test_gives_what_the_documentation_computes(self):
        by_activity = self.dataset.population_by_education_activity.sum("education")
        employed = by_activity.sel(activity=["formal", "informal"]).sum("activity")
        self.assertEqual(employed.dims, ("time", "place"))
        occupancy = self.dataset.households / self.dataset.dwellings
        self.assertEqual(occupancy.dims, ("time", "place"))
        sojourners = self.dataset.persons_by_status.isel(status=self.dataset.status_group == "sojourner").sum("status")
        np.testing.assert_array_equal(sojourners + self.dataset.population, self.dataset.persons_by_status.sum("status"))

    def test_knows_prices_of_the_country_only(self):
        run = self.dataset
        abroad = run.place_settlement.values == "abroad"
        for name in ("wage", "jobs", "job_finding", "rent", "dwellings"):
            with self.subTest(name), h5py.File(self.file) as file:
                self.assertEqual(file[name].dtype, np.float64)
                self.assertTrue(np.isnan(file[name][:][:, abroad]).all())
                self.assertTrue(np.isnan(file[name].attrs["_FillValue"]))

    def test_ages_and_sexes_add_up_to_the_population(self):
        sums = self.dataset.population_by_age_sex.sum(("sex", "age_group"))
        np.testing.assert_array_equal(sums, self.dataset.population)
        np.testing.assert_array_equal(self.dataset.initial_population_by_age_sex.sum(("sex", "age_group")),
                                      self.dataset.initial_population)

    def test_describes_every_figure(self):
        for name, figures in self.dataset.data_vars.items():
            if name in ("time_bounds", "digest"):
                continue
            with self.subTest(name):
                self.assertTrue(figures.attrs["units"])
                self.assertTrue(figures.attrs["long_name"])
                self.assertTrue(figures.attrs["source"])
                self.assertIn("_FillValue", figures.attrs)
                if figures.dtype == np.float64:
                    continue
                self.assertIn(figures.attrs["units"], ("persons", "households", "couples", "KZT"))
                self.assertEqual(figures.attrs["_FillValue"], -1)
                self.assertEqual(figures.attrs["multiply_by"], 1000)
                self.assertEqual(figures.dtype, np.int64)

    def test_says_what_it_came_from(self):
        with h5py.File(self.file) as run:
            root = run.attrs
            for name in ("title", "Conventions", "format_version", "program", "program_version", "commit", "compiler",
                         "first_month", "last_month", "command_line", "created", "scenario"):
                self.assertIsInstance(root[name], str, name)
                self.assertTrue(root[name], name)
            self.assertEqual(root["format_version"].split(".")[0], "1")
            self.assertEqual(root["scale"], 0.001)
            self.assertEqual(root["complete"], 1)
            self.assertEqual([root["first_month"], root["last_month"]], ["2019-01", "2019-06"])
            self.assertGreaterEqual(root["threads"], 1)
            self.assertIn("seed", root)
            paths = run["provenance/path"].asstr()[:]
            hashes = run["provenance/sha256"].asstr()[:]
            texts = run["provenance/text"].asstr()[:]
            self.assertTrue(paths[0].endswith("baseline.toml"))
            self.assertEqual(texts[0], BASELINE.read_text())
            for digest in hashes:
                self.assertRegex(digest, "^[0-9a-f]{64}$")

    def test_can_be_run_again_from_itself(self):
        with tempfile.TemporaryDirectory() as name, h5py.File(self.file) as first:
            folder = pathlib.Path(name)
            # The scenario says where its tables are, from its own folder.
            (folder / "data").symlink_to((SOURCE / "scenarios/data").resolve())
            (folder / "again.toml").write_text(first.attrs["scenario"])
            simulate(folder / "again.toml", folder / "again.h5")
            with h5py.File(folder / "again.h5") as again:
                np.testing.assert_array_equal(again["digest"][:], first["digest"][:])
                np.testing.assert_array_equal(again["population"][:], first["population"][:])


if __name__ == "__main__":
    unittest.main()
