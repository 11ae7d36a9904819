"""How long a page takes: the whole program with each reader against whole-page Tesseract, in the same run.

Usage: ``python -m benchmarks.recognition_speed PAGE.png… [--readers tesseract consensus] [--repeat 3]``

Whole-page Tesseract is ``OMP_THREAD_LIMIT=1 tesseract PAGE - -l chi_sim --psm 3``. Wall time, the best of the repeats;
the programs take turns, so that a busy machine is busy for all of them.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import time
from collections import defaultdict
from pathlib import Path

from ocr.pipeline import Pipeline
from ocr.recognition import READERS
from ocr.settings import Settings
from ocr.source import open_source

KIBIBYTES_A_MEGABYTE = 1024


def whole_page(path: Path) -> float:
    """Seconds that Tesseract takes for a page by itself."""
    start = time.perf_counter()
    command = ["tesseract", str(path), "-", "-l", "chi_sim", "--psm", "3"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"})
    return time.perf_counter() - start


def program(path: Path, pipeline: Pipeline) -> tuple[float, float]:
    """Seconds from file to page, and those of them that went into reading."""
    clock: list[tuple[str, float]] = []
    start = time.perf_counter()
    scan = next(iter(open_source(str(path)).scans()))
    pipeline.digitize(scan, 1, lambda stage: clock.append((stage, time.perf_counter())))
    end = time.perf_counter()
    times = [*clock, ("end", end)]
    reading = sum(times[n + 1][1] - at for n, (stage, at) in enumerate(clock) if stage == "reading")
    return end - start, reading


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the program against whole-page Tesseract.")
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--readers", nargs="+", default=["tesseract", "consensus"], choices=READERS)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    pipelines = {name: Pipeline(Settings(reader=name)) for name in asked.readers}
    total: dict[str, float] = defaultdict(float)
    for path in asked.pages:
        best: dict[str, tuple[float, float]] = {}
        for _ in range(asked.repeat):
            best["whole page"] = min(best.get("whole page", (float("inf"), 0.0)), (whole_page(path), 0.0))
            for name, pipeline in pipelines.items():
                best[name] = min(best.get(name, (float("inf"), 0.0)), program(path, pipeline))
        for name, (seconds, reading) in best.items():
            total[name] += seconds
            share = seconds / best["whole page"][0]
            print(f"{path.stem} {name:10s} {seconds:.1f} s, reading {reading:.1f} s, {share:.2f}", flush=True)
    for name, seconds in total.items():
        print(f"{len(asked.pages)} pages {name:10s} {seconds:.1f} s, {seconds / total['whole page']:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIBIBYTES_A_MEGABYTE
    print(f"peak memory, all readers loaded: {peak} MB")


if __name__ == "__main__":
    main()
