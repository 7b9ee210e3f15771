"""The commands of the program: what they print, what they leave, how they end."""

import json
import resource
import signal
import subprocess
import unittest

import h5py

from program import BASELINE, BINARY, SOURCE, ProgramTest


class Run(ProgramTest):
    def test_prints_a_summary_and_writes_the_scenarios_name(self):
        done = self.qonys("run", BASELINE, "--scale", "0.001")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.files(), ["no_policy.h5"])
        for part in ("Population: ", "gained most", "Compared with official figures",
                     "during 2021 official figures grow by", "no_policy.h5 in ", "processor-seconds on ", "peak memory"):
            self.assertIn(part, done.stdout)
        self.assertLessEqual(done.stdout.count("\n"), 60)
        self.assertIn("2019-12  12/60 months", done.stderr)

    def test_is_silent_when_quiet(self):
        done = self.small_run("a.h5")
        self.assertEqual((done.stdout, done.stderr), ("", ""))

    def test_speaks_json(self):
        done = self.small_run("a.h5", "--json", months="2020-02")
        summary = json.loads(done.stdout)
        self.assertEqual([year["months"] for year in summary["years"]], [12, 2])
        self.assertEqual(summary["output"], "a.h5")
        self.assertTrue(summary["complete"])
        self.assertGreater(summary["resources"]["peak_memory_gib"], 0)

    def test_balances_in_its_summary(self):
        summary = json.loads(self.small_run("a.h5", "--json", months="2019-12").stdout)
        year = summary["years"][0]
        self.assertEqual(year["population_at_start"] + year["births"] - year["deaths"] + year["arrivals"]
                         - year["departures"], year["population_at_end"])

    def test_reports_what_policies_reached(self):
        policy = '[[policy]]\nname = "north"\nkind = "resettlement"\norigins = ["TRK"]\ndestinations = ["SKO"]\n' \
                 "quota_persons_per_year = [5000]\n"
        done = self.qonys("run", self.scenario(policy), "--scale", "0.001", "--until", "2019-02")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"north +resettlement +\d")
        self.assertEqual(self.files(), ["mine.h5", "mine.toml"])

    def test_gives_the_same_for_any_number_of_threads(self):
        for threads in (1, 2, 3, 8):
            self.small_run(f"{threads}.h5", "--threads", threads)
        for threads in (2, 3, 8):
            done = self.qonys("diff", "1.h5", f"{threads}.h5")
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_gives_another_history_for_another_seed(self):
        self.small_run("1.h5", "--seed", 1)
        self.small_run("2.h5", "--seed", 2)
        done = self.qonys("diff", "1.h5", "2.h5")
        self.assertEqual(done.returncode, 1)
        self.assertIn("seed: 1 | 2", done.stdout)

    def test_starts_and_ends_where_it_is_told(self):
        self.small_run("a.h5", "--from", "2020-03", months="2020-05")
        info = self.qonys("info", "a.h5").stdout
        self.assertIn("2020-03 to 2020-05 (3 months)", info)

    def test_keeps_what_it_has_when_interrupted(self):
        process = subprocess.Popen([BINARY, "run", BASELINE, "--scale", "0.05", "--until", "2049-12", "-o", "long.h5"],
                                   cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertIn("/372 months", process.stderr.readline())  # after a year, or some seconds on a busy machine
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        checkpoint, partial = self.files()
        self.assertRegex(checkpoint, r"^long\.20[0-9]{2}-[0-9]{2}\.checkpoint\.h5$")
        self.assertEqual(partial, "long.partial.h5")
        self.assertIn("stopping after this month", errors)
        self.assertIn("are kept in long.partial.h5", errors)
        self.assertIn("interrupted after", output)
        info = self.qonys("info", "long.partial.h5")
        self.assertEqual(info.returncode, 0, info.stderr)
        self.assertIn("interrupted", info.stdout)
        self.assertIn(f"--resume {checkpoint}", errors)
        refused = self.qonys("run", BASELINE, "--scale", "0.05", "--seed", "2", "--until", "2049-12", "--resume", checkpoint)
        self.assert_fails(refused, 2, f"run.seed = 2: {checkpoint} has 1")

    def test_stops_for_sigterm_too(self):
        process = subprocess.Popen([BINARY, "run", BASELINE, "--scale", "0.05", "--until", "2049-12", "-o", "long.h5"],
                                   cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        process.stderr.readline()
        process.terminate()
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)


class Forks(ProgramTest):
    SMALL = ("--scale", "0.002", "--until", "2019-06", "--quiet")

    def test_go_on_as_the_run_that_never_stopped(self):
        run = self.qonys("run", BASELINE, *self.SMALL, "-o", "a.h5", "--checkpoint", "2019-03",
                         "--checkpoint", "2019-04=april.h5")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.files(), ["a.2019-03.checkpoint.h5", "a.h5", "april.h5"])
        for checkpoint, first in (("a.2019-03.checkpoint.h5", 3), ("april.h5", 4)):
            rest = self.qonys("run", BASELINE, *self.SMALL, "-o", "rest.h5", "--force", "--resume", checkpoint)
            self.assertEqual(rest.returncode, 0, rest.stderr)
            with h5py.File(self.folder / "a.h5") as whole, h5py.File(self.folder / "rest.h5") as part:
                self.assertEqual(whole["digest"][first:].tolist(), part["digest"][:].tolist())
                for figure in ("time", "population", "moves_persons", "births"):
                    self.assertTrue((whole[figure][first:] == part[figure][:]).all(), figure)

    def test_are_refused_at_months_that_are_not_simulated(self):
        for wanted in ("2019-13", "2018-12", "2019-07", "2019-03="):
            failed = self.qonys("run", BASELINE, *self.SMALL, "-o", "a.h5", "--checkpoint", wanted)
            self.assert_fails(failed, 64, "--checkpoint")
        self.assertEqual(self.files(), [])


class Comparing(ProgramTest):
    def test_says_what_a_policy_changed(self):
        self.write("grant.toml", f'''extends = "{BASELINE}"
[[policy]]
name = "grant"
kind = "resettlement"
origins = ["TRK", "ALM", "ZHM"]
destinations = ["SKO", "KST"]
quota_persons_per_year = [40000, 40000]
for_head = "3000 MCI"
for_member = "3000 MCI"
''')
        done = self.qonys("compare", BASELINE, "grant.toml", "--scale", "0.002", "--until", "2019-12", "--replicates", "2",
                          "--json", "--quiet", "-o", "c.h5")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        joined = [effect for effect in result["variants"][0]["effects"]
                  if (effect["figure"], effect["region"], effect["period"]) == ("joined", "country", "all")][0]
        self.assertGreater(joined["difference"]["mean"], 0)
        with h5py.File(self.folder / "c.h5") as file:
            place = [list(file[name].asstr()[:]).index(label) for name, label in
                     (("figure", "joined"), ("region", "country"), ("period", "all"))]
            self.assertEqual(file["difference"][(0, *place)], joined["difference"]["mean"])

    def test_takes_trajectories_in_place_of_scenarios(self):
        shock = self.scenario('[[policy]]\nname = "s"\nkind = "shock"\nplaces = ["SKO"]\nrents = 2.0\n')
        months = ("--scale", "0.001", "--until", "2019-06", "--quiet")
        for seed in ("1", "2"):
            for scenario, name in ((BASELINE, "base"), (shock, "shock")):
                done = self.qonys("run", scenario, *months, "--seed", seed, "-o", f"{name}-{seed}.h5")
                self.assertEqual(done.returncode, 0, done.stderr)
        files = ("base-1.h5", "base-2.h5", "shock-1.h5", "shock-2.h5")
        done = self.qonys("compare", *files, "--json", "--quiet")
        self.assertEqual(done.returncode, 0, done.stderr)
        finished = json.loads(done.stdout)
        self.assertEqual(finished["replicates"], 2)
        mixed = json.loads(self.qonys("compare", BASELINE, *files[2:], "--until", "2019-06", "--json", "--quiet").stdout)
        run = json.loads(self.qonys("compare", BASELINE, shock, *months, "--replicates", "2", "--json").stdout)
        self.assertEqual(finished["variants"][0]["effects"], run["variants"][0]["effects"])
        self.assertEqual(mixed["variants"][0]["effects"], run["variants"][0]["effects"])
        self.assertIn("A trajectory holds figures", self.qonys("compare", *files, "--quiet").stdout)
        self.assert_fails(self.qonys("compare", *files[:3]), 2, "shock-1.h5: seed 2 is missing")
        self.assert_fails(self.qonys("compare", *files[:2]), 64, "there is nothing to compare them with")
        for option in (("--replicates", "3"), ("--scale", "0.1"), ("--seed", "5"), ("--set", "run.title=\"x\"")):
            self.assert_fails(self.qonys("compare", *files, *option), 64, option[0])
        self.assert_fails(self.qonys("compare", BASELINE, self.write("no.h5", "no"), "--quiet"), 3, "no.h5")
        self.assert_fails(self.qonys("compare", "nothing.h5", *files[:1], "--quiet"), 3, "nothing.h5")

    def test_refuses_scenarios_of_other_times(self):
        self.write("short.toml", f'extends = "{BASELINE}"\n[run]\nend = "2020-01"\n')
        self.assert_fails(self.qonys("compare", BASELINE, "short.toml"), 2, "short.toml: has another run.end")


class Output(ProgramTest):
    def run_to(self, name, *more, **options):
        return self.qonys("run", BASELINE, "--scale", "0.001", "--until", "2019-03", "-o", name, *more, **options)

    def test_is_not_replaced_without_force(self):
        self.write("a.h5", "precious")
        self.assert_fails(self.run_to("a.h5"), 3, "a.h5 already exists (use --force to replace it)")
        self.assertEqual((self.folder / "a.h5").read_text(), "precious")
        self.assertEqual(self.run_to("a.h5", "--force").returncode, 0)
        self.assertEqual(self.qonys("info", "a.h5").returncode, 0)

    def test_needs_a_folder(self):
        self.assert_fails(self.run_to("nowhere/a.h5"), 3, "cannot write nowhere/a.h5: No such file or directory")

    def test_needs_a_folder_that_takes_files(self):
        self.assert_fails(self.run_to("/proc/a.h5"), 3, "cannot write /proc/a.h5")

    def test_is_not_a_folder(self):
        self.assert_fails(self.run_to(self.folder), 3, "is a folder")

    def test_is_not_the_scenario(self):
        scenario = self.scenario("")
        done = self.qonys("run", scenario, "-o", scenario, "--force")
        self.assert_fails(done, 64, "this is the scenario itself")
        self.assertIn("extends", scenario.read_text())

    def test_leaves_nothing_behind_when_the_disk_is_full(self):
        def no_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

        self.assert_fails(self.run_to("a.h5", preexec_fn=no_room), 3, "cannot write a.h5")
        self.assertEqual(self.files(), [])

    def test_of_an_estimation_is_tried_before_the_runs(self):
        done = self.qonys("estimate", f"{SOURCE}/scenarios/history.toml", "-o", "/proc/estimates")
        self.assert_fails(done, 3, "cannot write into the folder /proc/estimates")
        self.assertNotIn("round 1", done.stderr)

    def test_standard_output_may_be_full_too(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([BINARY, "describe"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot write to standard output: No space left on device", done.stderr)


class OtherCommands(ProgramTest):
    def test_check_shows_values_and_who_said_them(self):
        done = self.qonys("check", self.scenario("[run]\nseed = 7\n"), "--set", "migration.home=2")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("no mistakes; 60 months from 2019-01 to 2023-12", done.stdout)
        self.assertRegex(done.stdout, r"seed += 7 .*mine\.toml:3:8")
        self.assertRegex(done.stdout, r"home += 2 .*--set 'migration\.home=2'")
        self.assertRegex(done.stdout, r"scale += 1 +agents per real household +.*no_policy\.toml:\d+:\d+")
        self.assertRegex(done.stdout, r"population\.csv +[0-9a-f]{12}\n")

    def test_check_speaks_json(self):
        report = json.loads(self.qonys("check", BASELINE, "--json").stdout)
        values = {(value["section"], value["name"]): value for value in report["values"]}
        self.assertEqual(values["run", "start"]["value"], '"2019-01"')
        self.assertEqual(len(report["tables"][0]["sha256"]), 64)

    def test_population_meets_the_regions(self):
        report = json.loads(self.qonys("population", BASELINE, "--scale", "0.01", "--json").stdout)
        for row in report["marginals"]["place"]["rows"]:
            self.assertLess(abs(row["residual"]), 100, row)  # an agent
        text = self.qonys("population", BASELINE, "--scale", "0.001").stdout
        for part in ("How the marginals are met", "Furthest off", "persons in households of five or more"):
            self.assertIn(part, text)
        full = self.qonys("population", BASELINE, "--scale", "0.001", "--full").stdout
        self.assertGreater(full.count("\n"), 300)

    def test_info_and_diff_speak_json(self):
        self.small_run("a.h5")
        self.assertIn("datasets", json.loads(self.qonys("info", "a.h5", "--json").stdout))
        self.assertIsInstance(json.loads(self.qonys("diff", "a.h5", "a.h5", "--json").stdout), dict)

    def test_info_refuses_what_is_no_trajectory(self):
        self.assert_fails(self.qonys("info", self.write("a.h5", "no")), 3, "a.h5")
        self.assert_fails(self.qonys("info", "nothing.h5"), 3, "nothing.h5")

    def test_validate_writes_a_chapter_for_each_scenario(self):
        other = self.scenario('[run]\ntitle = "Another one"\n')
        done = self.qonys("validate", BASELINE, other, "--scale", "0.001", "--until", "2019-12", "--seeds", "1")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("\n## "), 2)
        self.assertIn("\n## Another one\n", done.stdout)
        self.assertIn("### Emigration in 2019", done.stdout)
        self.assertIn("--set run.scale=0.001", done.stdout.splitlines()[2])

    def test_validate_reads_every_scenario_before_it_runs_one(self):
        done = self.qonys("validate", BASELINE, "nowhere.toml", "--scale", "0.001")
        self.assert_fails(done, 2, "nowhere.toml: there is no such file")
        self.assertNotIn("seed 1", done.stderr)

    def test_documentation_is_fresh(self):
        for arguments, page in ((["describe"], "docs/parameters.md"),
                                (["describe", "--format", "schema"], "docs/scenario.schema.json")):
            done = self.qonys(*arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout, (SOURCE / page).read_text(),
                             f"{page} is stale; write it again: qonys {' '.join(arguments)} > {page}")

    def test_describe_speaks_json(self):
        fields = json.loads(self.qonys("describe", "--format", "json").stdout)
        self.assertIn("policy.resettlement", {field["section"] for field in fields})
        schema = json.loads(self.qonys("describe", "--format", "schema").stdout)
        self.assertIn("run", schema["properties"])

    def test_version_and_help(self):
        self.assertRegex(self.qonys("--version").stdout, r"^qonys \d+\.\d+\.\d+ \(commit ")
        self.assertIn("Begin with:", self.qonys("--help").stdout)
        for command in ("run", "check", "population", "info", "diff", "describe"):
            done = self.qonys(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(f"Usage: qonys {command}", done.stdout)


class WrongUse(ProgramTest):
    def test_unknown_command(self):
        self.assert_fails(self.qonys("rum", BASELINE), 64, "there is no command 'rum' (did you mean 'run'?)")

    def test_unknown_option(self):
        self.assert_fails(self.qonys("run", BASELINE, "--thread", 2), 64,
                          "there is no option --thread (did you mean '--threads'?)")

    def test_no_command_and_no_scenario(self):
        self.assert_fails(self.qonys(), 64, "Begin with:")
        self.assert_fails(self.qonys("run"), 64, "SCENARIO is required", "`qonys run --help`")

    def test_threads_that_no_machine_has(self):
        for threads in (0, -1, 10000):
            self.assert_fails(self.qonys("run", BASELINE, "--threads", threads), 64,
                              f"--threads {threads}: must be from 1 to 1024")
        self.assert_fails(self.qonys("run", BASELINE, "--threads", "many"), 64, "--threads")
        self.assertEqual(self.files(), [])

    def test_one_argument_too_many(self):
        self.assert_fails(self.qonys("info", "a.h5", "b.h5"), 64, "one argument too many: 'b.h5'")


if __name__ == "__main__":
    unittest.main()
