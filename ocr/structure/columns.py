"""Stacks: the text of one column between two breaks, such as a headline, a rule or the page's edge."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.geometry import Box, hull
from ocr.hanzi import JumpDirection, find_jump
from ocr.structure.barriers import Barriers
from ocr.structure.indents import IndentSettings, RowEdge, edges_of
from ocr.structure.items import Item, Row

__all__ = ["ColumnSettings", "Stack", "stack_items"]


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """What keeps items in one stack; lengths in body characters.

    Attributes:
        gap: the largest white between two items of a stack; subheads stand off by up to two lines.
        overlap: the share of the narrower item that must lie over the wider one.
        few, few_gap, few_overlap: items of so few rows and so near, such as a stepped subhead, overlap less.
        edge: how far the left edges may differ.
        crossed: a headline or picture parts a column when it covers this share of its width; text runs around less.
    """

    gap: float = 4.2
    overlap: float = 0.75
    few: int = 2
    few_gap: float = 2.0
    few_overlap: float = 0.3
    edge: float = 6.5
    crossed: float = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Items of one column, top to bottom.

    Attributes:
        column: the box of the stack's text.
        edges: how each row stands, in the order of `rows`.
        frame: the index of the frame around it, -1 without.
    """

    items: tuple[Item, ...]
    column: Box
    edges: tuple[RowEdge, ...]
    frame: int

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for item in self.items for row in item.rows)

    @property
    def begins_paragraph(self) -> bool:
        return self.edges[0].indented

    @property
    def ends_paragraph(self) -> bool:
        return self.edges[-1].short or self.edges[-1].closed

    @property
    def breaks_off(self) -> bool:
        """Whether the last line runs to the edge without ending a sentence."""
        return not self.edges[-1].short and not self.edges[-1].closed


def stack_items(
    texts: list[Item],
    breaks: list[Box],
    barriers: Barriers,
    body: float,
    settings: ColumnSettings,
    indents: IndentSettings,
) -> list[Stack]:
    """`texts` gathered into stacks, ordered by place.

    Args:
        breaks: boxes of headlines: no stack runs past one.
    """
    texts = sorted(texts, key=lambda item: (item.box.top, item.box.left, item.index))
    below: dict[int, int] = {}
    for i, upper in enumerate(texts):
        nearest = _below(i, texts)
        if nearest is None or _above(nearest, texts) != i:
            continue
        if _stacks(upper, texts[nearest], breaks, barriers, body, settings):
            below[i] = nearest
    heads = sorted(set(range(len(texts))) - set(below.values()))
    stacks = []
    for head in heads:
        chain = [head]
        while chain[-1] in below:
            chain.append(below[chain[-1]])
        items = tuple(texts[i] for i in chain)
        rows = tuple(row for item in items for row in item.rows)
        column = hull(item.box for item in items)
        stacks.append(Stack(items, column, edges_of(rows, indents), barriers.frame_of(column)))
    return stacks


def _below(i: int, texts: list[Item]) -> int | None:
    """The index of the nearest item under item `i`; None when none is, or when several share the place."""
    box = texts[i].box
    under = [
        j
        for j, t in enumerate(texts)
        if j != i and t.box.top >= box.center_y and t.box.overlap_x(box) > 0.2 * min(t.box.width, box.width)
    ]
    under = [j for j in under if texts[j].box.bottom > box.bottom]
    if not under:
        return None
    nearest = min(under, key=lambda j: (texts[j].box.top, texts[j].box.left))
    rivals = [
        j
        for j in under
        if j != nearest
        and texts[j].box.top < texts[nearest].box.bottom
        and not texts[j].box.overlap_x(texts[nearest].box)
    ]
    return None if rivals else nearest


def _above(j: int, texts: list[Item]) -> int | None:
    """The index of the nearest item over item `j`; None when several share the place."""
    box = texts[j].box
    over = [
        i
        for i, t in enumerate(texts)
        if i != j and t.box.bottom <= box.center_y and t.box.overlap_x(box) > 0.2 * min(t.box.width, box.width)
    ]
    over = [i for i in over if texts[i].box.top < box.top]
    if not over:
        return None
    nearest = max(over, key=lambda i: (texts[i].box.bottom, -texts[i].box.left))
    rivals = [
        i
        for i in over
        if i != nearest
        and texts[i].box.bottom > texts[nearest].box.top
        and not texts[i].box.overlap_x(texts[nearest].box)
    ]
    return None if rivals else nearest


def _stacks(
    upper: Item, lower: Item, breaks: list[Box], barriers: Barriers, body: float, settings: ColumnSettings
) -> bool:
    jump = find_jump(lower.rows[0].text)
    if upper.stands or lower.stands or (jump is not None and jump.direction is JumpDirection.BACK):
        return False
    a, b = upper.box, lower.box
    if a.gap_y(b) > settings.gap * body:
        return False
    few = min(len(upper.rows), len(lower.rows)) <= settings.few and a.gap_y(b) <= settings.few_gap * body
    if a.overlap_x(b) < (settings.few_overlap if few else settings.overlap) * min(a.width, b.width):
        return False
    if abs(a.left - b.left) > settings.edge * body and abs(a.right - b.right) > settings.edge * body:
        return False
    if barriers.frame_of(a) != barriers.frame_of(b) or barriers.level_rule_between(a, b):
        return False
    between = Box(max(a.left, b.left), min(a.bottom, b.top), min(a.right, b.right), max(a.bottom, b.top))
    return not any(
        other.intersects(between) and other.overlap_x(between) >= settings.crossed * between.width
        for other in [*breaks, *barriers.pictures]
    )
