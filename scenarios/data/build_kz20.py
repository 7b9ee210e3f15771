#!/usr/bin/env python3
"""Build the tables of scenarios/data/kz20 from the raw tables in scenarios/data/kz20/raw.

    python3 scenarios/data/build_kz20.py                 write the tables
    python3 scenarios/data/build_kz20.py --check         exit 1 if the committed tables are stale
    python3 scenarios/data/build_kz20.py --output DIR    write to (or check against) DIR

Python 3.11, standard library only. The docstring of each `build_*` function states how its table is derived and
what is soft about it; the same text becomes the description of the table in datapackage.json.
"""

import argparse
import csv
import io
import sys
from pathlib import Path

from kz20_build.common import OUTPUT
from kz20_build.geography import boundaries
from kz20_build.package import TABLES, data_package


def table_text(header, rows):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return buffer.getvalue()


def build_all():
    """file name -> text of every file the script owns."""
    files = {f"{name}.csv": table_text(header, builder()) for name, (builder, header) in TABLES.items()}
    files["regions.geojson"] = boundaries()
    files["datapackage.json"] = data_package()
    return files


def stale_files(files, folder):
    """Names of the files in the folder that are absent or differ from the built text."""
    differs = lambda path, text: not path.is_file() or path.read_bytes() != text.encode("utf-8")
    return [name for name, text in files.items() if differs(folder / name, text)]


def main():
    parser = argparse.ArgumentParser(description="Build the kz20 data tables.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if tables are stale")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="DIR", help="folder of the tables")
    arguments = parser.parse_args()
    files = build_all()
    if arguments.check:
        stale = stale_files(files, arguments.output)
        if stale:
            print("stale: " + ", ".join(stale) + "; run build_kz20.py", file=sys.stderr)
        return 1 if stale else 0
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (arguments.output / name).write_bytes(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
