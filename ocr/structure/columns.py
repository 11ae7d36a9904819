"""Stacks: the text of one column between two breaks, such as a headline, a rule or the page's edge."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.geometry import Box, hull
from ocr.hanzi import JumpDirection, find_jump, is_byline, is_dateline_start
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
        indent: the first row of a paragraph begins no farther right than this.
        first, flush: it begins so far right of the others, which differ by no more than this.
        signed: the white over an author's name that begins an article.
        beside: text begins beside its standing headline, no farther off and on a level but for this.
        edge: how far the left edges may differ.
        crossed: a headline or picture parts a column when it covers this share of its width; text runs around less.
        old_crossed: the same on a vertical page, where a headline takes a line of its own, however short it is.
    """

    gap: float = 4.2
    overlap: float = 0.75
    few: int = 2
    few_gap: float = 2.0
    few_overlap: float = 0.3
    indent: float = 2.6
    first: float = 2.0
    flush: float = 0.6
    signed: float = 0.8
    beside: float = 4.0
    edge: float = 6.5
    crossed: float = 0.4
    old_crossed: float = 0.05


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
    places = [item.box for item in texts]
    below: dict[int, int] = {}
    for i, upper in enumerate(texts):
        tail = _tail(i, texts, body, settings)
        if tail is not None:
            places[i] = _place(upper, texts[tail].box, body, settings)
        nearest = _below(i, places)
        if nearest is None or _above(nearest, places) != i:
            continue
        lower = texts[nearest]
        apart = upper.box.gap_y(lower.box) >= settings.signed * body
        if apart and is_byline(lower.rows[0].text) and _below(nearest, places) is not None:
            # an author's name with text under it begins an article; one at the foot of a column ends it
            continue
        if apart and is_dateline_start(lower.text):
            continue
        if _stacks(upper, lower, places[i], breaks, barriers, body, settings):
            below[i] = nearest
            places[nearest] = _place(lower, places[i], body, settings)
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


def _tail(i: int, texts: list[Item], body: float, settings: ColumnSettings) -> int | None:
    """The index of the short last row under the indented first row of a paragraph, which may not reach under it."""
    item = texts[i]
    if len(item.rows) != 1:
        return None
    edge = item.box.left - settings.first * body
    ends = [
        j
        for j, other in enumerate(texts)
        if len(other.rows) == 1
        and 0 <= other.box.top - item.box.bottom <= body
        and abs(other.box.left - edge) <= settings.flush * body
        and other.box.right <= item.box.left + body
    ]
    return ends[0] if ends else None


def _place(item: Item, over: Box, body: float, settings: ColumnSettings) -> Box:
    """The place that `item` takes in its column, as wide as what stands `over` it when it is only a row or two.

    The last row of a paragraph and the indented first one of the next may have no character's width in common.
    """
    box = item.box
    if len(item.rows) > settings.few:
        return box
    return Box(
        max(min(box.left, over.left), round(box.left - settings.indent * body)),
        box.top,
        max(box.right, over.right),
        box.bottom,
    )


def _below(i: int, places: list[Box]) -> int | None:
    """The index of the nearest place under the one at `i`; None when none is, or when several share the level."""
    box = places[i]
    under = [
        j
        for j, p in enumerate(places)
        if j != i
        and p.top >= box.center_y
        and p.bottom > box.bottom
        and p.overlap_x(box) > 0.2 * min(p.width, box.width)
    ]
    if not under:
        return None
    nearest = min(under, key=lambda j: (places[j].top, places[j].left))
    at = places[nearest]
    rivals = any(j != nearest and places[j].top < at.bottom and not places[j].overlap_x(at) for j in under)
    return None if rivals else nearest


def _above(j: int, places: list[Box]) -> int | None:
    """The index of the nearest place over the one at `j`; None when several share the level."""
    box = places[j]
    over = [
        i
        for i, p in enumerate(places)
        if i != j and p.bottom <= box.center_y and p.top < box.top and p.overlap_x(box) > 0.2 * min(p.width, box.width)
    ]
    if not over:
        return None
    nearest = max(over, key=lambda i: (places[i].bottom, -places[i].left))
    at = places[nearest]
    rivals = any(i != nearest and places[i].bottom > at.top and not places[i].overlap_x(at) for i in over)
    return None if rivals else nearest


def _stacks(
    upper: Item,
    lower: Item,
    place: Box,
    breaks: list[Box],
    barriers: Barriers,
    body: float,
    settings: ColumnSettings,
) -> bool:
    """Whether `lower` goes on under `upper`, which takes `place` in its column."""
    jump = find_jump(lower.rows[0].text)
    if upper.stands or lower.stands or (jump is not None and jump.direction is JumpDirection.BACK):
        return False
    a, b = place, lower.box
    if a.gap_y(b) > settings.gap * body:
        return False
    few = min(len(upper.rows), len(lower.rows)) <= settings.few and a.gap_y(b) <= settings.few_gap * body
    if a.overlap_x(b) < (settings.few_overlap if few else settings.overlap) * min(a.width, b.width):
        return False
    if abs(a.left - b.left) > settings.edge * body and abs(a.right - b.right) > settings.edge * body:
        return False
    if barriers.frame_of(a) != barriers.frame_of(b) or barriers.level_rule_between(a, b):
        return False
    apart = not barriers.turned and len(lower.rows) > settings.few and a.gap_y(b) >= settings.signed * body
    if apart and any(_begins_beside(headline, a, b, settings.beside * body) for headline in breaks):
        return False
    between = Box(max(a.left, b.left), min(a.bottom, b.top), min(a.right, b.right), max(a.bottom, b.top))
    crossed = settings.old_crossed if barriers.turned else settings.crossed
    return not any(
        other.intersects(between) and other.overlap_x(between) >= share * between.width
        for others, share in ((breaks, crossed), (barriers.pictures, settings.crossed))
        for other in others
    )


def _begins_beside(headline: Box, upper: Box, lower: Box, reach: float) -> bool:
    """Whether a standing `headline` begins on a level with `lower`, beside it, and under `upper`."""
    stands = headline.height > 2 * headline.width
    beside = headline.gap_x(lower) <= reach and not headline.overlap_x(lower)
    return stands and beside and headline.top >= upper.bottom and abs(headline.top - lower.top) <= reach
