"""What it costs to turn, rescale or crop a page, to take its rules away, or to set it vertically.

Usage: ``python -m benchmarks.twists FOLDER [--twists as-printed vertical …] [--levels clean good] [--pages 4]``

FOLDER holds born-digital PDF pages with their truth beside them (``PAGE.truth.json``). Each is printed to pixels at
300 dpi, twisted, worn, and read without a fault, so that the figures are of imaging, layout and structure alone;
``--reader consensus`` reads it in earnest.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.oracle import Print, oracle_pipeline
from benchmarks.quality import examine
from benchmarks.samples import BENCH_DPI, Exam, bench
from ocr.geometry import Affine, Box
from ocr.hanzi import is_han
from ocr.imaging import prepare
from ocr.layout import GeometricSegmenter
from ocr.newsprint import LEVELS, Level, wear
from ocr.pipeline import Pipeline
from ocr.recognition import READERS
from ocr.settings import Settings

Pixels = NDArray[np.uint8]
Twist = Callable[[Exam], Exam]

FIGURES = ("article", "title_f1", "paragraphs_whole", "reading_cer")
SQUARE = 0.5
"""A character narrower than this share of its height, or lower than this share of its width, does not fill its square:
its side is that of the character before."""
TALL = 1.25
"""A character so many times as high as wide would run into the next when it is set upright in a column."""
CORNER_MARKS = "，。、；："
"""In columns these stand in the upper right of their square, in rows in the lower left."""
EDGE = 2
"""Pixels around the box of a mark that its grey edge reaches."""
CORNER = 0.5
"""From the one to the other, in sides of the square."""


def _moved(exam: Exam, pixels: Pixels, by: Affine, dpi: float | None = None) -> Exam:
    printed = Print(exam.printed.glyphs, by.after(exam.printed.to_scan))
    return replace(exam, scan=pixels, printed=printed, dpi=dpi or exam.dpi)


def _tilted(exam: Exam) -> Exam:
    """Turned by a degree, on a sheet that holds the corners."""
    height, width = exam.scan.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 1.0, 1.0)
    (cos, sin), (dx, dy) = abs(matrix[0, :2]), matrix[:, 2]
    wide, high = round(height * sin + width * cos), round(height * cos + width * sin)
    matrix[:, 2] = dx + (wide - width) / 2, dy + (high - height) / 2
    pixels = cv2.warpAffine(exam.scan, matrix, (wide, high), borderValue=255)
    return _moved(exam, np.asarray(pixels, np.uint8), Affine(*matrix.ravel().tolist()))


def _rescaled(dpi: int) -> Twist:
    def twist(exam: Exam) -> Exam:
        factor = dpi / BENCH_DPI
        method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        pixels = cv2.resize(exam.scan, None, fx=factor, fy=factor, interpolation=method)
        return _moved(exam, np.asarray(pixels, np.uint8), Affine(factor, 0, 0, 0, factor, 0), dpi)

    return twist


def _cropped(exam: Exam) -> Exam:
    """Without any margin around the print."""
    ys, xs = np.flatnonzero((exam.scan < 128).any(1)), np.flatnonzero((exam.scan < 128).any(0))
    pixels = np.ascontiguousarray(exam.scan[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1])
    return _moved(exam, pixels, Affine(1, 0, -float(xs[0]), 0, 1, -float(ys[0])))


def _without_rules(exam: Exam) -> Exam:
    """With white paint over all rules, those of frames among them."""
    sheet = prepare(exam.as_scan)
    pixels = exam.scan.copy()
    for rule in GeometricSegmenter().segment(sheet).rules:
        box = sheet.to_scan.bounds(rule.box)
        pixels[box.grow(2).clip(pixels.shape[1], pixels.shape[0]).slices] = 255
    return _moved(exam, pixels, Affine())


def _vertical(exam: Exam) -> Exam:
    """Columns from right to left: the page turned to its right, and each character set upright again."""
    scan, onto = exam.scan, exam.printed.to_scan
    height = scan.shape[0]
    pixels = np.ascontiguousarray(np.rot90(scan, -1))
    turned = Affine(0, -1, float(height), 1, 0, 0)
    side = 0
    for glyph in exam.printed.glyphs:
        cell = onto.bounds(glyph.box)
        narrow, wide = sorted((cell.width, cell.height))
        if glyph.text in CORNER_MARKS:
            _set_in_corner(pixels, scan, cell, turned, round(CORNER * side))
        elif is_han(glyph.text) and narrow >= SQUARE * wide:
            side = wide
            _set_upright(pixels, scan, cell, turned)
        elif is_han(glyph.text):
            left, top = round(cell.center_x - side / 2), round(cell.center_y - side / 2)
            _set_upright(pixels, scan, Box(left, top, left + side, top + side), turned)
    return _moved(exam, pixels, turned)


def _set_upright(pixels: Pixels, scan: Pixels, cell: Box, turned: Affine) -> None:
    """Puts the character in `cell` on `scan` into the middle of the place that `turned` gives it.

    One that is too tall for it becomes a flat one.
    """
    if not cell.area or cell.clip(scan.shape[1], scan.shape[0]) != cell:
        return
    place, ink = turned.bounds(cell), scan[cell.slices]
    if cell.height > TALL * cell.width:
        ink = np.asarray(cv2.resize(ink, (place.width, place.height), interpolation=cv2.INTER_AREA), np.uint8)
    else:
        left, top = place.left + (place.width - cell.width) // 2, place.top + (place.height - cell.height) // 2
        place = Box(left, top, left + cell.width, top + cell.height)
    _paste(pixels, ink, place)


def _set_in_corner(pixels: Pixels, scan: Pixels, cell: Box, turned: Affine, across: int) -> None:
    """Puts the mark in `cell` on `scan` so far to the right of the place that `turned` gives it."""
    place = turned.bounds(cell)
    pixels[place.grow(EDGE).slices] = 255
    left = place.left + across
    _paste(pixels, scan[cell.slices], Box(left, place.top, left + cell.width, place.top + cell.height))


def _paste(pixels: Pixels, ink: Pixels, place: Box) -> None:
    """Puts `ink` on `pixels`, unless its place reaches beyond them."""
    if place.clip(pixels.shape[1], pixels.shape[0]) == place:
        pixels[place.slices] = ink


TWISTS: dict[str, Twist] = {
    "as-printed": lambda exam: exam,
    "tilted": _tilted,
    "200-dpi": _rescaled(200),
    "400-dpi": _rescaled(400),
    "cropped": _cropped,
    "no-rules": _without_rules,
    "vertical": _vertical,
}


def _worn(exam: Exam, level: Level) -> Exam:
    pixels, by = wear(exam.scan, LEVELS[level], seed=7)
    return _moved(exam, pixels, by, exam.dpi * LEVELS[level].scale)


def _told(values: Sequence[float]) -> str:
    return " ".join(f"{figure} {value:.3f}" for figure, value in zip(FIGURES, values, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--twists", nargs="+", choices=TWISTS, default=list(TWISTS))
    parser.add_argument("--levels", nargs="+", type=Level, default=[Level.CLEAN])
    parser.add_argument("--pages", type=int, default=1000, help="at most so many, evenly spread")
    parser.add_argument("--reader", choices=("oracle", *READERS), default="oracle")
    asked = parser.parse_args()
    earnest = None if asked.reader == "oracle" else Pipeline(Settings(reader=asked.reader))
    rows: dict[tuple[str, Level], list[list[float]]] = {(t, level): [] for t in asked.twists for level in asked.levels}
    for exam in bench(asked.folder, [Level.CLEAN], asked.pages):
        for name in asked.twists:
            twisted = TWISTS[name](exam)
            for level in asked.levels:
                worn = _worn(twisted, level)
                row = examine(worn, earnest or oracle_pipeline(worn.printed, Settings()))
                rows[name, level].append([float(row[figure]) for figure in FIGURES])
                print(f"{exam.name} {level.value} {name:10s} {_told(rows[name, level][-1])}", flush=True)
    for (name, level), found in rows.items():
        if found:
            print(f"{level.value} {name:10s} n={len(found)} {_told(np.mean(found, axis=0).tolist())}")


if __name__ == "__main__":
    main()
