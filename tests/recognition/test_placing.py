"""Where the ink of a line lies, column by column."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.recognition.placing import INK_LEVEL, Inked


def picture(*strokes: Box) -> NDArray[np.uint8]:
    pixels = np.full((40, 100), 255, np.uint8)
    for box in strokes:
        pixels[box.slices] = 0
    return pixels


TWO = picture(Box(10, 5, 20, 30), Box(40, 12, 45, 38))


@pytest.mark.parametrize(
    ("left", "right", "box"),
    [
        (0, 30, Box(10, 5, 20, 30)),
        (30, 100, Box(40, 12, 45, 38)),
        (0, 100, Box(10, 5, 45, 38)),
        (15, 42, Box(15, 5, 42, 38)),
        (-9, 300, Box(10, 5, 45, 38)),
        (22, 30, Box(22, 0, 30, 40)),
        (500, 500, Box(99, 0, 100, 40)),
    ],
)
def test_the_box_between_two_columns_holds_their_ink(left: int, right: int, box: Box) -> None:
    """Tight around the ink; the whole strip where there is none, at least one column."""
    assert Inked.of(TWO).box(left, right) == box


@pytest.mark.parametrize(("left", "right", "count"), [(0, 100, 2), (0, 30, 1), (14, 38, 1), (15, 38, 0), (41, 44, 1)])
def test_a_piece_of_ink_counts_where_its_middle_lies(left: int, right: int, count: int) -> None:
    """A neighbour that reaches in is not counted."""
    assert Inked.of(TWO).pieces(left, right) == count


def test_blank_paper_has_neither_ink_nor_pieces() -> None:
    """White, and the edge case of an image that is ink all over."""
    assert Inked.of(picture()).blank
    assert Inked.of(picture()).pieces(0, 100) == 0
    assert Inked.of(picture(Box(0, 0, 100, 40))).pieces(0, 100) == 1


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 39)), max_size=30), st.integers(0, 99), st.integers(1, 99))
def test_boxes_are_those_of_the_pixels(dots: list[tuple[int, int]], left: int, width: int) -> None:
    """The same as looking at every pixel of the strip."""
    pixels = picture(*(Box(x, y, x + 1, y + 1) for x, y in dots))
    right = min(100, left + width)
    ink = pixels[:, left:right] < INK_LEVEL
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    found = Inked.of(pixels).box(left, right)
    if not columns.size:
        assert found == Box(left, 0, right, 40)
    else:
        assert found == Box(left + int(columns[0]), int(rows[0]), left + int(columns[-1]) + 1, int(rows[-1]) + 1)
