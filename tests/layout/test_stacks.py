"""Standing lines are stacked from their characters and take in what belongs to their ends, no more."""

from __future__ import annotations

import numpy as np

from ocr.geometry import Box
from ocr.layout.stacks import StackSettings, find_stacks

BODY = 20.0


def test_a_standing_headline_does_not_grow_by_what_it_takes_in() -> None:
    """Pieces over a headline, each a little wider than the one below, would make a stack as wide as the page."""
    headline = [Box(200, 400 + 70 * n, 260, 460 + 70 * n) for n in range(5)]
    wider, width, top = [], 66, 400
    for _ in range(12):
        top -= 30
        wider.append(Box(230 - width // 2, top, 230 + width // 2, top + 22))
        width = round(1.14 * width)
    stacks, _ = find_stacks([*headline, *wider], BODY, StackSettings())
    assert len(stacks) == 1
    assert stacks[0].width <= 1.2 * 60
    assert stacks[0].bottom == headline[-1].bottom


def test_figures_in_the_cells_of_a_table_are_no_vertical_line() -> None:
    """Single figures one under the other, a rule between each two, stay where they are."""
    figures = [Box(100, 100 + 50 * n, 124, 130 + 50 * n) for n in range(5)]
    rules = np.zeros((400, 300), np.uint8)
    for n in range(6):
        rules[90 + 50 * n : 92 + 50 * n, 20:220] = 1
    stacks, rest = find_stacks(figures, BODY, StackSettings(), rules)
    assert stacks == []
    assert sorted(rest) == figures
    assert len(find_stacks(figures, BODY, StackSettings(), np.zeros_like(rules))[0]) == 1


def test_a_rule_that_ends_with_the_type_area_parts_a_standing_headline_from_the_name_over_it() -> None:
    """A character over the rule under the masthead is none of the headline's, however near the paper's edge."""
    name, headline = Box(130, 60, 220, 160), [Box(134, 230 + 90 * n, 214, 310 + 90 * n) for n in range(5)]
    rules = np.zeros((800, 600), np.uint8)
    rules[190:193, 112:] = 1
    (stack,), rest = find_stacks([name, *headline], BODY, StackSettings(), rules)
    assert stack.top == headline[0].top
    assert rest == [name]


def test_a_speck_in_the_text_under_a_standing_headline_is_none_of_its_marks() -> None:
    """A mark lies in the em square after the last character; farther off it is another line's."""
    headline = [Box(200, 100 + 80 * n, 280, 176 + 80 * n) for n in range(6)]
    stop, speck = Box(204, 630, 220, 646), Box(236, 670, 241, 675)
    assert find_stacks([*headline, speck], BODY, StackSettings())[0][0].bottom == headline[-1].bottom
    assert find_stacks([*headline, stop], BODY, StackSettings())[0][0].bottom == stop.bottom


def test_the_base_of_the_last_character_is_its_own_whatever_stands_beside_it() -> None:
    """The 心 under a 相 is as low as the row of text on its level, but hangs on the headline."""
    headline = [Box(200, 100 + 80 * n, 276, 172 + 80 * n) for n in range(6)]
    base = Box(204, headline[-1].bottom + 4, 274, headline[-1].bottom + 30)
    row = [Box(300 + 22 * n, base.top + 2, 320 + 22 * n, base.top + 22) for n in range(10)]
    (stack,), rest = find_stacks([*headline, base, *row], BODY, StackSettings())
    assert stack.bottom == base.bottom
    assert sorted(rest) == row
    apart = base.shift(0, 14)
    (stack,), _ = find_stacks([*headline, apart, *(box.shift(0, 14) for box in row)], BODY, StackSettings())
    assert stack.bottom == headline[-1].bottom


def test_the_one_stroke_character_of_a_headline_that_lies_is_no_vertical_line() -> None:
    """一 on a vertical page, seen turned like the page, is a thin bar with the white of its square on both sides."""
    row = [Box(100 + 90 * n, 100, 172 + 90 * n, 176) for n in range(4)]
    bar = Box(row[-1].right + 50, 102, row[-1].right + 64, 174)
    after = [Box(bar.right + 50 + 90 * n, 100, bar.right + 122 + 90 * n, 176) for n in range(2)]
    stacks, rest = find_stacks([*row, bar, *after], BODY, StackSettings())
    assert stacks == []
    assert sorted(rest) == sorted([*row, bar, *after])


def test_a_standing_headline_whose_first_character_is_in_halves_stands_beside_rows() -> None:
    """Its size is that of its characters; rows that end near it, on their level, leave it apart."""
    halves = [Box(201, 400, 228, 414), Box(203, 415, 226, 429)]
    headline = [Box(200, 431 + 31 * n, 230, 460 + 31 * n) for n in range(7)]
    rows = [Box(20, 436 + 31 * n, 178, 455 + 31 * n) for n in range(7)]
    stacks, rest = find_stacks([*halves, *headline, *rows], BODY, StackSettings())
    assert stacks == [Box(200, 400, 230, headline[-1].bottom)]
    assert sorted(rest) == rows


def test_a_standing_headline_ends_with_a_character_in_two_halves() -> None:
    """儿 is two strokes beside each other; what is beside both is another line's, and so is a pair far off."""
    headline = [Box(200, 100 + 66 * n, 264, 160 + 66 * n) for n in range(5)]
    left, right = Box(200, 430, 226, 490), Box(236, 430, 264, 490)
    stacks, rest = find_stacks([*headline, left, right], BODY, StackSettings())
    assert (stacks, rest) == ([Box(200, 100, 264, 490)], [])
    beside = [Box(280 + 66 * n, 430, 340 + 66 * n, 490) for n in range(3)]
    stacks, rest = find_stacks([*headline, left, right, *beside], BODY, StackSettings())
    assert stacks == [Box(200, 100, 264, headline[-1].bottom)]


def test_characters_of_a_standing_headline_may_touch() -> None:
    """Pieces of two characters count as two; rows of text end close beside them, out of step."""
    headline = [
        Box(200, top, 226, bottom) for top, bottom in ((400, 452), (454, 480), (482, 534), (536, 562), (564, 616))
    ]
    rows = [Box(20, 392 + 37 * n, 184, 411 + 37 * n) for n in range(7)]
    stacks, rest = find_stacks([*headline, *rows], BODY, StackSettings())
    assert (stacks, sorted(rest)) == ([Box(200, 400, 226, 616)], rows)
