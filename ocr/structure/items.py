"""The working view of a block: one canonical frame, in which every text is read from left to right, row by row."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import median

from ocr.geometry import Box, hull
from ocr.hanzi import is_wide
from ocr.model import Direction, Layout, TextBlock, TextLine
from ocr.structure.leftward import read_leftward

__all__ = ["Canon", "Item", "Row", "item_of", "make_items"]

SWOLLEN, PLAIN = 1.4, 1.25
"""A line that seems larger than this, in body characters, may be one of type no larger than that,"""
SWOLLEN_LENGTH, BESIDE, CLOSE = 4, 0.6, 0.5
"""with so many characters, and rows over and under so much of it, no farther off in body characters."""


@dataclass(frozen=True, slots=True)
class Canon:
    """The way between the page and the canonical frame.

    Attributes:
        width: of the page in pixels.
        turned: whether the page is read in columns from right to left; then the frame is turned left by 90°.
    """

    width: int
    turned: bool

    def box(self, box: Box) -> Box:
        """`box` of the page in the canonical frame."""
        if not self.turned:
            return box
        return Box(box.top, self.width - box.right, box.bottom, self.width - box.left)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One line in the canonical frame.

    Attributes:
        stands: whether the line runs across the reading direction of the page (a vertical headline).
    """

    line: TextLine
    box: Box
    size: float
    weight: float
    stands: bool

    @property
    def text(self) -> str:
        return self.line.text


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A block in the canonical frame.

    Attributes:
        index: its place in the layout; the same for all items cut from one block.
        rows: in reading order.
        size: the median character size in pixels.
        weight: the median stroke width over the size.
    """

    index: int
    rows: tuple[Row, ...]
    box: Box
    size: float
    weight: float
    stands: bool

    @property
    def text(self) -> str:
        return "".join(row.text for row in self.rows)

    @property
    def pitch(self) -> float:
        """From one character of its first row to the next, in pixels; infinite without any."""
        squares = sum(1.0 if is_wide(c) else 0.5 for c in self.rows[0].text.strip())
        return self.rows[0].box.width / squares if squares else math.inf

    @property
    def leftward(self) -> bool:
        """Whether a line like this comes after the one at its right: vertical lines do, where others lie."""
        return self.stands and self.rows[0].line.region.direction is Direction.VERTICAL


def make_items(layout: Layout, blocks: tuple[TextBlock, ...]) -> tuple[Canon, tuple[Item, ...]]:
    """`blocks` in the canonical frame; blocks in which nothing was read are kept, with empty text."""
    down = sum(len(block.lines) for block in blocks if block.direction is Direction.VERTICAL and len(block.lines) > 1)
    across = sum(len(block.lines) for block in blocks if block.direction is Direction.HORIZONTAL)
    canon = Canon(layout.width, down > across)
    if canon.turned:
        blocks = read_leftward(blocks)
    items = []
    for index, block in enumerate(blocks):
        rows = tuple(_row(line, canon) for line in block.lines)
        items.append(item_of(index, rows))
    return canon, tuple(_as_printed(item, items, layout.body_size) for item in items)


def _as_printed(item: Item, items: list[Item], body: float) -> Item:
    """`item` in the size of the text it stands in, if ink that touches its one line made it seem larger.

    Its characters are no farther apart than the text's, and rows of text lie close above and below it.
    """
    text = item.text.strip()
    if item.stands or len(item.rows) > 1 or len(text) < SWOLLEN_LENGTH or item.size < SWOLLEN * body:
        return item
    box = item.box
    close = [
        row.box
        for other in items
        if other is not item and not other.stands
        for row in other.rows
        if row.size <= PLAIN * body
        if row.box.overlap_x(box) >= BESIDE * min(box.width, row.box.width) and row.box.gap_y(box) <= CLOSE * body
    ]
    between = any(b.center_y < box.center_y for b in close) and any(b.center_y > box.center_y for b in close)
    if item.pitch > PLAIN * body or not between:
        return item
    return item_of(item.index, (replace(item.rows[0], size=body),))


def item_of(index: int, rows: tuple[Row, ...]) -> Item:
    """The item that `rows` make."""
    return Item(
        index,
        rows,
        hull(row.box for row in rows),
        median(row.size for row in rows),
        median(row.weight for row in rows),
        rows[0].stands,
    )


def _row(line: TextLine, canon: Canon) -> Row:
    region = line.region
    stands = (region.direction is Direction.VERTICAL) != canon.turned
    return Row(line, canon.box(region.box), region.size, region.weight, stands)
