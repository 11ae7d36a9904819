"""`python -m benchmarks.gate`: small pages through the program; 12 when a figure is under its floor.

Many pages are measured with the truth's own characters for a reading, which takes a second each and shows what
imaging, layout and structure do; one page is read in earnest.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from benchmarks.oracle import Print, oracle_pipeline
from ocr.evaluation import FIGURES, PageScore, score_page
from ocr.newsprint import Level, PageSpec, Sample, find_type, typeset
from ocr.pipeline import Pipeline
from ocr.raster import Raster, Scan
from ocr.settings import Settings

FLOORS = Path(__file__).with_name("floors.toml")
SMALL = PageSpec(width=180, height=250, dpi=180, body=9.5)
"""A quarter of a broadsheet: every habit of a page, seconds to read."""
LAID_OUT = ((3, Level.CLEAN), (8, Level.GOOD), (11, Level.FAIR), (14, Level.CLEAN), (17, Level.GOOD), (20, Level.POOR))
READ = (9, Level.FAIR)
LOWER_IS_BETTER = frozenset({"reading_cer", "page_cer", "page_cer_bare", "order_loss"})


def _score(sample: Sample, pipeline: Pipeline) -> PageScore:
    name = sample.truth.provenance.source
    scan = Scan(Raster(sample.scan, sample.dpi), name, "0" * 64, 0)
    return score_page(name, sample.truth, pipeline.digitize(scan, 1).page)


def measure() -> dict[str, list[PageScore]]:
    """The scores of the gate's pages, by the table of floors they are held to."""
    case, settings = find_type(), Settings()
    samples = [typeset(seed, SMALL, level, case=case) for seed, level in LAID_OUT]
    laid_out = [_score(sample, oracle_pipeline(Print.of(sample.truth), settings)) for sample in samples]
    seed, level = READ
    return {"layout": laid_out, "reading": [_score(typeset(seed, SMALL, level, case=case), Pipeline(settings))]}


def shortfalls(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """The figures that are worse than their floors, each a line of text."""
    return [
        f"{name} is {figures[name]:.4f}, its floor {floor}"
        for name, floor in floors.items()
        if (figures[name] > floor if name in LOWER_IS_BETTER else figures[name] < floor)
    ]


def main() -> int:
    """0 when every figure is at its floor or better, else 12."""
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    missed: list[str] = []
    for table, scores in measure().items():
        figures = {name: figure(scores) for name, figure in FIGURES.items()}
        for name, value in figures.items():
            print(f"{table:8} {name:18} {value:.4f}")
        missed += [f"{table}: {line}" for line in shortfalls(figures, floors[table])]
    print("\n".join(missed), file=sys.stderr, end="\n" if missed else "")
    return 12 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
