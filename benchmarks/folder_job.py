"""Measures the folder job on real scans: pages a minute by number of workers, and memory over its run.

    python benchmarks/folder_job.py SCANS --count 100 --workers 1 2
    python benchmarks/folder_job.py scans --count 300 --workers 1 --window 900 --options "--reader tesseract"

Copies the scans under new names until there are enough, reads them with each number of workers into a fresh folder,
checks that all runs wrote the same bytes, and prints pages a minute, the gain over the first run, processor seconds a
page, and the largest memory of a worker in the first and last third of the pages. Processes are not recycled, so that
a leak would show. A worker reads with one thread whatever their number, so the gain is that of processes alone.

The gain that this machine allows is the number of cores times the ratio of the processor seconds a page, of one worker
and of many: what is lost in it is lost to shared caches and memory. The rest is what the job itself loses. ``--window``
cuts a square of so many pixels out of each scan, each at another place: many pages for little time. They repeat after a
third of the pages, so that the thirds have the same work and their memory can be compared.
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ocr.batch.discovery import find_files
from ocr.source import open_source

_LOOK = 0.5
"""Seconds between two looks at the memory."""
_STRIDE = 97
"""Pixels from one window to the next: a prime, so that windows do not repeat soon."""
_MEGABYTE = 1024**2


@dataclass(frozen=True, slots=True)
class _Course:
    """One run: its wall and processor seconds, and pages done and bytes of the largest worker at each look."""

    seconds: float
    processor: float
    looks: tuple[tuple[int, int], ...]

    def memory(self, count: int, third: int) -> float:
        """The largest memory in megabytes while the pages of a third (0 to 2) of `count` were read."""
        within = (memory for done, memory in self.looks if min(2, done * 3 // count) == third)
        return max(within, default=0) / _MEGABYTE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("scans", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--window", type=int, default=0, help="pixels of a square cut out of each scan")
    parser.add_argument("--options", default="", help="further options of batch, in one word")
    args = parser.parse_args()
    sums: list[frozenset[str]] = []
    first = 0.0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        _fill(source, args.scans, args.count, args.window)
        for workers in args.workers:
            target = Path(folder) / f"out{workers}"
            course = _run(source, target, workers, args.options.split(), args.count)
            rate = args.count / course.seconds * 60
            first = first or rate
            sums.append(frozenset((target / "checksums.sha256").read_text(encoding="utf-8").splitlines()))
            start, end = course.memory(args.count, 0), course.memory(args.count, 2)
            sys.stdout.write(
                f"{workers} workers: {args.count} pages in {course.seconds:.0f} s, {rate:.1f} a minute, "
                f"gain {rate / first:.2f}; {course.processor / args.count:.2f} processor seconds a page, "
                f"{course.processor / course.seconds:.2f} cores busy; memory of a worker {start:.0f} MB "
                f"in the first third, {end:.0f} MB in the last, ratio {end / max(start, 1):.3f}\n"
            )
    differing = sorted({line.partition("  ")[2] for other in sums for line in sums[0] ^ other})
    sys.stdout.write(f"THE RUNS DIFFER in {', '.join(differing)}\n" if differing else "all runs wrote the same bytes\n")
    return 1 if differing else 0


def _fill(source: Path, scans: Path, count: int, window: int) -> None:
    if not window:
        files = [file.path for file in find_files(scans)]
        for number, scan in zip(range(count), itertools.cycle(files), strict=False):
            shutil.copy(scan, source / f"{number:04d}_{scan.name}")
        return
    third = -(-count // 3)
    for number, image in zip(range(third), _windows(scans, window), strict=False):
        for place in range(number, count, third):
            image.save(source / f"{place:04d}.png", dpi=(300, 300))


def _windows(scans: Path, side: int) -> Iterator[Image.Image]:
    pages = [
        Image.fromarray(scan.raster.pixels) for file in find_files(scans) for scan in open_source(file.path).scans()
    ]
    for step, page in zip(itertools.count(0, _STRIDE), itertools.cycle(pages), strict=False):
        left, top = step % max(1, page.width - side), step * 3 % max(1, page.height - side)
        yield page.crop((left, top, left + side, top + side))


def _run(source: Path, target: Path, workers: int, options: list[str], count: int) -> _Course:
    command = [sys.executable, "-m", "ocr.cli", "batch", source, target, "--workers", str(workers)]
    begun = time.monotonic()
    process = subprocess.Popen([*command, "--recycle", str(count + 1), *options])
    looks = []
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        memory = max((_resident(child) for child in _children(process.pid)), default=0)
        looks.append((_pages_done(target / "manifest.jsonl"), memory))
        time.sleep(_LOOK)
    # the job has waited for its workers, so their time is in its own
    _, status, usage = ended
    if status:
        raise SystemExit(os.waitstatus_to_exitcode(status))
    return _Course(time.monotonic() - begun, usage.ru_utime + usage.ru_stime, tuple(looks))


def _pages_done(manifest: Path) -> int:
    return manifest.read_bytes().count(b"\n") if manifest.exists() else 0


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
