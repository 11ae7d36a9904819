"""A line is cut out alone, and its boxes find the way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.geometry import Affine, Box
from ocr.model import Direction, Rule, RuleStyle
from ocr.raster import Sheet
from ocr.recognition.cutting import CutSettings, LineCut, LineCutter
from ocr.recognition.scaling import LONGEST, TALLEST, scale_to_height, scale_to_size
from tests.recognition.pictures import horizontal, layout, vertical


def blank(width: int = 400, height: int = 200) -> Sheet:
    grey = np.full((height, width), 255, np.uint8)
    return Sheet(grey, np.zeros_like(grey), (), (), 40.0, Affine())


def inked(cut: LineCut) -> Box:
    rows, columns = np.nonzero(cut.pixels < 160)
    return cut.to_page(Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1))


def test_a_cut_holds_the_whole_line_with_white_paper_around_it() -> None:
    """Every inked pixel of the line is in the cut, none touches its edge, and it maps back to where it was."""
    page = blank()
    box = Box(50, 80, 300, 120)
    page.grey[box.slices] = 0
    cut = LineCutter(page, layout(page, horizontal(box))).cut(horizontal(box))
    assert inked(cut) == box
    edge = np.concatenate([cut.pixels[0], cut.pixels[-1], cut.pixels[:, 0], cut.pixels[:, -1]])
    assert (edge == 255).all()


def test_ink_of_neighbouring_lines_and_rules_is_painted_white() -> None:
    """The next line, two pixels away, and a rule right beside leave no ghost in the cut."""
    page = blank()
    box, below, rule = Box(50, 80, 300, 120), Box(50, 122, 300, 162), Box(302, 60, 306, 180)
    for place in (box, below, rule):
        page.grey[place.slices] = 0
    where = layout(page, horizontal(box), horizontal(below), rules=(Rule(rule, RuleStyle.THIN),))
    assert inked(LineCutter(page, where).cut(horizontal(box))) == box


def test_a_stroke_that_hangs_into_the_line_from_its_neighbour_is_painted_white() -> None:
    """Where two boxes overlap by a few rows, ink that enters from the neighbour's side belongs to the neighbour."""
    page = blank()
    box, below = Box(50, 80, 300, 120), Box(50, 114, 300, 154)
    page.grey[Box(50, 80, 100, 120).slices] = 0
    page.grey[Box(200, 114, 220, 154).slices] = 0
    where = layout(page, horizontal(box), horizontal(below))
    assert inked(LineCutter(page, where).cut(horizontal(box))) == Box(50, 80, 100, 120)


def test_grey_print_becomes_black_and_faint_stains_stay_faint() -> None:
    """Ink at 180 on white is made black; ink at 40 is, and paper with nothing darker than 230 is left as it is."""
    black = CutSettings().black
    for shade, expected in ((180, black), (40, 40), (230, 230)):
        page = blank()
        box = Box(50, 80, 300, 120)
        page.grey[box.slices] = shade
        assert int(LineCutter(page, layout(page, horizontal(box))).cut(horizontal(box)).pixels.min()) == expected


def test_the_shades_of_hairlines_stay_apart_when_print_is_made_black() -> None:
    """Strokes of less than a pixel are grey in several shades; those darker than most ink do not all become one."""
    page = blank()
    box = Box(50, 80, 300, 120)
    page.grey[80:120, 50:300] = 120
    page.grey[80:120, 50:52] = 90
    page.grey[80:120, 52:54] = 100
    cut = LineCutter(page, layout(page, horizontal(box))).cut(horizontal(box))
    darkest, next_to_it, ink = (int(cut.pixels[30, 51 - cut.left + offset]) for offset in (0, 2, 20))
    assert darkest < next_to_it < ink


def test_a_small_line_grows_for_the_network_without_ringing() -> None:
    """Enlarged for the network, no stroke is darker than it was printed: it is read worse sharpened."""
    page = blank()
    box = Box(50, 80, 300, 96)
    page.grey[box.slices] = 90
    page.grey[80:96, 53:300:6] = 255
    cut = LineCutter(page, layout(page, horizontal(box, 16))).cut(horizontal(box, 16))
    assert int(scale_to_height(cut, 48).pixels.min()) >= int(cut.pixels.min())


def test_a_rule_that_lies_inside_the_line_is_a_dash_and_stays() -> None:
    """A dash that the layout took for a rule is still in the cut."""
    page = blank()
    box, dash = Box(50, 80, 300, 120), Box(100, 99, 180, 101)
    page.grey[Box(50, 80, 90, 120).slices] = 0
    page.grey[dash.slices] = 0
    where = layout(page, horizontal(box), rules=(Rule(dash, RuleStyle.THIN),))
    assert inked(LineCutter(page, where).cut(horizontal(box))).right == 180


@pytest.mark.parametrize(
    "box",
    [Box(10, 10, 10, 10), Box(10, 10, 11, 50), Box(10, 10, 300, 11), Box(0, 0, 400, 200), Box(900, 900, 950, 940)],
    ids=["empty", "one column", "one row", "whole page", "off the page"],
)
@pytest.mark.parametrize("shade", [0, 255], ids=["black", "white"])
@pytest.mark.parametrize("direction", list(Direction))
def test_odd_boxes_give_an_image_that_can_be_scaled(box: Box, shade: int, direction: Direction) -> None:
    """Whatever the layout asks for, there is an image of at least one pixel, and no scale is out of bounds."""
    page = blank()
    page.grey[:] = shade
    region = horizontal(box, 0.5) if direction is Direction.HORIZONTAL else vertical(box, 0.5)
    cut = LineCutter(page, layout(page, region)).cut(region)
    for line in (scale_to_size(cut, 32, 0.03), scale_to_height(cut, 48, 0.7)):
        assert 1 <= line.pixels.shape[0] <= TALLEST
        assert 1 <= line.pixels.shape[1] <= LONGEST


@given(left=st.integers(0, 200), width=st.integers(8, 150), size=st.floats(8, 60))
def test_boxes_of_a_scaled_line_come_back_within_a_pixel(left: int, width: int, size: float) -> None:
    """A box marked in the scaled image lies on the page where its ink was cut, up to rounding."""
    page = blank()
    box = Box(left, 60, left + width, 100)
    line = scale_to_size(LineCutter(page, layout(page, horizontal(box, size))).cut(horizontal(box, size)), 32)
    whole = line.to_page(Box(0, 0, line.pixels.shape[1], line.pixels.shape[0]))
    assert abs(whole.center_x - box.center_x) <= 1
    assert abs(whole.center_y - box.center_y) <= 1
