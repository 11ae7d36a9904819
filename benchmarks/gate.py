"""`python -m benchmarks.gate`: small pages through the whole program; 12 when a figure is under its floor."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from ocr.evaluation import FIGURES, PageScore, score_page
from ocr.newsprint import Level, PageSpec, find_type, typeset
from ocr.pipeline import Pipeline
from ocr.raster import Raster, Scan

FLOORS = Path(__file__).with_name("floors.toml")
SMALL = PageSpec(width=160, height=220, dpi=200, body=9.5)
"""A quarter of a broadsheet: every habit of a page, seconds to read."""
PAGES = ((3, Level.CLEAN), (8, Level.GOOD), (11, Level.FAIR))
LOWER_IS_BETTER = frozenset({"reading_cer", "page_cer", "page_cer_bare", "order_loss"})


def measure() -> list[PageScore]:
    """The scores of the gate's pages."""
    case, pipeline = find_type(), Pipeline()
    scores = []
    for seed, level in PAGES:
        sample = typeset(seed, SMALL, level, case=case)
        name = sample.truth.provenance.source
        scan = Scan(Raster(sample.scan, sample.dpi), name, "0" * 64, 0)
        scores.append(score_page(name, sample.truth, pipeline.digitize(scan, 1).page))
    return scores


def shortfalls(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """The figures that are worse than their floors, each a line of text."""
    return [
        f"{name} is {figures[name]:.4f}, its floor {floor}"
        for name, floor in floors.items()
        if (figures[name] > floor if name in LOWER_IS_BETTER else figures[name] < floor)
    ]


def main() -> int:
    """0 when every figure is at its floor or better, else 12."""
    scores = measure()
    figures = {name: figure(scores) for name, figure in FIGURES.items()}
    for name, value in figures.items():
        print(f"{name:18} {value:.4f}")
    missed = shortfalls(figures, tomllib.loads(FLOORS.read_text("utf-8")))
    print("\n".join(missed), file=sys.stderr, end="\n" if missed else "")
    return 12 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
