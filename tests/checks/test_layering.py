"""The layering check on tiny trees: what it must let pass and what it must catch."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import layering  # noqa: E402


class Layering(unittest.TestCase):
    def check(self, file, *includes):
        """Complaints about one file with these includes, one to a line."""
        with tempfile.TemporaryDirectory() as root:
            path = Path(root) / file
            path.parent.mkdir(parents=True)
            path.write_text("".join(f"#include {name}\n" for name in includes))
            return list(layering.complaints(root))

    def passes(self, file, *includes):
        self.assertEqual(self.check(file, *includes), [])

    def fails(self, file, include, rule):
        found = self.check(file, "<vector>", include)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{file}:2: "), found)
        self.assertIn(rule, found[0])

    def test_a_higher_layer_includes_lower_ones(self):
        self.passes("sim/world/world.hpp", '"base/ids.hpp"', '"random/stream.hpp"', '"config/table.hpp"', "<vector>")
        self.passes("sim/model/model.cpp", '"process/settlement.hpp"', '"process/migration.hpp"', '"policy/catalogue.hpp"')
        self.passes("analysis/sweep.cpp", '"analysis/sweep.hpp"', '"model/run.hpp"')
        self.passes("sim/app/sweep_command.cpp", '"analysis/sweep.hpp"', "<CLI/CLI.hpp>")

    def test_a_lower_layer_does_not_include_a_higher_one(self):
        self.fails("sim/base/month.hpp", '"world/world.hpp"', "base may not include world, which is above it")
        self.fails("sim/output/trajectory.cpp", '"model/run.hpp"', "above")
        self.fails("sim/model/run.cpp", '"analysis/compare.hpp"', "above")

    def test_folders_of_one_layer_are_strangers(self):
        self.fails("sim/random/stream.hpp", '"parallel/machine.hpp"', "beside")
        self.fails("sim/process/settlement.cpp", '"policy/policy.hpp"', "process may not include policy")
        self.fails("sim/policy/quota.cpp", '"process/settlement.hpp"', "policy may not include process")

    def test_processes_and_policies_do_not_know_each_other(self):
        self.passes("sim/process/settlement.cpp", '"process/settlement.hpp"', '"world/levers.hpp"')
        self.passes("sim/process/migration_parameters.cpp", '"process/migration.hpp"')
        self.passes("sim/process/migration.cpp", '"process/migration_parameters.hpp"')
        self.passes("sim/policy/quota.hpp", '"policy/policy.hpp"')
        self.passes("sim/policy/quota.cpp", '"policy/quota.hpp"')
        self.passes("sim/policy/catalogue.cpp", '"policy/quota.hpp"', '"policy/transfer.hpp"')
        self.fails("sim/process/settlement.cpp", '"process/migration.hpp"', "one process may not include another")
        self.fails("sim/policy/quota.cpp", '"policy/transfer.hpp"', "one policy may not include another")

    def test_a_vendor_header_has_one_home(self):
        self.passes("sim/parallel/machine.cpp", "<omp.h>", "<mpi.h>")
        self.passes("sim/output/hdf5_writer.cpp", "<hdf5.h>", "<hdf5_hl.h>")
        self.passes("analysis/dashboard.cpp", "<boost/beast/core.hpp>")
        self.fails("sim/process/migration.cpp", "<omp.h>", "<omp.h> belongs in sim/parallel/* only")
        self.fails("sim/output/trajectory.cpp", "<hdf5.h>", "<hdf5.h> belongs in sim/output/hdf5_*.[ch]pp only")
        self.fails("sim/app/main.cpp", "<toml++/toml.h>", "sim/config")
        self.fails("sim/config/table.cpp", "<CLI/CLI.hpp>", "sim/app")
        self.fails("sim/output/progress.cpp", "<boost/beast.hpp>", "analysis")

    def test_our_headers_are_named_from_the_include_root(self):
        self.passes("sim/output/provenance.cpp", '"version.hpp"')
        self.fails("sim/base/month.cpp", '"month.hpp"', "in no layer")
        self.fails("sim/base/month.cpp", '"sim/base/month.hpp"', "sim/ is the include root")
        self.fails("sim/extra/thing.cpp", '"base/month.hpp"', "'extra' is in no layer")


if __name__ == "__main__":
    unittest.main()
