"""Measures the folder job on real scans: pages a minute by number of workers, and memory over its run.

    python benchmarks/folder_job.py SCANS --count 100 --workers 1 2

Copies the scans under new names until there are enough, reads them with each number of workers into a fresh folder,
checks that all runs wrote the same bytes, and prints pages a minute, the gain over the first run, and the largest
memory of the workers in the first and last third. Processes are not recycled, so that a leak would show.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_LOOK = 0.5
"""Seconds between two looks at the memory."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("scans", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--options", default="", help="further options of batch, in one word")
    args = parser.parse_args()
    scans = sorted(path for path in args.scans.iterdir() if path.is_file())
    sums = set()
    first = 0.0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        for number, scan in zip(range(args.count), itertools.cycle(scans), strict=False):
            shutil.copy(scan, source / f"{number:04d}_{scan.name}")
        for workers in args.workers:
            target = Path(folder) / f"out{workers}"
            begun = time.monotonic()
            memory = _run(source, target, workers, args.options.split(), args.count)
            seconds = time.monotonic() - begun
            rate = args.count / seconds * 60
            first = first or rate
            sums.add((target / "checksums.sha256").read_bytes())
            third = max(1, len(memory) // 3)
            start, end = max(memory[:third], default=0), max(memory[-third:], default=0)
            sys.stdout.write(
                f"{workers} workers: {args.count} pages in {seconds:.0f} s, {rate:.1f} a minute, "
                f"gain {rate / first:.2f}; memory of a worker {start / 1024**2:.0f} MB "
                f"in the first third, {end / 1024**2:.0f} MB in the last\n"
            )
    sys.stdout.write("all runs wrote the same bytes\n" if len(sums) == 1 else "THE RUNS DIFFER\n")
    return 0 if len(sums) == 1 else 1


def _run(source: Path, target: Path, workers: int, options: list[str], count: int) -> list[int]:
    """The largest worker's memory at each look."""
    command = [sys.executable, "-m", "ocr.cli", "batch", source, target, "--workers", str(workers)]
    process = subprocess.Popen([*command, "--recycle", str(count + 1), *options])
    memory = []
    while process.poll() is None:
        memory.append(max((_resident(child) for child in _children(process.pid)), default=0))
        time.sleep(_LOOK)
    if process.returncode:
        raise SystemExit(process.returncode)
    return memory


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
