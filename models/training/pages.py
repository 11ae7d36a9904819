"""Lines of a born-digital newspaper page, printed anew: real type with a sure text, for measuring only."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types

from .scan import Quality, scan_line
from .shards import Line
from .typeset import EM

_POINTS = (7.0, 40.0)
"""Character sizes of lines to take: less is fine print in graphics, more is display type."""
_LEAST_CHARACTERS = 6
_DENSITY = 300 / 72
"""Pixels a point at which the page is drawn before a line is brought to the em of the typeset lines."""
_MARGIN = (0.05, 0.25)
"""Of the em: paper left around the line's characters."""
_SAME_LINE = 0.3
"""Of the em: how far baselines in one line may differ."""
_DEEPEST_OVERLAP = 0.6
"""Of the em: how far a character may reach back, as after punctuation set half-width."""
_WIDEST_GAP = 1.3
"""Of the em: a wider gap is a column gutter."""


def page_lines(path: Path, quality: Quality, seed: int) -> Iterator[Line]:
    """The horizontal lines of a PDF's first page, cut out by its text layer and scanned at the given quality."""
    chance = np.random.default_rng(seed)
    document = pdfium.PdfDocument(path)
    page = document[0]
    pixels = page.render(scale=_DENSITY, grayscale=True).to_numpy()
    pixels = pixels[..., 0] if pixels.ndim == 3 else pixels
    height = page.get_height()
    for text, (left, bottom, right, top) in _text_lines(page.get_textpage()):
        em = (top - bottom) * _DENSITY
        above, beside = (float(chance.uniform(*_MARGIN)) * em for _ in range(2))
        rows = slice(max(0, int((height - top) * _DENSITY - above)), int((height - bottom) * _DENSITY + above) + 1)
        columns = slice(max(0, int(left * _DENSITY - beside)), int(right * _DENSITY + beside) + 1)
        cut = pixels[rows, columns]
        if min(cut.shape) < 2:
            continue
        scale = EM / em
        size = (max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale)))
        line = cv2.resize(cut, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
        yield Line(scan_line(line, chance, quality), text, path.stem)


def _text_lines(layer: pdfium.PdfTextPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    text, box, em = "", (0.0, 0.0, 0.0, 0.0), 0.0
    for number in range(layer.count_chars()):
        character = layer.get_text_range(number, 1)
        left, bottom, right, top = layer.get_charbox(number, loose=True)
        size = top - bottom
        near = (
            text
            and abs(bottom - box[1]) < _SAME_LINE * em
            and abs(size - em) < _SAME_LINE * em
            and -_DEEPEST_OVERLAP * em < left - box[2] < _WIDEST_GAP * em
        )
        if not character.strip() or unicodedata.category(character)[0] == "C":
            continue
        if near:
            text += character
            box = (box[0], min(box[1], bottom), max(box[2], right), max(box[3], top))
            continue
        if len(text) >= _LEAST_CHARACTERS and _POINTS[0] < em < _POINTS[1]:
            yield text, box
        text, box, em = character, (left, bottom, right, top), size
    if len(text) >= _LEAST_CHARACTERS and _POINTS[0] < em < _POINTS[1]:
        yield text, box
