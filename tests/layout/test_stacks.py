"""Standing lines are stacked from their characters and take in what belongs to their ends, no more."""

from __future__ import annotations

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
