"""The pages benchmarks run on: generated newsprint at every level of wear, and a bench folder if there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.evaluation import Told, read_truth, tell
from ocr.model import Page
from ocr.newsprint import LEVELS, Level, PageSpec, find_type, typeset, wear
from ocr.source import open_source

BENCH_DPI = 300
FORMATS = (
    PageSpec(width=270, height=390, dpi=250, body=9.0),
    PageSpec(width=390, height=545, dpi=200, body=10.5),
    PageSpec(width=270, height=390, dpi=300, body=9.5, number=2),
)
"""Tabloid and broadsheet, front and inner pages, at the resolutions archives scan with."""


@dataclass(frozen=True, slots=True, eq=False)
class Exam:
    """A scan with its truth; `page` is the truth with places, None when there is only text."""

    name: str
    level: str
    scan: NDArray[np.uint8]
    dpi: float
    truth: Told
    page: Page | None = None


def generated(count: int, levels: list[Level]) -> Iterator[Exam]:
    """`count` pages a level, of three formats, every sixth in the old vertical manner."""
    case = find_type()
    for level in levels:
        for seed in range(1, count + 1):
            old = seed % 6 == 0
            sample = typeset(seed, FORMATS[seed % 3], level, old=old, case=case)
            name = f"{'old' if old else 'newsprint'}-{seed:02d}-{level.value}"
            yield Exam(name, level.value, sample.scan, sample.dpi, tell(sample.truth), sample.truth)


def bench(folder: Path, levels: list[Level], only: int) -> Iterator[Exam]:
    """The PDF pages under `folder` that have a truth file, at most `only`, rasterised and worn."""
    pairs = [(pdf, pdf.with_suffix("").with_suffix(".truth.json")) for pdf in sorted(folder.rglob("*.pdf"))]
    for pdf, truth in [pair for pair in pairs if pair[1].is_file()][:only]:
        told = read_truth(truth.read_text("utf-8"), truth.name)
        clean = next(iter(open_source(str(pdf), dpi=BENCH_DPI).scans())).raster.pixels
        grey = clean if clean.ndim == 2 else clean.mean(2).astype(np.uint8)
        for level in levels:
            scan, _ = wear(grey, LEVELS[level], seed=7)
            yield Exam(f"{pdf.stem}-{level.value}", f"bench {level.value}", scan, BENCH_DPI * LEVELS[level].scale, told)
