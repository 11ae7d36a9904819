"""Vertical lines are cut into characters and laid side by side."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.geometry import Box
from ocr.model import Direction
from ocr.recognition.cutting import LineCut
from ocr.recognition.stacking import find_cells, lay_down

SIZE = 40


def column(*characters: tuple[int, int], height: int = 400) -> LineCut:
    """A vertical line with solid characters from row to row."""
    pixels = np.full((height, 60), 255, np.uint8)
    for top, bottom in characters:
        pixels[top:bottom, 12:48] = 0
    return LineCut(pixels, Direction.VERTICAL, SIZE, 1000, 2000)


def test_characters_parted_by_white_become_one_cell_each() -> None:
    """Four characters at an even pitch give four cells, each with its own ink."""
    rows = [(10 + 44 * i, 46 + 44 * i) for i in range(4)]
    cells = find_cells(column(*rows).pixels, SIZE)
    assert [(cell.top, cell.bottom) for cell in cells] == rows


def test_a_character_of_two_parts_is_not_torn() -> None:
    """The white between the two strokes of 二 is no cut: the pitch says that they are one character."""
    cells = find_cells(column((10, 46), (54, 60), (84, 90), (98, 134)).pixels, SIZE)
    assert [(cell.top, cell.bottom) for cell in cells] == [(10, 46), (54, 90), (98, 134)]


def test_characters_that_touch_are_cut_at_the_pitch() -> None:
    """Two characters without white between them are cut near the middle."""
    pixels = column((10, 90)).pixels
    pixels[48:52, 14:48] = 255  # the waist where they touch
    first, second = find_cells(pixels, SIZE)
    assert abs(first.bottom - 50) <= 3
    assert abs(second.top - 50) <= 3


def test_boxes_go_back_to_the_cell_they_came_from() -> None:
    """The box of a laid character is, on the page, the place of the character in the column."""
    image = column((10, 46), (54, 90), (98, 134))
    laid = lay_down(image)
    assert laid.direction is Direction.HORIZONTAL
    for cell, place in zip(laid.cells, laid.places, strict=True):
        assert laid.to_page(place) == image.to_page(cell)
    assert 2090 <= laid.to_page(Box(laid.places[0].left, 0, laid.places[1].right, 50)).bottom <= 2094


def test_characters_keep_their_order_and_do_not_touch() -> None:
    """From top to bottom becomes from left to right, with white between."""
    laid = lay_down(column((10, 46), (54, 90), (98, 134)))
    columns = (laid.pixels < 160).any(axis=0)
    assert np.flatnonzero(np.diff(columns.astype(int)) == 1).size == 3
    assert list(laid.places) == sorted(laid.places)


@pytest.mark.parametrize(
    "pixels", [np.full((1, 1), 255, np.uint8), np.zeros((1, 1), np.uint8), np.zeros((300, 5), np.uint8)]
)
def test_blank_black_and_tiny_columns_can_be_laid(pixels: np.ndarray) -> None:
    """No ink gives one cell, solid ink is cut at the pitch, and nothing fails."""
    laid = lay_down(LineCut(pixels, Direction.VERTICAL, SIZE, 0, 0))
    assert laid.pixels.size >= 1
    assert len(laid.cells) == len(laid.places) >= 1


def test_a_thin_first_character_has_its_own_cell_when_the_line_measures_too_large() -> None:
    """The size of a slanting line comes out too large; the rhythm of its characters tells where each one ends."""
    rows = [(28, 34), *((54 + 44 * i, 90 + 44 * i) for i in range(7))]
    cells = find_cells(column(*rows).pixels, 1.25 * SIZE)
    assert [(cell.top, cell.bottom) for cell in cells] == rows


def corner(pixels: np.ndarray, top: int, *, opens: bool) -> None:
    """A corner bracket as vertical setting turns it, 12 rows high: its leg at the right end below, or left above."""
    bar, leg = ((top, top + 3), (44, 48)) if opens else ((top + 9, top + 12), (12, 16))
    pixels[bar[0] : bar[1], 12:48] = 0
    pixels[top : top + 12, leg[0] : leg[1]] = 0


def test_brackets_that_vertical_setting_turned_are_turned_back() -> None:
    """The leg of an opening corner hangs down on the right in print and reaches to the right on top when laid."""
    image = column((10, 46), (90, 126), (134, 170))
    corner(image.pixels, 70, opens=True)
    corner(image.pixels, 174, opens=False)
    laid = lay_down(image)
    assert [cell.top + 4 for cell in laid.cells] == [10, 70, 90, 134, 174]
    for index, (bar, leg) in ((1, (0, -1)), (4, (-1, 0))):
        ink = laid.pixels[laid.places[index].slices] < 160
        columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
        assert rows.size == 36
        assert columns.size == 12
        assert ink[:, columns[bar]].sum() == 36
        assert ink[rows[0 if leg == -1 else -1]].sum() == 12
        assert laid.to_page(laid.places[index]) == image.to_page(laid.cells[index])


def test_a_character_of_one_stroke_is_turned_by_no_serif() -> None:
    """一 with the triangle that Song type sets on its right end stays as it lies."""
    image = column((10, 46), (98, 134))
    image.pixels[76:80, 12:48] = 0
    image.pixels[70:80, 42:48] = 0
    ink = lay_down(image).pixels < 160
    assert int(np.flatnonzero(ink.any(axis=0)).size) == 3 * 36


def print_mark(pixels: np.ndarray, top: int) -> None:
    """A mark of eight pixels in the upper right of its square."""
    pixels[top : top + 8, 38:46] = 0


def test_marks_in_the_corner_of_their_square_go_to_the_foot_of_the_row() -> None:
    """A comma stands in the upper right in columns, in the lower left in rows; its box finds its way back."""
    image = column((10, 46), (98, 134), (142, 178))
    print_mark(image.pixels, 54)
    laid = lay_down(image)
    assert len(laid.cells) == 4
    ink = laid.pixels[:, laid.places[1].left : laid.places[2].left] < 160
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert rows[0] > laid.pixels.shape[0] / 2
    assert columns[-1] < ink.shape[1] / 2
    assert laid.to_page(laid.places[1]).contains(Box(1038, 2054, 1046, 2062))


def test_a_mark_set_on_half_a_square_has_its_own_cell() -> None:
    """Between characters that stand at the pitch otherwise, four pixels of white above and below."""
    image = column(*((10 + 44 * i, 46 + 44 * i) for i in range(3)), (154, 190), (198, 234))
    print_mark(image.pixels, 140)
    cells = find_cells(image.pixels, SIZE)
    assert [cell.top for cell in cells] == [10, 54, 98, 140, 154, 198]


def test_a_worn_stroke_of_which_the_end_alone_is_black_is_no_mark() -> None:
    """一 whose stroke is grey: it is laid down whole, in the middle."""
    image = column((10, 46), (98, 134))
    image.pixels[70:74, 12:48] = 200
    print_mark(image.pixels, 68)
    laid = lay_down(image)
    assert laid.places[1].width >= 36
    assert abs(laid.places[1].center_y - laid.pixels.shape[0] / 2) <= 4


def test_characters_that_run_together_are_not_taken_by_twos() -> None:
    """Cutting through a little ink is better than a cell that is longer than a character can be."""
    image = column((10, 46 + 44 * 5))
    for waist in range(48, 48 + 44 * 5, 44):
        image.pixels[waist : waist + 4, 12:36] = 255
    cells = find_cells(image.pixels, SIZE)
    assert [round((cell.center_y - 28) / 44) for cell in cells] == list(range(6))


def test_spaced_characters_of_separate_strokes_are_not_torn() -> None:
    """三 and 二 in a short headline with half a character of white between the characters."""
    strokes = [(10, 14), (24, 28), (42, 46), (70, 106), (136, 140), (162, 168), (190, 226)]
    cells = find_cells(column(*strokes).pixels, SIZE)
    assert [(cell.top, cell.bottom) for cell in cells] == [(10, 46), (70, 106), (136, 168), (190, 226)]


def test_characters_keep_the_soft_edge_of_their_strokes() -> None:
    """A grey row above the black ones, lighter than ink, is laid down with them."""
    image = column((10, 46), (54, 90))
    image.pixels[52:54, 12:48] = 190
    assert (lay_down(image).pixels == 190).any()
