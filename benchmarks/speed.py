"""`python -m benchmarks.speed`: seconds a stage and the peak of memory, on one generated page of each size."""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from pathlib import Path

from benchmarks import results
from ocr.newsprint import Level, PageSpec, typeset
from ocr.pipeline import Pipeline
from ocr.raster import Raster, Scan
from ocr.settings import Settings

SIZES = {"tabloid": PageSpec(width=270, height=390, dpi=300), "broadsheet": PageSpec(width=390, height=545, dpi=300)}
SEED = 4
KIBIBYTES_A_MEGABYTE = 1024


def main() -> int:
    """0 when all was timed."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("--reader", default=Settings().reader)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("output/benchmarks/speed.jsonl"))
    args = parser.parse_args()
    pipeline = Pipeline(Settings(reader=args.reader), threads=args.threads)
    for size, spec in SIZES.items():
        sample = typeset(SEED, spec, Level.GOOD)
        scan = Scan(Raster(sample.scan, sample.dpi), size, "0" * 64, 0)
        runs: dict[str, list[float]] = {}
        lines = 0
        for _ in range(args.repeat):
            clock: list[tuple[str, float]] = []
            page = pipeline.digitize(
                scan, 1, lambda stage, clock=clock: clock.append((stage, time.perf_counter()))
            ).page
            clock.append(("end", time.perf_counter()))
            for n, (stage, at) in enumerate(clock[:-1]):
                runs.setdefault(stage, []).append(clock[n + 1][1] - at)
            lines = sum(len(block.lines) for block in page.blocks)
        seconds = {stage: round(statistics.median(times), 2) for stage, times in runs.items()}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIBIBYTES_A_MEGABYTE
        row = {"page": size, "lines": lines, "repeat": args.repeat, "seconds": seconds, "peak_megabytes": peak}
        about = results.circumstances() | {"reader": args.reader, "threads": str(args.threads or "all")}
        results.append(args.out, row | {"about": about})
        print(f"{size}: {lines} lines, {sum(seconds.values()):.1f} s {seconds}, peak {peak} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
