"""One run by several processes: the same trajectory, one voice, one end. Most of it only of a build with MPI."""

import json
import os
import re
import signal
import subprocess
import unittest

import h5py

from program import BASELINE, BINARY, SOURCE, ProgramTest

WITH_MPI = os.environ.get("QONYS_MPI") == "1"
# As many processes as asked for, whatever the machine has; they wait politely; a container's shared memory may be small.
MPIRUN = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--mca", "mpi_yield_when_idle", "1",
          "--mca", "btl", "self,tcp"]
# Time to end by themselves after a signal. When one ends with an error, mpirun waits as well.
PATIENCE = ["--mca", "odls_base_sigkill_timeout", "3"]


def said(done):
    """What the ranks wrote to standard error, without what mpirun adds when one of them ends with an error."""
    ours = re.sub(r"-{50,}\n.*?-{50,}\n", "", done.stderr, flags=re.DOTALL)
    return [line for line in ours.splitlines() if line.strip()]


class RanksTest(ProgramTest):
    def on(self, ranks, *arguments):
        """One process without a launcher, or so many ranks."""
        launcher = [] if ranks == 1 else [*MPIRUN, "-n", str(ranks)]
        return subprocess.run([*launcher, BINARY, *map(str, arguments)], cwd=self.folder, capture_output=True,
                              text=True, timeout=200)

    def run_on(self, ranks, scenario, name, *arguments, threads=1, scale=0.003, until="2020-12"):
        done = self.on(ranks, "run", SOURCE / f"scenarios/{scenario}.toml", "--scale", scale, "--until", until,
                       "--threads", threads, "--quiet", "-o", name, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def assert_same(self, one, other):
        done = self.qonys("diff", one, other)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


@unittest.skipUnless(WITH_MPI, "built without MPI")
class Ranks(RanksTest):
    # Together they meet wherever something is scarce: offers, grants to study, money, decisions of offices (package),
    # permits (permits_joined), flights and corridors (stranded_2020), closures (quarantine_2020), school
    # (distance_learning), an amnesty until the money is spent, dwellings (relokants_2022).
    SCENARIOS = {
        "package": ("2021-12", "--set", "legal_status.decisions_per_month=400",
                    "--set", "policy.support-spring-2020.budget_kzt=50000000000"),
        "permits_joined": ("2021-06",),
        "stranded_2020": ("2020-12",),
        "quarantine_2020": ("2020-12",),
        "distance_learning": ("2020-12",),
        "enforcement_vs_regularisation": ("2021-12", "--set", 'policy.amnesty.per_person="20000 KZT"',
                                          "--set", "policy.amnesty.budget_kzt=300000000"),
        "relokants_2022": ("2022-12",),
    }

    def test_give_the_same_trajectory_for_any_number_of_ranks_and_threads(self):
        for scenario, (until, *options) in self.SCENARIOS.items():
            self.run_on(1, scenario, f"{scenario}.1.h5", *options, until=until)
            for ranks, threads in ((2, 2), (3, 1)):
                with self.subTest(scenario=scenario, ranks=ranks, threads=threads):
                    self.run_on(ranks, scenario, f"{scenario}.{ranks}.h5", *options, threads=threads, until=until)
                    self.assert_same(f"{scenario}.1.h5", f"{scenario}.{ranks}.h5")

    def test_give_the_same_trajectory_when_they_are_more_than_the_blocks(self):
        self.run_on(1, "no_policy", "one.h5", scale=0.0001, until="2019-03")
        self.run_on(40, "no_policy", "many.h5", scale=0.0001, until="2019-03")
        self.assert_same("one.h5", "many.h5")

    def test_give_the_same_trajectory_when_cohorts_are_summed(self):
        # More changes of cohorts in a month than cohorts, which are then summed instead of listed.
        self.run_on(1, "baseline", "one.h5", scale=0.6, until="2019-02")
        self.run_on(2, "baseline", "two.h5", scale=0.6, until="2019-02")
        self.assert_same("one.h5", "two.h5")

    def test_go_on_from_the_checkpoint_of_any_number(self):
        for ranks in (1, 2, 3):
            self.run_on(ranks, "package", f"whole.{ranks}.h5", "--checkpoint", f"2020-06={ranks}.check.h5")
        for written, resumed in ((1, 2), (1, 3), (2, 1), (2, 2), (3, 1)):
            with self.subTest(written=written, resumed=resumed):
                self.run_on(resumed, "package", "rest.h5", "--force", "--resume", f"{written}.check.h5")
                with h5py.File(self.folder / "whole.1.h5") as whole, h5py.File(self.folder / "rest.h5") as rest:
                    self.assertEqual(whole["digest"][18:].tolist(), rest["digest"][:].tolist())

    def test_say_once_what_is_wrong_with_the_input(self):
        wrong = self.scenario("[run]\nscale = 7\nseeed = 1\n")
        alone = self.qonys("run", wrong)
        done = self.on(3, "run", wrong)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(said(done), alone.stderr.splitlines())
        self.assertEqual(self.files(), ["mine.toml"])

    def test_end_together_when_the_first_cannot_write(self):
        (self.folder / "there.h5").write_text("mine")
        for output, what in (("there.h5", "already exists"), ("no/x.h5", "cannot write")):
            done = self.on(2, "run", BASELINE, "--scale", "0.001", "--quiet", "-o", output)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertEqual(len([line for line in said(done) if what in line]), 1, done.stderr)
        self.assertEqual((self.folder / "there.h5").read_text(), "mine")
        self.assertEqual(self.files(), ["there.h5"])

    def test_end_together_when_a_checkpoint_cannot_be_written(self):
        limited = subprocess.run(["bash", "-c", 'ulimit -f 8000; exec "$@"', "bash", *MPIRUN, "-n", "3", BINARY, "run",
                                  BASELINE, "--scale", "0.03", "--until", "2019-03", "--quiet", "-o", "a.h5",
                                  "--checkpoint", "2019-02=c.h5"], cwd=self.folder, capture_output=True, text=True,
                                 timeout=200)
        self.assertEqual(limited.returncode, 3, limited.stderr)
        self.assertEqual(len([line for line in said(limited) if "cannot write c.h5" in line]), 1, limited.stderr)

    def test_refuse_to_share_a_run_that_they_were_told_differently(self):
        done = subprocess.run([*MPIRUN, "-n", "1", BINARY, "run", BASELINE, "-o", "a.h5", ":", "-n", "1", BINARY, "run",
                               BASELINE, "-o", "a.h5", "--seed", "2"], cwd=self.folder, capture_output=True, text=True,
                              timeout=200)
        self.assertEqual(done.returncode, 64, done.stderr)
        self.assertEqual(len([line for line in said(done) if "the ranks differ" in line]), 1, done.stderr)
        self.assertEqual(self.files(), [])

    def test_stop_together_when_interrupted_and_can_go_on(self):
        whole = ["run", BASELINE, "--scale", "0.04", "--until", "2049-12"]  # some seconds
        run = subprocess.Popen([*MPIRUN, *PATIENCE, "-n", "2", BINARY, *whole, "--threads", "1", "-o", "a.h5"], cwd=self.folder,
                               stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for line in run.stderr:
            if "months" in line:  # the first line of progress
                break
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=200)
        checkpoint, partial = self.files()
        self.assertEqual(partial, "a.partial.h5")
        with h5py.File(self.folder / partial) as file:
            self.assertEqual(file.attrs["complete"], 0)
        self.run_on(1, "no_policy", "rest.h5", "--resume", checkpoint, scale=0.04, until="2049-12")
        self.run_on(3, "no_policy", "again.h5", "--resume", checkpoint, scale=0.04, until="2049-12")
        self.assert_same("rest.h5", "again.h5")

    def test_speak_with_one_voice(self):
        done = self.run_on(2, "no_policy", "a.h5", "--json", until="2019-03", scale=0.001)
        found = json.loads(done.stdout)
        self.assertEqual(found["output"], "a.h5")
        self.assertEqual(found["resources"]["ranks"], 2)
        self.assertEqual(self.on(2, "--version").stdout, self.qonys("--version").stdout)

    def test_are_refused_by_commands_that_run_alone(self):
        done = self.on(2, "check", BASELINE)
        self.assertEqual(done.returncode, 64, done.stderr)
        self.assertEqual(len(said(done)), 1, done.stderr)
        self.assertIn("only `qonys run`", said(done)[0])


class Launched(RanksTest):
    def launched(self, variable, *arguments):
        return self.qonys(*arguments, env=dict(os.environ, **variable))

    @unittest.skipIf(WITH_MPI, "these would be ranks")
    def test_processes_that_cannot_share_a_run_refuse_to_repeat_it(self):
        for variable in ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"):
            done = self.launched({variable: "2"}, "run", BASELINE, "--scale", "0.001", "-o", "a.h5")
            self.assert_fails(done, 64, "one of 2 processes", "cmake --preset mpi")
        self.assertEqual(self.files(), [])

    def test_one_process_of_a_launcher_is_a_process(self):
        for variable in ({"OMPI_COMM_WORLD_SIZE": "1"}, {"SLURM_NTASKS": "8"}):  # the latter: of a script for sbatch
            done = self.launched(variable, "check", BASELINE)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
