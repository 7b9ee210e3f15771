"""Runs clang-tidy-14 over the files of build/tidy and remembers which files were clean. Started by tidy.sh."""

import argparse
import functools
import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("sim", "analysis", "bench", "tests")
INCLUDE_ROOTS = (ROOT / "sim", ROOT, ROOT / "bench")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
CLANG_TIDY = "clang-tidy-14"
BUILD = ROOT / "build" / "tidy"


@functools.lru_cache(maxsize=None)
def content(path):
    return path.read_bytes()


@functools.lru_cache(maxsize=None)
def includes(path):
    """Our own headers that `path` includes directly."""
    names = INCLUDE.findall(content(path).decode(errors="replace"))
    places = (path.parent, *INCLUDE_ROOTS)
    found = (next((place / name for place in places if (place / name).is_file()), None) for name in names)
    return frozenset(header.resolve() for header in found if header)


def reachable(path):
    seen, waiting = {path}, [path]
    while waiting:
        for header in includes(waiting.pop()) - seen:
            seen.add(header)
            waiting.append(header)
    return sorted(seen)


def fingerprint(path, command):
    """Changes whenever the verdict on `path` could."""
    digest = hashlib.sha256(command.encode())
    configurations = [folder / ".clang-tidy" for folder in path.parents if ROOT in (folder, *folder.parents)]
    for part in reachable(path) + [c for c in configurations if c.is_file()]:
        digest.update(b"\0" + str(part).encode() + b"\0" + content(part))
    return digest.hexdigest()


def check(path):
    command = [CLANG_TIDY, "--quiet", "-p", str(BUILD), str(path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return result.returncode == 0, result.stdout + ("" if result.stdout else result.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("files", nargs="*", type=Path, help="only these")
    options = parser.parse_args()

    cache = BUILD / "clean"
    cache.mkdir(exist_ok=True)

    version = subprocess.run([CLANG_TIDY, "--version"], capture_output=True, text=True, check=True).stdout
    only = {file.resolve() for file in options.files}
    work = []
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        path = Path(entry["file"]).resolve()
        sources = {path, *includes(path)}  # a file by itself, or one that CMake wrote and that includes several
        ours = any(ROOT / folder in source.parents for folder in FOLDERS for source in sources)
        if ours and (not only or sources & only):
            stamp = cache / fingerprint(path, version + entry["command"])
            if not stamp.exists():
                work.append((path, stamp))
    work.sort(key=lambda item: -len(reachable(item[0])))  # the long ones first, so that no core waits at the end

    def judge(item):
        path, stamp = item
        clean, output = check(path)
        if clean:
            stamp.touch()
        else:
            print(output, flush=True)
        return clean

    with ThreadPoolExecutor(options.jobs) as pool:
        bad = sum(not clean for clean in pool.map(judge, work))
    print(f"tidy: {len(work)} compilations checked, {bad} with complaints")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
