"""Runs the program as a user does, in a folder of the test's own."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("QONYS_SOURCE", Path(__file__).resolve().parents[2])).resolve()
BINARY = os.environ.get("QONYS_BINARY", str(SOURCE / "build/release/bin/qonys"))
GEOGRAPHY = SOURCE / "scenarios/data/kz20"
BASELINE = str(SOURCE / "scenarios/no_policy.toml")


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="qonys-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def qonys(self, *arguments, **options):
        return subprocess.run([BINARY, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              timeout=120, **options)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def scenario(self, text, name="mine.toml"):
        """A scenario that differs from the one without policies by `text`."""
        return self.write(name, f'extends = "{BASELINE}"\n{text}')

    def copy_geography(self):
        folder = self.folder / "tables"
        shutil.copytree(GEOGRAPHY, folder, ignore=shutil.ignore_patterns("raw", "*.geojson"))
        return folder

    def small_run(self, name, *arguments, months="2019-06"):
        done = self.qonys("run", BASELINE, "--scale", "0.001", "--until", months, "-o", name, "--quiet", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def assert_fails(self, done, status, *parts):
        """It failed with that exit status, said all of `parts` on standard error and nothing on standard output."""
        self.assertEqual(done.returncode, status, done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)
        self.assertEqual(done.stdout, "")

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())
