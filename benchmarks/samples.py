"""The pages benchmarks run on: generated newsprint at every level of wear, and a bench folder if there is one."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from benchmarks.oracle import Print
from ocr.evaluation import Told, read_truth, tell
from ocr.export.json import read_page
from ocr.geometry import Box
from ocr.hanzi import is_han
from ocr.model import Glyph, Page
from ocr.newsprint import LEVELS, Level, PageSpec, find_type, typeset, wear
from ocr.raster import Raster, Scan
from ocr.source import open_source

PAGES = Path(__file__).with_name("pages")
BENCH_DPI = 300
POINTS_AN_INCH = 72
FORMATS = (
    PageSpec(width=270, height=390, dpi=250, body=9.0),
    PageSpec(width=390, height=545, dpi=200, body=10.5),
    PageSpec(width=270, height=390, dpi=300, body=9.5, number=2),
)
"""Tabloid and broadsheet, front and inner pages, at the resolutions archives scan with."""
SMALL = (
    PageSpec(width=180, height=250, dpi=180, body=9.5),
    PageSpec(width=180, height=250, dpi=180, body=9.5, number=2),
)
"""A quarter of a broadsheet: every habit of a page, seconds to read."""


@dataclass(frozen=True, slots=True, eq=False)
class Exam:
    """A scan with its truth.

    Attributes:
        printed: the characters that were printed, and where.
        page: the truth with the places of lines, None when there is only text.
    """

    name: str
    level: str
    scan: NDArray[np.uint8]
    dpi: float
    truth: Told
    printed: Print
    page: Page | None = None

    @property
    def as_scan(self) -> Scan:
        """What the program is given."""
        return Scan(Raster(self.scan, self.dpi), self.name, "0" * 64, 0)


def generated(count: int, levels: list[Level], first: int = 1, formats: Sequence[PageSpec] = FORMATS) -> Iterator[Exam]:
    """`count` pages a level from the seed `first` on, in turn of `formats`, every sixth in the old vertical manner."""
    case = find_type()
    for level in levels:
        for seed in range(first, first + count):
            old = seed % 6 == 0
            spec = formats[seed % len(formats)]
            sample = typeset(seed, spec, level, old=old, case=case)
            size = f"{spec.width:.0f}x{spec.height:.0f}"
            name = f"{'old' if old else 'newsprint'}-{size}-{seed:02d}-{level.value}"
            told = tell(sample.truth)
            yield Exam(name, level.value, sample.scan, sample.dpi, told, Print.of(sample.truth), sample.truth)


def kept(prefix: str = "") -> Iterator[Exam]:
    """The small pages that lie beside the benchmarks, those whose names begin with `prefix`: the same everywhere."""
    for path in sorted(PAGES.glob(f"{prefix}*.jpg")):
        page = read_page(gzip.decompress(path.with_suffix(".json.gz").read_bytes()))
        with Image.open(path) as image:
            pixels, dpi = np.asarray(image), float(image.info["dpi"][0])
        yield Exam(path.stem, "kept", pixels, dpi, tell(page), Print.of(page), page)


def bench(folder: Path, levels: list[Level], only: int) -> Iterator[Exam]:
    """The PDF pages under `folder` that have a truth file, rasterised and worn.

    At most `only` of them, evenly spread over their names, so that a few are of every kind the folder holds.
    """
    pairs = [(pdf, pdf.with_suffix("").with_suffix(".truth.json")) for pdf in sorted(folder.rglob("*.pdf"))]
    for pdf, truth in _spread([pair for pair in pairs if pair[1].is_file()], only):
        told = read_truth(truth.read_text("utf-8"), truth.name)
        clean = next(iter(open_source(str(pdf), dpi=BENCH_DPI).scans())).raster.pixels
        grey = clean if clean.ndim == 2 else clean.mean(2).astype(np.uint8)
        glyphs = _text_layer(pdf, BENCH_DPI / POINTS_AN_INCH)
        for level in levels:
            scan, to_scan = wear(grey, LEVELS[level], seed=7)
            name, dpi = f"{pdf.stem}-{level.value}", BENCH_DPI * LEVELS[level].scale
            yield Exam(name, f"bench {level.value}", scan, dpi, told, Print(glyphs, to_scan))


def _spread(pairs: list[tuple[Path, Path]], count: int) -> list[tuple[Path, Path]]:
    """`count` of `pairs`, the first and the last among them when there are two or more."""
    if count >= len(pairs) or count < 1:
        return pairs[: max(0, count)]
    last = len(pairs) - 1
    return [pairs[round(number * last / max(1, count - 1))] for number in range(count)]


def _text_layer(pdf: Path, scale: float) -> tuple[Glyph, ...]:
    """The characters of a page that was born digital, boxes in its image's pixels."""
    document = pdfium.PdfDocument(pdf)
    page = document[0]
    height, text = page.get_height(), page.get_textpage()
    glyphs = []
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if char.strip():
            left, bottom, right, top = (side * scale for side in text.get_charbox(index, loose=is_han(char)))
            x, y = round(left), round(height * scale - top)
            box = Box(x, y, max(x + 1, round(right)), max(y + 1, round(height * scale - bottom)))
            glyphs.append(Glyph(char, box, 1.0))
    return tuple(glyphs)
