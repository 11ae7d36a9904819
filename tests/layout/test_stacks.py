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


def test_a_speck_in_the_text_under_a_standing_headline_is_none_of_its_marks() -> None:
    """A mark lies in the em square after the last character; farther off it is another line's."""
    headline = [Box(200, 100 + 80 * n, 280, 176 + 80 * n) for n in range(6)]
    stop, speck = Box(204, 630, 220, 646), Box(236, 670, 241, 675)
    assert find_stacks([*headline, speck], BODY, StackSettings())[0][0].bottom == headline[-1].bottom
    assert find_stacks([*headline, stop], BODY, StackSettings())[0][0].bottom == stop.bottom
