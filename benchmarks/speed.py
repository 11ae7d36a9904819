"""`python -m benchmarks.speed`: seconds and the peak of memory a stage, on one generated page of each size."""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import results
from benchmarks.gauges import Gauge
from ocr.newsprint import Level, PageSpec, typeset
from ocr.pipeline import Pipeline
from ocr.raster import Raster, Scan
from ocr.settings import Settings

SIZES = {"tabloid": PageSpec(width=270, height=390, dpi=300), "broadsheet": PageSpec(width=390, height=545, dpi=300)}
SEED = 4


def main(words: Sequence[str] | None = None) -> int:
    """0 when all was timed."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("--reader", default=Settings().reader)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("output/benchmarks/speed.jsonl"))
    args = parser.parse_args(words)
    pipeline = Pipeline(Settings(reader=args.reader), threads=args.threads)
    for size, spec in SIZES.items():
        sample = typeset(SEED, spec, Level.GOOD)
        scan = Scan(Raster(sample.scan, sample.dpi), size, "0" * 64, 0)
        runs: dict[str, list[float]] = {}
        peaks: dict[str, int] = {}
        lines = 0
        for _ in range(args.repeat):
            gauge = Gauge()
            page = pipeline.digitize(scan, 1, gauge).page
            gauge.end()
            for stage, took in gauge.seconds.items():
                runs.setdefault(stage, []).append(took)
                peaks[stage] = max(peaks.get(stage, 0), gauge.megabytes[stage])
            lines = sum(len(block.lines) for block in page.blocks)
        seconds = {stage: round(statistics.median(times), 2) for stage, times in runs.items()}
        row = {"page": size, "lines": lines, "repeat": args.repeat, "seconds": seconds, "megabytes": peaks}
        about = results.circumstances() | {"reader": args.reader, "threads": str(args.threads or "all")}
        results.append(args.out, row | {"about": about})
        print(f"{size}: {lines} lines, {sum(seconds.values()):.1f} s {seconds}, peak {max(peaks.values())} MB {peaks}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
