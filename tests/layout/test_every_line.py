"""Whatever stands on a page stands in exactly one line, and every line in exactly one block."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.geometry import Box
from tests.layout.test_layout import EM, LEADING, Paper

COLUMN = 12
PITCH = COLUMN * EM + 2 * EM


@settings(max_examples=25, deadline=None)
@given(
    columns=st.lists(st.tuples(st.integers(3, 14), st.integers(0, 60)), min_size=1, max_size=3),
    headline=st.integers(0, 9),
    last=st.integers(1, COLUMN),
)
def test_every_character_is_in_one_line_and_every_line_in_one_block(
    columns: list[tuple[int, int]], headline: int, last: int
) -> None:
    """Columns of any length that begin on any level, their last rows short, under a headline or none."""
    paper = Paper()
    characters = []
    for k in range(headline):
        paper.char(60 + 66 * k, 40, 54)
        characters.append(Box(60 + 66 * k, 40, 60 + 66 * k + 54, 94))
    for place, (rows, down) in enumerate(columns):
        for row in range(rows):
            count = last if row == rows - 1 else COLUMN
            x, y = 40 + place * PITCH, 160 + down + row * LEADING
            paper.row(x, y, count)
            characters += [Box(x + k * EM, y, x + (k + 1) * EM, y + EM) for k in range(count)]
    layout = paper.layout()
    lines = [line.box for block in layout.blocks for line in block.lines]
    assert len(set(lines)) == len(lines)
    for char in characters:
        x, y = char.center_x - 1, char.center_y - 1
        assert sum(box.left <= x < box.right and box.top <= y < box.bottom for box in lines) == 1
