"""， hangs to the left, 、 falls to the right: the ink tells them apart where readers do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from ocr.geometry import Box
from ocr.model import Direction, Glyph
from ocr.ports import LineImage
from ocr.recognition import ConsensusReader, LineCut, LineCutter
from ocr.recognition.commas import read_comma
from ocr.recognition.replay import spread
from tests.recognition.pictures import draw, font, horizontal, layout, paper, sheet
from tests.recognition.test_consensus import JUDGE

SIZE = 40


@dataclass(frozen=True, slots=True)
class FixedReader:
    """A reader that says the same of every line."""

    name: str
    glyphs: tuple[Glyph, ...]
    fingerprint: str = "fixed"

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        return tuple(self.glyphs for _ in images)


def drawn(text: str, size: int = SIZE) -> tuple[LineCut, tuple[Box, ...]]:
    """A line and the square of each of its characters on the page."""
    canvas = paper(size * (len(text) + 2), size * 3)
    box = draw(canvas, text, size, size, size)
    page = sheet(canvas, size)
    region = horizontal(box, size)
    squares = tuple(Box(size * (i + 1), size, size * (i + 2), round(size * 2.2)) for i in range(len(text)))
    assert font(size).getlength(text) == pytest.approx(size * len(text))
    return LineCutter(page, layout(page, region)).cut(region), squares


@pytest.mark.parametrize("size", [24, 40, 90])
@pytest.mark.parametrize("mark", ["，", "、"])
def test_the_lie_of_the_ink_tells_the_commas_apart(mark: str, size: int) -> None:
    """In captions, body text and headlines."""
    image, squares = drawn(f"春{mark}秋", size)
    assert read_comma(image, squares[1]) == mark


@pytest.mark.parametrize("mark", ["，", "、"])
def test_a_blurred_comma_is_still_told(mark: str) -> None:
    """A soft scan rounds the mark but does not turn it."""
    image, squares = drawn(f"春{mark}秋")
    soft = np.asarray(cv2.GaussianBlur(image.pixels, (0, 0), 1.2), np.uint8)
    assert read_comma(LineCut(soft, image.direction, image.size, image.left, image.top), squares[1]) == mark


def test_ink_that_is_no_comma_tells_nothing() -> None:
    """Blank paper, a whole character, a place off the line."""
    image, squares = drawn("春　秋")
    assert read_comma(image, squares[0]) == ""
    assert read_comma(image, squares[1]) == ""
    assert read_comma(image, squares[0].shift(4000, 0)) == ""
    blank = LineCut(np.full((60, 400), 255, np.uint8), Direction.HORIZONTAL, 40.0, 0, 0)
    assert read_comma(blank, Box(0, 0, 40, 60)) == ""


@pytest.mark.parametrize(("first", "second"), [("、", "，"), ("，", "、")])
@pytest.mark.parametrize("mark", ["，", "、"])
def test_where_two_readers_see_different_commas_the_ink_decides(first: str, second: str, mark: str) -> None:
    """Whoever is surer; the other reading is kept for the reviewer."""
    image, squares = drawn(f"春{mark}秋")

    def said(comma: str) -> tuple[Glyph, ...]:
        return tuple(spread(c, square)[0] for c, square in zip(f"春{comma}秋", squares, strict=True))

    reader = ConsensusReader(FixedReader("weak", said(first)), FixedReader("strong", said(second)), JUDGE, threads=1)
    (glyphs,) = reader.read([image])
    assert "".join(glyph.text for glyph in glyphs) == f"春{mark}秋"
    assert glyphs[1].alternative == ("，" if mark == "、" else "、")
