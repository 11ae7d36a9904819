"""Layout on sheets drawn here: bars for characters, so that no font is needed."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.geometry import Affine, Box
from ocr.layout import GeometricSegmenter
from ocr.layout.sizes import measure_lines
from ocr.model import Direction, Layout, RuleStyle
from ocr.raster import Sheet

EM = 20
LEADING = 28


class Paper:
    """A white sheet on which characters are crosses in a square of one em."""

    def __init__(self, width: int = 900, height: int = 900) -> None:
        self.ink = np.zeros((height, width), np.uint8)

    def char(self, x: int, y: int, em: int = EM) -> None:
        side, stroke = round(em * 0.9), max(2, em // 8)
        for k in (0.0, 0.45, 0.9):
            at = round(k * (side - stroke))
            self.ink[y + at : y + at + stroke, x : x + side] = 1
        middle = x + side // 2
        self.ink[y : y + side, middle : middle + stroke] = 1

    def row(self, x: int, y: int, count: int, em: int = EM) -> None:
        for k in range(count):
            self.char(x + k * em, y, em)

    def column(self, x: int, y: int, rows: int, count: int = 12) -> None:
        for k in range(rows):
            self.row(x, y + k * LEADING, count)

    def rule(self, box: Box) -> None:
        self.ink[box.slices] = 1

    def layout(self, body: float = EM, panels: tuple[Box, ...] = (), grounds: tuple[Box, ...] = ()) -> Layout:
        grey = np.where(self.ink > 0, 0, 255).astype(np.uint8)
        return GeometricSegmenter().segment(Sheet(grey, self.ink, panels, grounds, body, Affine()))


def test_a_blank_page_has_no_blocks() -> None:
    """A sheet without text gives an empty layout of the page's size."""
    layout = Paper(300, 200).layout(body=0)
    assert (layout.width, layout.height, layout.blocks) == (300, 200, ())


def test_two_columns_stay_apart() -> None:
    """Rows that face each other over a gutter of two characters are lines of two blocks."""
    paper = Paper()
    paper.column(40, 100, 8)
    paper.column(40 + 14 * EM, 100, 8)
    layout = paper.layout()
    assert sorted((len(b.lines), b.box.left // EM) for b in layout.blocks) == [(8, 2), (8, 16)]


def test_a_gap_inside_a_line_does_not_split_it() -> None:
    """The blank of two full-width signs in one row is no gutter."""
    paper = Paper()
    paper.column(40, 100, 3)
    paper.row(40, 100 + 3 * LEADING, 5)
    paper.row(40 + 6 * EM + 6, 100 + 3 * LEADING, 5)
    paper.column(40, 100 + 4 * LEADING, 3)
    lines = [line for block in paper.layout().blocks for line in block.lines]
    assert len(lines) == 7


def test_a_headline_that_begins_with_two_bars_keeps_them() -> None:
    """The strokes of 二 in display type are low and wide, and yet they are a character of the headline."""
    paper = Paper()
    em = 70
    paper.rule(Box(52, 62, 92, 70))
    paper.rule(Box(40, 104, 104, 112))
    paper.rule(Box(112, 100, 128, 114))
    paper.row(100 + em, 56, 5, em)
    paper.column(40, 180, 8)
    paper.column(40 + 14 * EM, 180, 8)
    lines = [line.box for block in paper.layout().blocks for line in block.lines]
    assert max(lines, key=lambda box: box.height).left == 40


def test_a_stroke_after_a_stop_stays_in_its_line() -> None:
    """A single low stroke, the blank of a full stop away from the text before it, belongs to the row."""
    paper = Paper()
    row = 100 + 3 * LEADING
    paper.column(40, 100, 3)
    paper.row(40, row, 5)
    paper.rule(Box(40 + 6 * EM - 4, row + 8, 40 + 7 * EM - 2, row + 11))
    paper.row(40 + 7 * EM, row, 5)
    paper.column(40, 100 + 4 * LEADING, 3)
    lines = [line for block in paper.layout().blocks for line in block.lines]
    assert len(lines) == 7


def test_a_vertical_headline_is_one_vertical_line() -> None:
    """Display characters one under the other, beside text, make one vertical line."""
    paper = Paper()
    paper.column(40, 100, 14)
    for k in range(6):
        paper.char(360, 100 + k * 62, 54)
    standing = [line for b in paper.layout().blocks for line in b.lines if line.direction is Direction.VERTICAL]
    assert len(standing) == 1
    assert standing[0].box.height > 6 * 50


def test_the_strokes_of_a_name_in_great_type_are_no_vertical_lines() -> None:
    """川 in a newspaper's name is three tall strokes; a character as high stands beside them, and all is one row."""
    paper = Paper()
    paper.char(100, 60, 150)
    for left, top, bottom in ((260, 80, 180), (300, 84, 176), (345, 60, 195)):
        paper.ink[top:bottom, left : left + 16] = 1
    paper.char(390, 60, 150)
    paper.column(100, 300, 8)
    (name,) = [line for b in paper.layout().blocks for line in b.lines if line.box.top < 100]
    assert (name.direction, name.box.left, name.box.right > 500) == (Direction.HORIZONTAL, 100, True)


def test_the_last_stroke_of_a_name_is_no_rule() -> None:
    """As long and straight as a rule between columns, it stands in a row of characters of its height."""
    paper = Paper()
    for left in (100, 370, 490):
        paper.char(left, 60, 110)
    paper.rule(Box(310, 60, 318, 158))
    paper.column(100, 300, 8)
    assert paper.layout().rules == ()
    alone = Paper()
    alone.column(60, 60, 4)
    alone.rule(Box(310, 60, 318, 158))
    alone.column(340, 60, 4)
    assert len(alone.layout().rules) == 1


def test_a_kicker_close_beside_a_vertical_headline_keeps_its_characters() -> None:
    """Right beside a headline's great characters, those of a vertical kicker a third as high are no parts of them."""
    paper = Paper()
    for k in range(5):
        paper.char(400, 100 + k * 100, 84)
    for k in range(8):
        paper.char(484, 100 + k * 36, 28)
    paper.column(60, 100, 16)
    standing = [line for b in paper.layout().blocks for line in b.lines if line.direction is Direction.VERTICAL]
    assert sorted(line.box.left for line in standing) == [400, 484]


def test_dust_far_off_makes_no_headline_longer() -> None:
    """A speck a stop's distance from a headline is too small for a stop of its type."""
    paper = Paper()
    paper.row(200, 60, 4, 90)
    paper.ink[100:104, 146:150] = paper.ink[100:104, 610:614] = 1
    paper.column(200, 200, 8)
    headline = max((line for b in paper.layout().blocks for line in b.lines), key=lambda line: line.size)
    assert (headline.box.left, headline.box.right < 600) == (200, True)


def test_a_rule_that_begins_under_the_top_of_two_headlines_parts_them() -> None:
    """The rule between two columns starts a little lower than their headlines: these are two all the same."""
    paper = Paper()
    for x in (100, 340):
        for k in range(3):
            paper.char(x + 75 * k, 60, 60)
    paper.column(100, 160, 12, 10)
    paper.rule(Box(321, 66, 324, 480))
    headlines = [line for b in paper.layout().blocks for line in b.lines if line.size > 2 * EM]
    assert sorted((line.box.left, line.box.right) for line in headlines) == [(100, 304), (340, 544)]


def test_a_character_in_three_parts_stays_in_its_vertical_headline() -> None:
    """Bars one above the other, each too low for display type, are one character between those over and under it."""
    paper = Paper()
    paper.column(40, 100, 14)
    for k in (0, 1, 3, 4):
        paper.char(360, 100 + k * 70, 60)
    for top, bottom in ((241, 251), (253, 283), (285, 294)):
        paper.ink[top:bottom, 362:412] = 1
    standing = [line for b in paper.layout().blocks for line in b.lines if line.direction is Direction.VERTICAL]
    assert [(line.box.top, line.box.bottom > 420) for line in standing] == [(100, True)]


def test_rules_and_frames_are_found_and_are_no_text() -> None:
    """Four rules around text are a frame, and none of their ink is in a line."""
    paper = Paper()
    paper.column(100, 140, 6)
    for box in (Box(70, 110, 420, 113), Box(70, 340, 420, 343), Box(70, 110, 73, 343), Box(417, 110, 420, 343)):
        paper.rule(box)
    layout = paper.layout()
    assert len(layout.frames) == 1
    assert layout.frames[0].box.contains(layout.blocks[0].box)
    assert sum(len(block.lines) for block in layout.blocks) == 6


def test_the_sides_of_a_low_frame_are_no_dashes_of_the_text_under_it() -> None:
    """A side as short as a lead of two lines runs from rule to rule, right above and under it the column's text."""
    paper = Paper()
    paper.row(70, 66, 18)
    for box in (Box(70, 110, 420, 113), Box(70, 197, 420, 200), Box(70, 110, 73, 200), Box(417, 110, 420, 200)):
        paper.rule(box)
    paper.column(90, 130, 2)
    paper.column(70, 214, 6, 18)
    assert len(paper.layout().frames) == 1


def test_a_frame_whose_sides_a_stamp_broke_is_still_one() -> None:
    """A side goes on after a gap, and a top or bottom no wider than the frame closes it from a little way off."""
    paper = Paper()
    paper.column(80, 120, 12)
    box = Box(50, 60, 400, 800)
    for side in (
        Box(box.left, box.top, box.right, box.top + 3),
        Box(box.left, box.bottom - 3, box.right, box.bottom),
        Box(box.left, box.top + 45, box.left + 3, box.bottom),
        Box(box.right - 3, box.top + 50, box.right, box.top + 350),
        Box(box.right - 3, box.top + 390, box.right, box.bottom),
    ):
        paper.rule(side)
    (frame,) = paper.layout().frames
    assert frame.box.grow(4).contains(box)


def test_a_frame_whose_side_is_two_strokes_beside_each_other_is_one() -> None:
    """A scan that curls draws a side in parts that overlap in height."""
    paper = Paper()
    paper.column(80, 120, 12)
    box = Box(50, 60, 400, 800)
    paper.rule(Box(box.left, box.top, box.right, box.top + 3))
    paper.rule(Box(box.left, box.bottom - 3, box.right, box.bottom))
    paper.rule(Box(box.left, box.top, box.left + 3, box.bottom))
    paper.rule(Box(box.right - 3, box.top, box.right, 500))
    paper.rule(Box(box.right - 9, 440, box.right - 6, box.bottom))
    (frame,) = paper.layout().frames
    assert frame.box.differs(box) <= 6


def test_frames_one_above_the_other_are_two() -> None:
    """Their sides lie in one line with a small gap between, but the corners tell."""
    paper = Paper()
    paper.column(80, 120, 6)
    paper.column(80, 480, 6)
    boxes = Box(50, 60, 400, 380), Box(50, 425, 400, 760)
    for box in boxes:
        paper.rule(Box(box.left, box.top, box.right, box.top + 3))
        paper.rule(Box(box.left, box.bottom - 3, box.right, box.bottom))
        paper.rule(Box(box.left, box.top, box.left + 3, box.bottom))
        paper.rule(Box(box.right - 3, box.top, box.right, box.bottom))
    frames = paper.layout().frames
    assert len(frames) == len(boxes)
    assert all(frame.box.differs(box) <= 6 for frame, box in zip(frames, boxes, strict=True))


def test_the_edge_of_a_tint_parts_like_a_frame() -> None:
    """Rows within and without a tinted box that nearly touch stay apart, and the box is a frame."""
    paper = Paper()
    paper.column(40, 100, 8)
    paper.column(40 + 12 * EM + 14, 100, 8)
    box = Box(40 + 12 * EM + 7, 90, 40 + 24 * EM + 20, 330)
    layout = paper.layout(grounds=(box,))
    assert [frame.box for frame in layout.frames] == [box]
    assert sorted((len(b.lines), b.box.left) for b in layout.blocks) == [(8, 40), (8, 40 + 12 * EM + 14)]


@pytest.mark.parametrize("upright", [False, True])
def test_a_bar_in_a_spaced_headline_is_no_line_of_its_own(upright: bool) -> None:
    """On a page of columns the 一 of a headline lies across; lying down it stands, white on both sides."""
    paper = Paper()
    for left in (40, 158, 276, 394, 642, 760):
        paper.char(left, 60, 100)
    paper.ink[61:149, 556:570] = 1
    paper.column(40, 200, 20)
    paper.column(40 + 20 * EM, 200, 20)
    if upright:
        paper.ink = np.ascontiguousarray(np.rot90(paper.ink, -1))
    boxes = [line.box for b in paper.layout().blocks for line in b.lines]
    assert [box for box in boxes if (box.left > 740 if upright else box.top < 160)] == [
        Box(750, 40, 840, 850) if upright else Box(40, 60, 850, 150)
    ]


@pytest.mark.parametrize(
    "box",
    [
        Box(30, 90, 30 + 12 * EM, 190),
        Box(30, 126, 310, 188),
        Box(30, 120, 310, 236),
        Box(0, 60, 900, 500),
    ],
    ids=["cuts rows", "too low", "too low for a piece of text", "the sheet's edge"],
)
def test_a_dark_place_that_type_runs_over_is_no_frame(box: Box) -> None:
    """Stains, bars under a line or two and the scanner's shadows enclose nothing."""
    paper = Paper()
    paper.column(40, 100, 8)
    assert paper.layout(grounds=(box,)).frames == ()


def test_a_headline_keeps_its_one_stroke_character() -> None:
    """一 in a headline is part of the line, neither a rule nor a line of its own."""
    paper = Paper()
    paper.row(100, 60, 3, 70)
    paper.ink[92:100, 100 + 3 * 70 + 3 : 100 + 4 * 70 - 6] = 1
    paper.row(100 + 4 * 70, 60, 3, 70)
    paper.column(100, 200, 6)
    layout = paper.layout()
    display = [line for b in layout.blocks for line in b.lines if line.size > 2 * EM]
    assert len(display) == 1
    assert display[0].box.width > 6 * 66
    assert layout.rules == ()


@pytest.mark.parametrize("scale", [1, 2])
def test_boxes_are_in_the_frame_of_the_sheet(scale: int) -> None:
    """A sheet twice as fine gives the same lines at twice the size, to a pixel or two."""
    paper = Paper()
    paper.column(40, 100, 5)
    ink = np.kron(paper.ink, np.ones((scale, scale), np.uint8))
    grey = np.where(ink > 0, 0, 255).astype(np.uint8)
    layout = GeometricSegmenter().segment(Sheet(grey, ink, (), (), EM * scale, Affine()))
    box = layout.blocks[0].lines[0].box
    wanted = Box(40, 100, 40 + 11 * EM + 18, 118)
    assert all(abs(a - scale * b) <= 2 * scale for a, b in zip(box.as_tuple(), wanted.as_tuple(), strict=True))


def test_low_figures_are_part_of_the_line_of_body_type() -> None:
    """A year is lower than characters are, and longer than a mark: it still goes on with its line after a comma."""
    paper = Paper()
    paper.column(40, 100, 3)
    y = 100 + 3 * LEADING
    paper.row(40, y, 6)
    paper.ink[y + 4 : y + 15, 40 + 6 * EM + 12 : 40 + 9 * EM] = 1
    paper.column(40, y + LEADING, 3)
    lines = [line for block in paper.layout().blocks for line in block.lines]
    assert len(lines) == 7


def test_left_halves_of_characters_are_no_dotted_rule() -> None:
    """Narrow halves that stand under each other, line after line, with their right halves beside them, are type."""
    paper = Paper()
    for line in range(10):
        for k in range(8):
            x, y = 60 + k * EM, 100 + line * LEADING
            paper.ink[y : y + 18, x : x + 2] = 1
            paper.ink[y : y + 18, x + 6 : x + 8] = 1
            paper.ink[y : y + 2, x : x + 8] = 1
            paper.ink[y : y + 18, x + 11 : x + 18 : 6] = 1
            paper.ink[y + 8 : y + 10, x + 11 : x + 18] = 1
    layout = paper.layout()
    assert layout.rules == ()
    assert sum(len(block.lines) for block in layout.blocks) == 10


def test_a_dotted_rule_is_found_between_two_pieces() -> None:
    """Dots that go on and on with paper on both sides are a rule."""
    paper = Paper()
    paper.column(40, 100, 4)
    for x in range(40, 300, 8):
        paper.ink[230:233, x : x + 3] = 1
    paper.column(40, 260, 4)
    assert [rule.style for rule in paper.layout().rules] == [RuleStyle.DOTTED]


def test_a_pale_backdrop_of_a_headline_is_no_type() -> None:
    """Large pale forms that a headline is printed over are in no line; the headline is."""
    paper = Paper()
    paper.row(100, 80, 6, 60)
    paper.column(100, 200, 6)
    grey = np.where(paper.ink > 0, 30, 255).astype(np.uint8)
    for x in (110, 330, 600):
        paper.ink[30:72, x : x + 120] = 1
        grey[30:72, x : x + 120] = 200
    layout = GeometricSegmenter().segment(Sheet(grey, paper.ink, (), (), EM, Affine()))
    assert min(block.box.top for block in layout.blocks) == 80
    assert [line.box.width > 5 * 60 for b in layout.blocks for line in b.lines if line.size > 2 * EM] == [True]


def test_print_that_shows_through_is_in_no_line() -> None:
    """The pale strokes of the other side's headline beside a headline do not make it longer, and are no text alone."""
    paper = Paper()
    paper.row(100, 80, 4, 60)
    paper.column(100, 200, 6)
    grey = np.where(paper.ink > 0, 30, 255).astype(np.uint8)
    for at in ((400, 80), (460, 84), (520, 700)):
        ghost = Paper()
        ghost.char(*at, 50)
        paper.ink |= ghost.ink
        grey[ghost.ink > 0] = 205
    layout = GeometricSegmenter().segment(Sheet(grey, paper.ink, (), (), EM, Affine()))
    assert max(block.box.right for block in layout.blocks) < 350
    assert max(block.box.bottom for block in layout.blocks) < 400


def test_an_emblem_before_a_title_is_no_character_of_it() -> None:
    """A round mark at the left of a column's title, half as high again, makes no line and lends the title no size."""
    paper = Paper()
    ys, xs = np.mgrid[:90, :90]
    paper.ink[80:170, 100:190][abs(np.hypot(ys - 44.5, xs - 44.5) - 41) < 4] = 1
    paper.row(210, 98, 4, 60)
    paper.column(100, 200, 6)
    lines = [line for block in paper.layout().blocks for line in block.lines if line.box.top < 180]
    assert [line.box.left for line in lines] == [210]
    assert lines[0].size < 66


def test_a_round_character_at_the_end_of_a_headline_is_no_emblem_of_the_title_beside_it() -> None:
    """An emblem has no type as high as it right before it."""
    paper = Paper()
    paper.row(100, 90, 4, 80)
    ys, xs = np.mgrid[:72, :72]
    paper.ink[90:162, 420:492][abs(np.hypot(ys - 35.5, xs - 35.5) - 32) < 4] = 1
    paper.row(512, 108, 4, 40)
    paper.column(100, 200, 6)
    assert max(line.box.right for block in paper.layout().blocks for line in block.lines if line.size > 60) == 492


def test_a_pale_drawing_is_not_taken_for_show_through() -> None:
    """A chart's pale line, longer than any character, is kept: drawings tell an infographic."""
    paper = Paper()
    paper.column(100, 200, 6)
    grey = np.where(paper.ink > 0, 30, 255).astype(np.uint8)
    for x in range(500, 570):
        y = 400 + abs((x - 500) % 12 - 6)
        paper.ink[y : y + 3, x] = 1
        grey[y : y + 3, x] = 200
    layout = GeometricSegmenter().segment(Sheet(grey, paper.ink, (), (), EM, Affine()))
    assert any(block.box.left >= 495 for block in layout.blocks)


def test_a_faint_stop_behind_the_last_character_is_in_its_line() -> None:
    """A ring printed too lightly to be ink, where a stop stands, is inside the line; dust above is not."""
    paper = Paper()
    paper.column(40, 100, 4)
    paper.row(40, 100 + 4 * LEADING, 5)
    grey = np.where(paper.ink > 0, 0, 255).astype(np.uint8)
    top = 100 + 4 * LEADING
    grey[top + 11 : top + 17, 144:151] = 215
    grey[104:110, 290:296] = 215
    layout = GeometricSegmenter().segment(Sheet(grey, paper.ink, (), (), EM, Affine()))
    rights = [line.box.right for block in layout.blocks for line in block.lines]
    assert rights == [278, 278, 278, 278, 151]


def test_a_lone_character_of_larger_type_stays_whole() -> None:
    """The last character of a headline, alone on its line and thin in its middle, is no two lines of body type."""
    paper = Paper()
    paper.row(100, 60, 10, 32)
    for y in (104, 121):
        paper.ink[y : y + 3, 250:279] = 1
        paper.ink[y + 9 : y + 12, 250:279] = 1
        paper.ink[y : y + 12, 250:253] = 1
    paper.ink[104:133, 263:265] = 1
    paper.column(100, 180, 6)
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert Box(250, 104, 279, 133) in boxes


def test_short_columns_with_a_narrow_gutter_stay_apart() -> None:
    """A row that runs over a gutter of less than a character is parted as the rows under it are."""
    paper = Paper()
    left, right = 40, 40 + 12 * EM + 14
    for k in range(4):
        paper.row(left, 300 + k * LEADING, 12 if k == 0 else 11)
        paper.row(right, 300 + k * LEADING, 12)
    paper.column(right, 300 - 8 * LEADING, 7)
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert len([box for box in boxes if box.top >= 295]) == 8


def test_two_headlines_on_one_level_are_told_by_a_second_line() -> None:
    """A short line centred under one half of a row of display type shows that the halves are two headlines."""
    paper = Paper()
    em = 56
    paper.row(40, 60, 6, em)
    paper.row(40 + 6 * em + 18, 60, 6, em)
    paper.row(40 + 2 * em, 60 + 70, 2, em)
    paper.column(40, 230, 8, 16)
    paper.column(40 + 18 * EM, 230, 8, 16)
    large = [line.box for block in paper.layout().blocks for line in block.lines if line.box.height > 1.3 * EM]
    assert len(large) == 3


def test_body_type_beside_a_great_drawing_stays_in_its_column() -> None:
    """Ink as high as a dozen rows does not swallow the rows that stand beside it."""
    paper = Paper()
    paper.column(40, 100, 12, 9)
    paper.column(40 + 11 * EM, 100, 12, 9)
    paper.ink[100:320, 470:490] = 1
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert len([box for box in boxes if box.height < 1.2 * EM and box.right < 470]) == 24


def test_a_character_of_two_low_halves_stays_in_its_headline() -> None:
    """一, and the roof and the foot of 会, are low and as wide as a character, and yet they end the headline."""
    paper = Paper()
    em = 56
    paper.row(40, 60, 6, em)
    left = 40 + 6 * em
    paper.ink[82:88, left + 2 : left + 50] = 1
    left += em
    paper.ink[60:82, left : left + 50] = 1
    paper.ink[86:110, left : left + 50] = 1
    paper.column(40, 180, 8)
    paper.column(40 + 14 * EM, 180, 8)
    large = [line.box for block in paper.layout().blocks for line in block.lines if line.box.height > 1.3 * EM]
    assert [box.right for box in large] == [left + 50]


def test_columns_of_two_articles_with_a_hair_of_white_stay_apart() -> None:
    """White of less than half a character that runs down all the rows between two articles is a gutter."""
    paper = Paper()
    left, right = 40, 40 + 12 * EM + 8
    paper.column(left, 300, 6)
    paper.column(right, 300, 6)
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert len(boxes) == 12
    assert all(box.right <= right or box.left >= right - 2 for box in boxes)


def test_commas_under_each_other_are_no_gutter() -> None:
    """The white after commas that happen to stand under each other parts no column."""
    paper = Paper()
    for k in range(4):
        paper.row(40, 300 + k * LEADING, 8)
        y = 300 + k * LEADING
        paper.ink[y + 13 : y + 18, 40 + 8 * EM : 40 + 8 * EM + 4] = 1
        paper.row(40 + 9 * EM, y, 8)
    assert len([line for block in paper.layout().blocks for line in block.lines]) == 4


def test_commas_beside_each_other_part_no_vertical_columns() -> None:
    """On a vertical page they stand in the upper right corner of their square, the white under it."""
    paper = Paper()
    for group, comma in ((40, 6), (240, 10), (440, 15)):
        for k in range(3):
            x = group + k * LEADING
            for place in range(24):
                if place != comma:
                    paper.char(x, 100 + place * EM)
            paper.ink[102 + comma * EM : 107 + comma * EM, x + 13 : x + 18] = 1
    lines = [line for block in paper.layout().blocks for line in block.lines]
    assert len(lines) == 9
    assert all(line.direction is Direction.VERTICAL for line in lines)


def test_figures_and_a_decimal_point_stay_in_their_vertical_line() -> None:
    """Figures are narrow, and the point has a square of its own, white for the most part."""
    paper = Paper()
    paper.column(40, 100, 20)
    em, x = 36, 400
    for place in (0, 1, 5, 6):
        paper.char(x, 100 + place * (em + 10), em)
    for place in (2, 4):
        top = 102 + place * (em + 10)
        for bar in (
            Box(x + 9, top, x + 24, top + 4),
            Box(x + 9, top + 26, x + 24, top + 30),
            Box(x + 14, top, x + 19, top + 30),
        ):
            paper.rule(bar)
    paper.rule(Box(x + 13, 114 + 3 * (em + 10), x + 19, 120 + 3 * (em + 10)))
    standing = [line for b in paper.layout().blocks for line in b.lines if line.direction is Direction.VERTICAL]
    assert [line.box.height > 6 * (em + 10) for line in standing] == [True]


def test_a_tables_column_of_single_characters_is_no_vertical_line() -> None:
    """They stand one under the other alone in their column, but in step with the cells beside them."""
    paper = Paper()
    for k in range(6):
        y = 100 + k * 32
        paper.row(40, y, 3)
        paper.char(200, y)
        paper.row(320, y, 4)
    lines = [line for block in paper.layout().blocks for line in block.lines]
    assert len(lines) == 18
    assert all(line.direction is Direction.HORIZONTAL for line in lines)


def test_a_caption_close_beside_text_is_no_part_of_its_row() -> None:
    """The white between them is narrow, and the caption short, but the picture's side runs along the same white."""
    paper = Paper()
    paper.rule(Box(40, 300, 280, 303))
    paper.rule(Box(277, 100, 280, 303))
    paper.row(40, 312, 12)
    paper.row(40, 312 + LEADING, 4)
    paper.column(288, 116, 12)
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert len(boxes) == 14
    assert all(box.right <= 284 or box.left >= 284 for box in boxes)


def test_a_gutter_that_goes_on_under_a_picture_parts_the_row_over_it() -> None:
    """One row of two columns over a photograph, under which the same two columns go on."""
    paper = Paper()
    paper.row(40, 60, 26, 30)
    row, left, right = 130, 40, 40 + 13 * EM
    for y in (row, *range(420, 420 + 6 * LEADING, LEADING)):
        paper.row(left, y, 12)
        paper.row(right, y, 12)
    rng = np.random.default_rng(3)
    paper.ink[170:390, 60:500] = rng.random((220, 440)) < 0.75
    layout = paper.layout()
    assert layout.pictures
    assert [line.box.left for b in layout.blocks for line in b.lines if abs(line.box.top - row) < 9] == [left, right]


def test_two_rows_of_three_columns_are_six_lines() -> None:
    """Columns of two rows only are told apart by the white that both rows leave."""
    paper = Paper(1100)
    for k in range(3):
        paper.column(40 + k * 13 * EM + k * 4, 300, 2)
    assert len([line for block in paper.layout().blocks for line in block.lines]) == 6


def display_over_columns(paper: Paper) -> None:
    """Two columns under display type, with a gutter so wide that a headline may end over it."""
    paper.column(40, 220, 8, 16)
    paper.column(40 + 18 * EM, 220, 8, 16)


def large_lines(paper: Paper) -> list[Box]:
    return [line.box for block in paper.layout().blocks for line in block.lines if line.box.height > 1.5 * EM]


def test_a_dash_is_part_of_its_headline() -> None:
    """A dash two characters long in the middle of display type is low, and yet no end of it."""
    paper = Paper(1200)
    em = 70
    paper.row(40, 60, 4, em)
    paper.rule(Box(40 + 4 * em + 8, 60 + 28, 40 + 6 * em - 8, 60 + 36))
    paper.row(40 + 6 * em, 60, 4, em)
    assert len(large_lines(paper)) == 1


def test_a_dash_of_three_characters_is_no_rule() -> None:
    """As long as a short rule, but from character to character at the middle of a headline: it is the headline's."""
    paper = Paper(1200)
    em = 70
    paper.row(40, 60, 4, em)
    paper.rule(Box(40 + 4 * em + 4, 60 + 28, 40 + 7 * em - 4, 60 + 36))
    paper.row(40 + 7 * em, 60, 4, em)
    assert paper.layout().rules == ()
    assert len(large_lines(paper)) == 1


def test_six_points_are_part_of_their_headline() -> None:
    """An ellipsis is two characters of points, each lower than any type, and does not end the headline."""
    paper = Paper(1400)
    em = 74
    paper.row(40, 60, 6, em)
    for point in range(6):
        left = 40 + 6 * em + 8 + 25 * point + (point > 1)
        paper.rule(Box(left, 60 + 26, left + 13, 60 + 39))
    paper.row(40 + 8 * em + 56, 60, 5, em)
    assert len(large_lines(paper)) == 1


def test_body_type_beside_a_headline_is_no_dash() -> None:
    """A row of body type beside the middle of a headline stays a row of its own."""
    paper = Paper(1200)
    paper.row(40, 60, 5, 80)
    paper.column(40 + 5 * 80 + 24, 60, 3)
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert len(boxes) == 4


def test_the_white_after_a_comma_does_not_end_a_headline() -> None:
    """Nearly a character of white after a comma, over a gutter, lies inside the headline."""
    paper = Paper()
    em = 60
    paper.row(40, 60, 5, em)
    comma = 40 + 5 * em
    paper.ink[60 + 38 : 60 + 56, comma + 4 : comma + 14] = 1
    paper.row(comma + 70, 60, 6, em)
    display_over_columns(paper)
    assert len(large_lines(paper)) == 1


def test_the_white_before_a_bracket_does_not_end_a_headline() -> None:
    """Half a character of white before an opening bracket, over a gutter, lies inside the headline."""
    paper = Paper()
    em = 60
    paper.row(40, 60, 5, em)
    bracket = 40 + 5 * em + 30
    for y in range(54):
        x = bracket + round(14 * ((y - 27) / 27) ** 2)
        paper.ink[60 + y, x : x + 6] = 1
    paper.row(bracket + 24, 60, 5, em)
    display_over_columns(paper)
    assert len(large_lines(paper)) == 1


def test_a_headline_of_characters_in_two_parts_is_one_row() -> None:
    """Characters that all fall apart in an upper and a lower part are one row of display type."""
    paper = Paper()
    em = 90
    for k in range(2):
        left = 40 + k * em
        paper.ink[60:100, left : left + 8] = 1
        paper.ink[60:100, left + 70 : left + 78] = 1
        paper.ink[92:100, left : left + 78] = 1
        paper.ink[104:112, left : left + 78] = 1
        paper.ink[104:144, left + 35 : left + 43] = 1
    paper.column(40, 220, 8)
    assert [box.height > 70 for box in large_lines(paper)] == [True]


def test_two_characters_over_two_that_touch_are_no_one_character() -> None:
    """Where the lower two touch they are as wide as both: characters that stand in two rows all the same."""
    paper = Paper()
    em = 60
    paper.row(40, 60, 6, em)
    for k in range(2):
        paper.char(40 + 2 * em + 54 * k, 60 + 64, em)
    paper.row(40 + 4 * em, 60 + 64, 2, em)
    paper.column(40, 260, 8)
    assert [(box.left, box.height < 60) for box in large_lines(paper)] == [(40, True), (40 + 2 * em, True)]


def test_headlines_of_two_sizes_side_by_side_are_two() -> None:
    """Well apart, and one a quarter larger than the other, though nothing but white parts them."""
    paper = Paper(1200)
    paper.row(40, 60, 3, 60)
    paper.row(330, 60, 4, 80)
    assert [box.left for box in large_lines(paper)] == [40, 330]


def test_three_headlines_on_one_level_are_told_by_their_kickers() -> None:
    """A kicker at the middle of each part shows that a row of display type is three headlines."""
    paper = Paper(1500)
    em = 60
    for k in range(3):
        left = 40 + k * (7 * em + 26)
        paper.row(left, 100, 7, em)
        paper.row(left + 3 * em - 20, 54, 3, 30)
    paper.column(40, 220, 8, 17)
    assert len([box for box in large_lines(paper) if box.height > 35]) == 3


def test_rows_of_two_columns_that_stand_a_little_lower_are_parted() -> None:
    """A row and the one beside it half a row lower, taken for one by their overlap, are two."""
    paper = Paper()
    left, right = 40, 40 + 13 * EM
    paper.column(left, 300, 3)
    paper.column(right, 309, 3)
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert len(boxes) == 6


def test_a_kicker_of_two_halves_over_a_gutter_is_one_line() -> None:
    """The blank in the middle of a kicker stays in it, though the gutter of the columns under it runs just there."""
    paper = Paper()
    em = 30
    paper.row(180, 262, 5, em)
    paper.row(180 + 5 * em + 18, 262, 5, em)
    paper.column(180 + 5 * em - 12 * EM, 300, 2)
    paper.column(180 + 5 * em + 18, 300, 2)
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert len([box for box in boxes if box.top < 290]) == 1


def test_a_photograph_of_coarse_dots_is_a_picture() -> None:
    """Dots of a coarse screen that touch, with white between them, are a picture and not type."""
    paper = Paper()
    ys, xs = np.mgrid[300:460, 60:380]
    paper.ink[300:460, 60:380] = ((xs % 6 < 4) & (ys % 6 < 4)) | (xs % 6 == 0) | (ys % 6 == 0)
    paper.column(40, 500, 6)
    layout = paper.layout()
    assert len(layout.pictures) == 1
    assert sum(len(block.lines) for block in layout.blocks) == 6


def test_a_vertical_headline_takes_no_body_type_over_it() -> None:
    """Short pieces of spaced rows over a vertical headline stay in their rows."""
    paper = Paper()
    em = 60
    for k in range(5):
        paper.char(300, 300 + k * (em + 8), em)
    for k in range(4):
        y = 300 - (4 - k) * LEADING - 30
        for x in (180, 240, 300, 360):
            paper.row(x + 4, y, 2)
    standing = [
        line.box
        for block in paper.layout().blocks
        for line in block.lines
        if line.direction is Direction.VERTICAL and line.box.width > 1.5 * EM
    ]
    assert [box.top >= 295 for box in standing] == [True]


def test_a_slanting_line_is_no_larger_than_its_type() -> None:
    """A long line that sinks by half a character is measured by its characters, not by the box around it."""
    page = np.full((300, 1200), 255, np.uint8)
    for index in range(40):
        top = 100 + index * 10 // 40
        page[top : top + 18, 100 + 22 * index : 118 + 22 * index : 3] = 0
        page[top : top + 18 : 17, 100 + 22 * index : 118 + 22 * index] = 0
    ink = (page < 128).astype(np.uint8)
    (line,) = measure_lines(ink, ((Box(100, 100, 976, 127), Direction.HORIZONTAL),), 20.0, bent=True)
    assert 18 <= line.size <= 21.5


def test_rows_of_a_bent_column_are_all_of_one_size() -> None:
    """Where a page bends, a row of text reaches over more height than its characters: no block ends there."""
    paper = Paper()
    for row in range(8):
        for k in range(12):
            paper.char(40 + k * EM, 100 + row * LEADING + (5 if row in (3, 4) and k < 2 else 0))
    (block,) = paper.layout().blocks
    assert len(block.lines) == 8
    assert max(line.size for line in block.lines) < 1.1 * EM


def test_a_subhead_that_slants_is_no_larger_than_its_characters() -> None:
    """A line of few characters is measured by them one at a time."""
    ink = np.zeros((60, 300), np.uint8)
    for k in range(6):
        ink[10 + k : 10 + k + 26, 20 + 30 * k : 20 + 30 * k + 26] = 1
    (line,) = measure_lines(ink, ((Box(20, 10, 196, 41), Direction.HORIZONTAL),), EM)
    assert line.size < 1.45 * EM


def test_dirt_under_a_row_makes_it_no_larger() -> None:
    """Where dirt hangs on a few characters of a row, the others tell its size."""
    ink = np.zeros((80, 700), np.uint8)
    for k in range(30):
        ink[20:38, 20 + 20 * k : 38 + 20 * k : 3] = 1
        ink[20:38:17, 20 + 20 * k : 38 + 20 * k] = 1
    ink[38:50, 300:320] = ink[38:47, 420:460] = 1
    (line,) = measure_lines(ink, ((Box(20, 20, 618, 50), Direction.HORIZONTAL),), EM)
    assert line.size < 1.1 * EM


def test_a_pen_s_stroke_from_column_to_column_joins_no_rows() -> None:
    """A thin stroke over a gutter that all rows above and below respect does not make one row of two."""
    paper = Paper()
    for left in (40, 40 + 14 * EM):
        paper.column(left, 100, 9)
    for x in range(200, 400):
        y = 100 + 4 * LEADING + 7 + round(3 * np.sin(x / 9))
        paper.ink[y : y + 3, x] = 1
    layout = paper.layout()
    rows = [line.box for block in layout.blocks for line in block.lines]
    assert len(rows) == 18
    assert not any(row.left < 40 + 12 * EM and row.right > 40 + 14 * EM for row in rows)


def test_a_word_of_a_kicker_in_two_halves_is_one_row() -> None:
    """Of two words on one level one falls into an upper and a lower half; the other shows that it is one row."""
    paper = Paper()
    em = 38
    left = 100 + 4 * em
    for k in range(3):
        for x in range(100 + k * em, 100 + k * em + 34, 6):
            paper.ink[60:95, x : x + 3] = 1
        x = left + k * em
        paper.ink[60:75, x : x + 34 : 3] = 1
        paper.ink[80:95, x : x + 34 : 3] = 1
        paper.ink[75:80, x + 15 : x + 18] = 1
    paper.column(40, 180, 6)
    boxes = [line.box for block in paper.layout().blocks for line in block.lines]
    assert all(box.height > 1.4 * EM for box in boxes if box.top < 150)


def test_a_word_of_a_headline_in_two_halves_is_in_its_row() -> None:
    """None of its strokes is as high as display type, but the rest of the headline stands on its level."""
    paper = Paper()
    for x in (40, 98, 156):
        paper.ink[60:86, x : x + 52 : 3] = 1
        paper.ink[92:116, x : x + 52 : 3] = 1
        paper.ink[86:92, x + 21] = paper.ink[86:92, x + 24] = 1
        paper.ink[86, x + 24] = paper.ink[91, x + 21] = 0
    for x in range(230, 230 + 6 * 62, 62):
        paper.ink[60:116, x : x + 56 : 8] = paper.ink[60:116, x + 1 : x + 56 : 8] = 1
        paper.ink[60:64, x : x + 50] = 1
    paper.column(40, 180, 6, 20)
    assert [box.left for box in large_lines(paper)] == [40]


def test_a_headline_s_character_whose_white_is_lost_is_no_picture() -> None:
    """A heavy character that blur has closed to one grey mass stays in the row of its like."""
    paper = Paper()
    for k in range(6):
        paper.char(60 + k * 110, 100, 100)
    paper.ink[100:190, 60 + 2 * 110 : 60 + 2 * 110 + 90] = 1
    paper.column(60, 300, 6)
    layout = paper.layout()
    assert layout.pictures == ()
    boxes = [line.box for block in layout.blocks for line in block.lines if line.box.top < 200]
    assert [(box.left, box.right) for box in boxes] == [(60, 60 + 5 * 110 + 90)]


def test_a_vertical_headline_s_character_whose_white_is_lost_is_no_picture() -> None:
    """The same in a vertical headline: the grey mass stands in the column of its like."""
    paper = Paper()
    for k in range(6):
        paper.char(700, 60 + k * 110, 100)
    paper.ink[60 + 2 * 110 : 60 + 2 * 110 + 90, 700:790] = 1
    paper.column(60, 300, 6)
    assert paper.layout().pictures == ()


def test_a_picture_in_two_parts_leaves_the_panel_between_them_its_text() -> None:
    """A picture beside and under a reversed panel, whose box reaches over its corner, takes none of its text."""
    paper = Paper()
    paper.ink[60:500, 40:200] = 1
    paper.ink[300:500, 40:300] = 1
    panel = Box(210, 50, 860, 290)
    paper.column(222, 80, 7, 24)
    layout = paper.layout(panels=(panel,))
    rows = [line.box for block in layout.blocks for line in block.lines if panel.contains(line.box)]
    assert [row.left for row in rows] == [222] * 7
    assert not any(picture.box.intersects(panel) for picture in layout.pictures)
    assert any(picture.box.contains(Box(60, 320, 280, 480)) for picture in layout.pictures)


def test_rows_in_pieces_beside_a_great_emblem_stay_rows() -> None:
    """A stamp was taken out of the text: three rows begin with two characters, then white, beside ink of three rows."""
    paper = Paper()
    for k in range(10):
        torn = k in (2, 3, 4)
        paper.row(240, 100 + k * LEADING, 2 if torn else 13)
        if torn:
            paper.row(252 + 2 * EM, 100 + k * LEADING, 10)
    paper.rule(Box(60, 155, 210, 235))
    paper.ink[175:215, 80:190] = 0
    rows = [line.box for block in paper.layout().blocks for line in block.lines if line.box.right > 400]
    assert [(box.left, box.height < 1.2 * EM) for box in rows] == [(240, True)] * 10


def test_a_pen_s_stroke_down_the_page_ties_no_rows_together() -> None:
    """It runs through the characters of six rows; the rows stay rows, and nothing stands upright."""
    paper = Paper()
    paper.column(100, 100, 12)
    for k in range(6 * LEADING):
        paper.ink[130 + k, 200 + k // 6 : 203 + k // 6] = 1
    lines = [line for block in paper.layout().blocks for line in block.lines]
    assert {line.direction for line in lines} == {Direction.HORIZONTAL}
    assert [(line.box.left, line.box.right, line.box.height < 1.2 * EM) for line in lines] == [(100, 338, True)] * 12


def test_characters_of_two_rows_that_a_blot_ties_together_go_to_their_rows() -> None:
    """Two characters of two rows are one piece of ink; the rest of the rows, a blank away, shows where each lies."""
    paper = Paper()
    for k in range(12):
        tied = k in (5, 6)
        paper.row(152 if tied else 100, 100 + k * LEADING, 9 if tied else 12)
    for y in (240, 268):
        paper.rule(Box(100, y, 118, y + 18))
        paper.rule(Box(120, y, 138, y + 18))
    paper.rule(Box(110, 258, 123, 268))
    lines = [line.box for block in paper.layout().blocks for line in block.lines]
    assert [(box.left, box.right > 320, box.height <= 1.3 * EM) for box in lines] == [(100, True, True)] * 12


def test_a_short_last_row_is_parted_from_the_column_beside_it() -> None:
    """The white after it is wider than the gutter, and the rows over it show how wide that is."""
    paper = Paper()
    right = 40 + 12 * EM - 2 + 15
    paper.column(40, 100, 7)
    paper.row(50, 100 + 7 * LEADING, 10)
    for k in range(3):
        paper.row(right, 100 + 7 * LEADING - k * 36, 12)
    assert len([line for block in paper.layout().blocks for line in block.lines]) == 11


def test_two_rows_in_columns_of_the_page_are_parted() -> None:
    """A gutter too narrow for so few rows is one when the page's other rows keep it."""
    paper = Paper()
    right = 40 + 12 * EM - 2 + 15
    for rows, top in ((14, 60), (2, 80 + 14 * LEADING)):
        paper.column(40, top, rows)
        paper.column(right, top, rows)
    paper.rule(Box(20, 66 + 14 * LEADING, 600, 68 + 14 * LEADING))
    assert len([line for block in paper.layout().blocks for line in block.lines]) == 32


def test_a_headline_little_larger_than_the_body_keeps_its_three_bars() -> None:
    """三、 at its beginning is three strokes and a comma, the lowest stroke and the comma close to each other."""
    paper = Paper()
    em = 36
    for left, top, wide in ((42, 60, 28), (44, 73, 24), (40, 86, 32)):
        paper.rule(Box(left, top, left + wide, top + 5))
    paper.rule(Box(78, 82, 88, 92))
    for left in range(112, 112 + 9 * em, em):
        paper.char(left, 60, em)
        paper.ink[60:92, [*range(left, left + 4), *range(left + 28, left + 32)]] = 1
    paper.column(40, 180, 6, 18)
    assert [box.left for box in large_lines(paper)] == [40]


def test_ink_that_runs_on_beyond_the_tone_of_a_picture_is_in_it() -> None:
    """Rays with white paper between them hang together with the dark part of the picture."""
    paper = Paper()
    paper.ink[60:300, 40:200] = 1
    for y in range(64, 290, 34):
        paper.ink[y : y + 10, 200:420] = 1
    paper.column(40, 400, 6)
    layout = paper.layout()
    assert [picture.box for picture in layout.pictures] == [Box(40, 60, 420, 300)]
    assert all(line.box.top >= 400 for block in layout.blocks for line in block.lines)


@pytest.mark.parametrize(("top", "count"), [(60, 2), (120, 1)])
def test_photographs_side_by_side_are_two_pictures(top: int, count: int) -> None:
    """As high as each other, with a gutter of paper between; parts of one that begin on two levels are one."""
    paper = Paper()
    paper.column(60, 460, 10)
    rng = np.random.default_rng(9)
    grey = np.where(paper.ink > 0, 0, 255).astype(np.uint8)
    for box in (Box(60, top, 330, 400), Box(343, 60, 620, 400)):
        grey[box.slices] = rng.integers(60, 200, (box.height, box.width))
    layout = GeometricSegmenter().segment(Sheet(grey, paper.ink, (), (), EM, Affine()))
    assert len(layout.pictures) == count


def test_a_headline_right_over_a_picture_keeps_its_feet() -> None:
    """The box of a picture that rises beside a headline ends under the headline's characters."""
    paper = Paper()
    em = 40
    paper.ink[100:300, 40:400] = 1
    paper.ink[70:100, 360:400] = 1
    paper.row(60, 58, 7, em)
    paper.column(40, 400, 6)
    layout = paper.layout()
    assert [picture.box.top for picture in layout.pictures] == [94]
    assert max(line.box.bottom for block in layout.blocks for line in block.lines if line.box.top < 100) == 94


def test_a_standing_line_whose_characters_touch_takes_no_words_from_the_rows_beside_it() -> None:
    """It is as high as display type, and a word whose characters touch is as long as a stroke of such type."""
    paper = Paper()
    for k in range(4):
        top, inset = 100 + 22 * k, 4 * (k % 2)
        paper.ink[top : top + 22, 40 + inset : 62 - inset] = 1
        paper.ink[top + 4 : top + 18, 44 + inset : 58 - inset] = 0
    for k in range(3):
        paper.row(100, 104 + LEADING * k, 12)
        for x in (118, 138, 158):
            paper.ink[110 + LEADING * k : 118 + LEADING * k, x : x + 2] = 1
    lines = [(line.box, line.direction) for block in paper.layout().blocks for line in block.lines]
    assert (Box(40, 100, 62, 188), Direction.VERTICAL) in lines
    assert len(lines) == 4


def test_a_row_is_parted_though_the_rows_around_it_reach_into_its_height() -> None:
    """Beside a row that stands a little lower, the edges of their neighbours are in the height of both."""
    paper = Paper()
    paper.row(40, 127, 6)
    paper.row(40, 151, 12)
    paper.row(40, 175, 3)
    for k in range(4):
        paper.row(314, 100 + 22 * k, 12)
    assert len([line for block in paper.layout().blocks for line in block.lines]) == 7
