"""Measures the readers on the text lines of PDF pages that have a text layer: errors, calibration, time, memory.

Usage, from the repository's root::

    python -m benchmarks.recognition PAGE.pdf… --levels 0 1 2 --readers tesseract ppocr consensus [--lines 200]

Every character of the text layer has its place; characters on one baseline make a line. The page is rasterised at
300 dpi, degraded (level 0 clean, 1 good, 2 poor scan; a function ``degrade(grey, level, rng)`` of another file can be
named, and whatever it first draws from `rng` is taken for its rotation), cleaned as the program does it, and its
lines are cut by the boxes of their characters. Reversed lines and lines of one character are left out.
Differences of width, and of look-alike signs, do not count; punctuation does, spaces do not.
``--generated N`` also reads N invented pages of all levels of wear, by the true places of their lines, and
``--confusions N`` prints what was most often read for what.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from benchmarks.recognition_calibration import right_ones, scan
from benchmarks.recognition_reliability import calibration_error, reliability, review_share
from benchmarks.samples import FORMATS
from ocr.evaluation import layout_of
from ocr.geometry import Affine, Box, hull
from ocr.imaging import prepare
from ocr.model import BlockRegion, Direction, Glyph, Layout, LineRegion
from ocr.newsprint import Level, find_type, typeset
from ocr.raster import Raster, Scan, Sheet
from ocr.recognition import READERS, LineCut, LineCutter, open_reader
from ocr.recognition.alignment import fold

DPI = 300
SEED = 7
SCALES = {0: 1.0, 1: 0.9, 2: 0.7}
"""By which a degrader of another file reduces the page."""
TURN = 1.2
"""Degrees by which such a degrader turns the page at the most, either way."""

FIRST_SEED = 101
"""Of the generated pages; other benchmarks use smaller ones."""

Exam = tuple[str, str, list[LineCut], list[str]]
"""The group a page counts to, its name, its lines and what they say."""
Degrader = Callable[[NDArray[np.uint8], int, np.random.Generator], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a text layer, in pixels of the clean page."""

    text: str
    box: Box
    baseline: float
    left: float
    right: float
    size: float


@dataclass(frozen=True, slots=True)
class Score:
    """What one reader made of one page."""

    errors: int
    count: int
    chances: NDArray[np.float64]
    right: NDArray[np.bool_]
    seconds: float
    confusions: Counter[str]


def characters(page: pypdfium2.PdfPage) -> list[Character]:
    """The visible characters of the text layer."""
    layer, height, scale = page.get_textpage(), page.get_height(), DPI / 72
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    found = []
    for index in range(layer.count_chars()):
        text = chr(pdfium.FPDFText_GetUnicode(layer.raw, index))
        left, bottom, right, top = layer.get_charbox(index)
        if not text.strip() or text in "\ufffe\x00" or (right - left < 0.05 and top - bottom < 0.05):
            continue
        start, _, end, _ = layer.get_charbox(index, loose=True)
        pdfium.FPDFText_GetCharOrigin(layer.raw, index, x, y)
        pdfium.FPDFText_GetMatrix(layer.raw, index, matrix)
        size = abs(pdfium.FPDFText_GetFontSize(layer.raw, index) * matrix.d) * scale
        box = Box(
            int(left * scale), int((height - top) * scale), int(right * scale) + 1, int((height - bottom) * scale) + 1
        )
        found.append(Character(text, box, (height - y.value) * scale, start * scale, end * scale, size))
    return found


def lines_of(found: Sequence[Character]) -> list[list[Character]]:
    """Characters of one baseline and size, without a gap of over half a character, from left to right."""
    rows: list[list[Character]] = []
    for character in sorted(found, key=lambda c: c.baseline):
        for row in reversed(rows[-400:]):
            alike = abs(row[0].size - character.size) <= 0.25 * max(row[0].size, character.size)
            if alike and abs(row[0].baseline - character.baseline) <= 1.5:
                row.append(character)
                break
        else:
            rows.append([character])
    lines = []
    for row in rows:
        row.sort(key=lambda c: c.left)
        line: list[Character] = []
        for character in row:
            if line and character.left - line[-1].right > 0.55 * character.size:
                lines.append(line)
                line = []
            shadow = line and abs(character.left - line[-1].left) < 0.1 * character.size
            if not (shadow and character.text == line[-1].text):
                line.append(character)
        lines.append(line)
    return lines


def prepared(path: Path, level: int, degrade: Degrader | None) -> tuple[Sheet, list[LineRegion], list[str]]:
    """A degraded page made upright, the places of its lines there, and what they say."""
    page = pypdfium2.PdfDocument(path)[0]
    pixels = page.render(scale=DPI / 72, grayscale=True).to_numpy()
    clean = np.ascontiguousarray(pixels[..., 0] if pixels.ndim == 3 else pixels)
    if degrade is None:
        scanned, scale = scan(clean, level, np.random.default_rng(SEED))
        to_scan = Affine(a=scale, e=scale)
    else:
        scanned = degrade(clean, level, np.random.default_rng(SEED))
        turn = np.random.default_rng(SEED).uniform(-TURN, TURN) if level else 0.0
        height, width = scanned.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1)
        to_scan = Affine(*matrix.ravel().tolist()).after(Affine(a=SCALES[level], e=SCALES[level]))
    sheet = prepare(Scan(Raster(scanned, DPI * SCALES[level]), path.name, "", 0))
    upright = sheet.to_scan.inverse().after(to_scan)
    stretch = abs(upright.a * upright.e - upright.b * upright.d) ** 0.5
    regions, texts = [], []
    for line in lines_of(characters(page)):
        box = upright.bounds(hull(c.box for c in line)).clip(sheet.width, sheet.height)
        reversed_print = box.area and float((clean[hull(c.box for c in line).slices] < 128).mean()) > 0.55
        if len(line) > 1 and box.area and not reversed_print:
            regions.append(LineRegion(box, Direction.HORIZONTAL, float(np.median([c.size for c in line])) * stretch))
            texts.append("".join(c.text for c in line))
    return sheet, regions, texts


def cut(sheet: Sheet, regions: list[LineRegion]) -> list[LineCut]:
    blocks = tuple(BlockRegion((region,), region.box) for region in regions)
    cutter = LineCutter(sheet, Layout(sheet.width, sheet.height, sheet.body_size, (), (), (), blocks))
    return [cutter.cut(region) for region in regions]


def measure(name: str, images: list[LineCut], texts: list[str], threads: int | None) -> Score:
    """One reader on the lines of one page."""
    reader = open_reader(name, threads=threads)
    start = time.perf_counter()
    read = reader.read(images)
    seconds = time.perf_counter() - start
    errors = count = 0
    confusions: Counter[str] = Counter()
    chances: list[float] = []
    right: list[bool] = []
    for glyphs, text in zip(read, texts, strict=True):
        truth = [fold(c) for c in text]
        said = [fold(g.text) for g in glyphs if g.text.strip()]
        errors += Levenshtein.distance(said, truth)
        for part in Levenshtein.opcodes(said, truth):
            if part.tag != "equal":
                mistaken, meant = said[part.src_start : part.src_end], truth[part.dest_start : part.dest_end]
                confusions[f"{''.join(mistaken)}>{''.join(meant)}"] += 1
        count += len(truth)
        verdict = right_ones(glyphs, text)
        kept: list[Glyph] = [glyph for glyph in glyphs if id(glyph) in verdict]
        chances += [glyph.confidence for glyph in kept]
        right += [verdict[id(glyph)] for glyph in kept]
    return Score(errors, count, np.array(chances), np.array(right, bool), seconds, confusions)


def printed(paths: Sequence[Path], levels: Sequence[int], degrade: Degrader | None) -> Iterator[Exam]:
    """The lines of every page at every level."""
    for level in levels:
        for path in paths:
            sheet, regions, texts = prepared(path, level, degrade)
            yield f"level {level}", path.stem, cut(sheet, regions), texts


def invented(count: int) -> Iterator[Exam]:
    """The lines of `count` generated pages of all formats and levels of wear, by their true places."""
    case, levels = find_type(), list(Level)
    for number in range(count):
        level = levels[number % len(levels)]
        sample = typeset(FIRST_SEED + number, FORMATS[number % len(FORMATS)], level, case=case)
        sheet = prepare(Scan(Raster(sample.scan, sample.dpi), "generated", "", 0))
        layout = layout_of(sample.truth, sheet.to_scan.inverse().after(sample.truth.provenance.to_scan))
        cutter = LineCutter(sheet, layout)
        truths = [line.text for block in sample.truth.blocks for line in block.lines]
        regions = [line for block in layout.blocks for line in block.lines]
        kept = [(cutter.cut(region), text) for region, text in zip(regions, truths, strict=True) if len(text) > 1]
        yield "generated", f"{number + 1} {level.value}", [image for image, _ in kept], [text for _, text in kept]


def report(group: str, reader: str, parts: Sequence[Score], most: int) -> None:
    """Print what one reader made of a group of pages."""
    errors, count = sum(p.errors for p in parts), sum(p.count for p in parts)
    chances, right = np.concatenate([p.chances for p in parts]), np.concatenate([p.right for p in parts])
    print(
        f"{group} {reader:10s} CER {errors}/{count} = {errors / max(1, count):.3%}"
        f"  ECE {calibration_error(chances, right):.4f}"
        f"  to review for 1 in 10,000: {review_share(chances, right):.2%}"
        f"  {sum(p.seconds for p in parts):.1f} s"
    )
    if most:
        common = sum((p.confusions for p in parts), Counter[str]()).most_common(most)
        print("  read > meant:", ", ".join(f"{what} {times}" for what, times in common))
        print(reliability(chances, right))


def load_degrader(path: Path) -> Degrader:
    spec = importlib.util.spec_from_file_location("degrader", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.degrade  # type: ignore[no-any-return]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the readers on pages with a text layer.")
    parser.add_argument("pages", type=Path, nargs="*")
    parser.add_argument("--levels", type=int, nargs="+", default=[0, 1, 2], choices=sorted(SCALES))
    parser.add_argument("--readers", nargs="+", default=["tesseract", "ppocr", "consensus"], choices=READERS)
    parser.add_argument("--lines", type=int, default=0, help="of each page at the most, drawn at random; 0 for all")
    parser.add_argument("--degrader", type=Path, help="a Python file with a function degrade(grey, level, rng)")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--generated", type=int, default=0, help="invented pages to read as well")
    parser.add_argument("--confusions", type=int, default=0, help="how many to print for each reader")
    asked = parser.parse_args()
    degrade = load_degrader(asked.degrader) if asked.degrader else None
    cv2.setNumThreads(1)
    scores: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for group, name, images, texts in chain(printed(asked.pages, asked.levels, degrade), invented(asked.generated)):
        places = list(range(len(texts)))
        if asked.lines:
            random.Random(SEED).shuffle(places)
            places = sorted(places[: asked.lines])
        for reader in asked.readers:
            score = measure(reader, [images[i] for i in places], [texts[i] for i in places], asked.threads)
            scores[group, reader].append(score)
            rate = score.errors / max(1, score.count)
            found = f"{score.errors}/{score.count} = {rate:.3%} {score.seconds:.1f} s"
            print(f"  {name} {group} {reader:10s} {found}", flush=True)
    for (group, reader), parts in scores.items():
        report(group, reader, parts, asked.confusions)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
