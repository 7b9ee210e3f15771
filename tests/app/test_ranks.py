"""One run over several ranks is the run of one, and fails like it. Only with the preset "mpi"."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

qonys = os.environ["QONYS_BINARY"]
scenarios = Path(os.environ["QONYS_SOURCE"]) / "scenarios"
environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")


def call(ranks, *arguments):
    """Without a launcher if `ranks` is 0."""
    launcher = [] if ranks == 0 else ["mpirun", "--oversubscribe", "-n", str(ranks)]
    return subprocess.run([*launcher, qonys, *map(str, arguments)], env=environment, capture_output=True, text=True,
                          timeout=300)


@unittest.skipUnless(os.environ.get("QONYS_MPI") == "1", "built without MPI")
class Ranks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_scenario(self, ranks, scenario, output, *options, threads=1):
        done = call(ranks, "run", scenarios / scenario, "--scale", "0.003", "--threads", threads, "--quiet", "-o",
                    self.folder / output, *options)
        self.assertEqual(done.returncode, 0, done.stderr)

    def assert_same(self, one, other):
        done = call(0, "diff", self.folder / one, self.folder / other)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_is_bit_identical_for_any_ranks_and_threads(self):
        for scenario in ("baseline.toml", "package.toml", "permits_joined.toml"):
            self.run_scenario(0, scenario, "one.h5", "--force")
            for ranks, threads in ((1, 2), (2, 1), (2, 2), (3, 1)):
                with self.subTest(scenario=scenario, ranks=ranks, threads=threads):
                    self.run_scenario(ranks, scenario, "several.h5", "--force", threads=threads)
                    self.assert_same("one.h5", "several.h5")

    def test_resumes_with_other_ranks(self):
        self.run_scenario(3, "package.toml", "whole.h5", "--checkpoint", f"2020-12={self.folder / 'three.h5'}")
        self.run_scenario(0, "package.toml", "from_three.h5", "--resume", self.folder / "three.h5")
        self.run_scenario(0, "package.toml", "again.h5", "--checkpoint", f"2020-12={self.folder / 'single.h5'}")
        self.run_scenario(2, "package.toml", "from_one.h5", "--resume", self.folder / "single.h5")
        self.assert_same("whole.h5", "again.h5")
        self.assert_same("from_three.h5", "from_one.h5")

    def test_fails_together_with_one_message(self):
        for code, what, arguments in (
                (2, "there is no such file", ("run", self.folder / "nothing.toml")),
                (3, "cannot write", ("run", scenarios / "baseline.toml", "--quiet", "-o", self.folder / "no" / "x.h5")),
                (64, "only `qonys run`", ("check", scenarios / "baseline.toml"))):
            with self.subTest(code=code):
                done = call(2, *arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertEqual(done.stderr.count(what), 1, done.stderr)


if __name__ == "__main__":
    unittest.main()
