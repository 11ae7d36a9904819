"""Heads: headlines with their kickers, decks and bylines, told from body type by size and place."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from statistics import median

from ocr.geometry import Box
from ocr.hanzi import ends_sentence, is_byline, is_pointer
from ocr.structure.barriers import Barriers
from ocr.structure.head import Head
from ocr.structure.headlines import HeadlineSettings, join_headlines
from ocr.structure.items import Item, item_of
from ocr.structure.titles import subordinate_titles

__all__ = ["HeadSettings", "find_heads"]

DASHES = ("—", "一一", "-", "–")
"""A deck may begin with a dash, however it was read."""

MARKS = ("□", "■", "◇", "◆", "○", "●")
"""Printer's marks before a byline."""


@dataclass(frozen=True, slots=True)
class HeadSettings:
    """What counts as a head; sizes in body characters, gaps as said.

    Attributes:
        display: type from this size on is a headline's.
        mark: white between a printer's mark and its byline, in body characters.
        figures: of many lines in large type that make no headline, this share begins with a figure.
        signed, signature: a byline of so many characters is no headline under this size.
        standing: vertical lines from this size on are headlines; `long` ones already from the size `least`.
        blank, in_line: in a standing kicker or deck the blank between two phrases is no longer, in its size, and their
            middles no farther apart.
        headlines: which pieces are one headline.
        kicker: a kicker is at least this large.
        near: white between a headline and its kicker or deck, in the larger one's size.
        lesser: a kicker or deck is at most this share of the headline.
        broad, dashed: a kicker or deck is no wider than so many headlines, one that begins with a dash than so many.
        beside: a column of text beside it, no farther off in body characters, shows that type is no deck: text of its
            size, or a column of its width, for then it is a subhead at the head of the next;
        level: and so does, however far off under the headline, a column that begins on its level.
        byline_gap: white between headline and byline, in body characters.
        lead: white between a headline, or the byline under it, and the framed lead, in body characters.
        centred: how far the middle of a byline may lie from its headline's, as a share of the headline's width.
        set_off: white under a deck, in body characters,
        wider: and so many times the white between the rows of the text under it,
        wider_larger: or so many when the deck is in larger type:
        deck: by this ratio.
        rows: a kicker, deck or byline has no more lines.
    """

    display: float = 1.5
    mark: float = 1.5
    figures: float = 0.6
    signed: float = 2.2
    signature: int = 6
    standing: float = 1.25
    long: int = 6
    least: float = 0.8
    blank: float = 2.2
    in_line: float = 0.35
    headlines: HeadlineSettings = field(default_factory=HeadlineSettings)
    kicker: float = 1.1
    near: float = 0.8
    lesser: float = 0.86
    broad: float = 1.15
    dashed: float = 2.0
    beside: float = 3.0
    level: float = 1.0
    byline_gap: float = 4.0
    lead: float = 6.0
    centred: float = 0.2
    set_off: float = 0.5
    wider: float = 2.0
    wider_larger: float = 1.4
    deck: float = 1.12
    rows: int = 3


def find_heads(
    items: list[Item], titles: list[Item], barriers: Barriers, body: float, settings: HeadSettings
) -> tuple[list[Head], list[Item]]:
    """The heads among `items`, and the items that are in none of them.

    Args:
        titles: those of `items` that are headlines by their place, of whatever size.
        body: the body size in pixels.
    """
    items = _with_marks(items, body, settings)
    chosen = [item in titles or _is_display(item, body, settings) for item in items]
    display = [item for item, is_head in zip(items, chosen, strict=True) if is_head]
    small = [item for item, is_head in zip(items, chosen, strict=True) if not is_head]
    small = [part for item in small for part in _cut_under_byline(item, small, body, settings)]
    rest = [part for item in small for part in _cut_under_deck(item, body, settings)]
    heads = [
        Head(tuple(group), (), (), (), max(i.size for i in group), group[0].stands, barriers.frame_of(group[0].box))
        for group in join_headlines(
            display,
            [item for item in items if item.size >= settings.kicker * body],
            small,
            barriers,
            body,
            settings.headlines,
        )
    ]
    heads = _subordinate(heads, barriers, settings)
    heads, left = _attach(heads, rest, barriers, body, settings)
    return subordinate_titles(heads, left, barriers, body), left


def _with_marks(items: list[Item], body: float, settings: HeadSettings) -> list[Item]:
    """`items` with each printer's mark that stands alone put before the byline it marks; a gutter may run between.

    The layout may have taken the mark for the first row of the column under it.
    """
    marked: dict[Item, Item] = {}
    for item in items:
        first = item.rows[0]
        if item.stands or first.text.strip() not in MARKS:
            continue
        beside = [
            other
            for other in items
            if len(other.rows) == 1 and is_byline(other.text) and other not in marked
            if 0 <= other.box.left - first.box.right <= settings.mark * body
            if other.box.overlap_y(first.box) >= 0.5 * first.box.height
        ]
        if beside:
            marked[min(beside, key=lambda other: other.box)] = item
    whole = []
    for item in items:
        rows = item.rows[1:] if item in marked.values() else item.rows
        rows = (marked[item].rows[0], *rows) if item in marked else rows
        if rows:
            whole.append(item if rows == item.rows else item_of(item.index, rows))
    return whole


def _is_display(item: Item, body: float, settings: HeadSettings) -> bool:
    text = item.text.strip()
    if not text:
        return False
    if item.stands:
        return (
            len(text) >= 2 and item.size >= (settings.standing if len(text) < settings.long else settings.least) * body
        )
    if len(item.rows) >= settings.rows:
        figures = sum(row.text.strip()[:1].isdigit() for row in item.rows)
        if figures >= settings.figures * len(item.rows):
            return False
    if item.size < settings.signed * body and len(text) >= settings.signature and is_byline(text):
        return False
    return item.size >= settings.display * body and not is_pointer(text)


def _cut_under_deck(item: Item, body: float, settings: HeadSettings) -> list[Item]:
    """`item` cut where the text begins under a deck of one row, which has more white under it than the text's rows."""
    rows = item.rows
    if item.stands or len(rows) < 2 or not _is_dashed(item):
        return [item]
    gaps = [lower.box.top - upper.box.bottom for upper, lower in itertools.pairwise(rows)]
    larger = rows[0].size >= settings.deck * median(row.size for row in rows[1:])
    wider = settings.wider_larger if larger else settings.wider
    if gaps[0] < settings.set_off * body or gaps[0] < wider * max(gaps[1:], default=0):
        return [item]
    return [item_of(item.index, rows[:1]), item_of(item.index, rows[1:])]


def _cut_under_byline(item: Item, others: list[Item], body: float, settings: HeadSettings) -> list[Item]:
    """`item` cut under a byline that stands over the level on which it and a column beside it begin."""
    rows = item.rows
    if item.stands or len(rows) < 2 or not is_byline(rows[0].text):
        return [item]
    beside = (
        other.box.top
        for other in others
        if not other.stands and len(other.rows) > 1 and item.box.gap_x(other.box) <= settings.beside * body
        if not other.box.overlap_x(item.box)
    )
    if any(abs(top - rows[1].box.top) <= settings.set_off * body for top in beside):
        return [item_of(item.index, rows[:1]), item_of(item.index, rows[1:])]
    return [item]


def _subordinate(heads: list[Head], barriers: Barriers, settings: HeadSettings) -> list[Head]:
    """Heads with the smaller heads right above and below them made their kickers and decks."""
    done: list[Head] = []
    pool = sorted(heads, key=lambda h: (-h.size, h.box))
    while pool:
        head = pool.pop(0)
        if head.stands:
            for other in sorted(pool, key=lambda h: h.box.top):
                if not _stands_by(head, other, barriers, settings):
                    continue
                if (other.box.center_x > head.headline.center_x) == head.lines[0].leftward:
                    head = replace(head, kickers=(*other.lines, *head.kickers))
                else:
                    head = replace(head, decks=(*head.decks, *other.lines))
                pool.remove(other)
        else:
            for other in list(pool):
                if other.stands or other.size > settings.lesser * head.size:
                    continue
                if not _close(head, other, barriers, settings):
                    continue
                if other.box.bottom <= head.headline.center_y:
                    head = replace(head, kickers=(*other.lines, *head.kickers))
                elif other.box.width > 0.25 * head.box.width:
                    head = replace(head, decks=(*head.decks, *other.lines))
                else:
                    continue
                pool.remove(other)
        done.append(head)
    return sorted(done, key=lambda h: (h.box.top, h.box.left))


def _stands_by(head: Head, other: Head, barriers: Barriers, settings: HeadSettings) -> bool:
    """Whether `other` is the kicker or deck of a standing headline: on the right and on the left of a vertical one.

    Or what follows such a kicker or deck in its line.
    """
    if not other.stands or other.size > settings.lesser * head.size:
        return False
    if barriers.frame_of(head.box) != barriers.frame_of(other.box):
        return False
    beside = head.box.overlap_y(other.box) >= 0.5 * min(head.box.height, other.box.height)
    goes_on = any(
        line.stands
        and abs(line.box.center_x - other.box.center_x) <= settings.in_line * other.size
        and 0 <= other.box.top - line.box.bottom <= settings.blank * other.size
        for line in (*head.kickers, *head.decks)
    )
    return goes_on or (beside and head.box.gap_x(other.box) <= head.size)


def _close(head: Head, lesser: Head, barriers: Barriers, settings: HeadSettings) -> bool:
    """Whether `lesser` is so near above or under `head` that it is its kicker or deck."""
    box, other = head.box, lesser.box
    wider = settings.dashed if _is_dashed(lesser.lines[0]) else settings.broad
    return (
        box.gap_y(other) <= settings.near * head.size
        and not box.overlap_y(other) > 0.5 * other.height
        and box.overlap_x(other) >= 0.7 * min(box.width, other.width)
        and other.width <= wider * box.width
        and barriers.frame_of(box) == barriers.frame_of(other)
        and not barriers.level_rule_between(*sorted((box, other), key=lambda b: b.top))
    )


def _attach(
    heads: list[Head], rest: list[Item], barriers: Barriers, body: float, settings: HeadSettings
) -> tuple[list[Head], list[Item]]:
    """`heads` with the smaller type around them, and the items that remain."""
    left = list(rest)
    for index, head in enumerate(heads):
        for item in sorted(left, key=lambda i: (head.box.gap_y(i.box) + head.box.gap_x(i.box), i.box)):
            upright = head.stands and _is_upright(item)
            long = len(item.rows) > settings.rows and not upright
            if not item.text.strip() or (long and not barriers.holds_lead(item.box)):
                continue
            if head.stands:
                grown = _beside_standing(head, item, body)
            else:
                grown = _around(head, item, left, barriers, body, settings)
            if grown is not None:
                head = grown
                left.remove(item)
        heads[index] = head
    return heads, left


def _is_upright(item: Item) -> bool:
    """Whether `item` is a vertical line, or characters of one that were each taken for a row."""
    return item.stands or all(len(row.text.strip()) == 1 for row in item.rows)


def _beside_standing(head: Head, item: Item, body: float) -> Head | None:
    """`head` with a vertical deck or byline at its side."""
    near = head.box.gap_x(item.box) <= 2.5 * body and head.box.overlap_y(item.box) > 0.5 * item.box.height
    if not _is_upright(item) or not near:
        return None
    if is_byline(item.text) or len(item.text.strip()) <= 4:
        return replace(head, bylines=(*head.bylines, item))
    return replace(head, decks=(*head.decks, item))


def _around(
    head: Head, item: Item, others: list[Item], barriers: Barriers, body: float, settings: HeadSettings
) -> Head | None:
    """`head` with `item` as its kicker, deck or byline; None when it is none of them."""
    box, line = item.box, head.headline
    if item.stands or barriers.frame_of(box) != head.frame:
        return None
    above = box.bottom <= line.top + 0.3 * body
    if barriers.holds_lead(box):
        leads = not above and box.overlap_x(line) >= 0.5 * box.width and box.gap_y(head.box) <= settings.lead * body
        return replace(head, decks=(*head.decks, item)) if leads else None
    upper, lower = (box, head.box) if above else (head.box, box)
    if barriers.level_rule_between(upper, lower) or box.overlap_x(head.box) < 0.5 * box.width:
        return None
    gap = head.box.gap_y(box)
    centred = abs(box.center_x - line.center_x) <= settings.centred * line.width
    flush = abs(box.left - line.left) <= 1.5 * body
    if above:
        away = _distance(box, others, item, up=True)
        larger = item.size >= settings.kicker * body
        if (
            larger
            and gap <= settings.near * max(item.size, 0.5 * head.size)
            and (centred or flush)
            and away > 0.7 * gap
        ):
            return replace(head, kickers=(item, *head.kickers))
        return None
    if box.top < line.bottom - 0.3 * body:
        return None
    away = _distance(box, others, item, up=False)
    column = any(
        other.box.overlap_y(box) > 0.5 * min(other.box.height, box.height)
        and (other.size >= 0.9 * item.size or (len(other.rows) > settings.rows and other.box.width >= box.width))
        for other in _texts_beside(item, others, settings.beside * body)
    )
    column = column or any(
        abs(other.box.top - box.top) <= settings.level * body and other.box.overlap_x(line) > 0.5 * other.box.width
        for other in _texts_beside(item, others, line.width)
        if len(other.rows) > settings.rows and other.box.width >= box.width
    )
    dashed = _is_dashed(item)
    if (
        gap <= settings.near * head.size
        and ((item.size >= settings.deck * body and not column) or dashed)
        and (centred or dashed)
        and away > 0.4 * body
    ):
        return replace(head, decks=(*head.decks, item))
    short = len(item.rows) == 1 and len(item.text.strip()) <= 24 and not ends_sentence(item.text)
    first = _distance(box, others, item, up=True) >= gap
    lone = not _texts_beside(item, others, 1.2 * body) and (not column or is_byline(item.text))
    set_off = away > 0.9 * body and abs(box.center_x - line.center_x) <= 0.35 * line.width
    set_off = set_off or (centred and is_byline(item.text))
    if gap <= settings.byline_gap * body and short and first and lone and set_off and box.width < 0.5 * line.width:
        return replace(head, bylines=(*head.bylines, item))
    return None


def _is_dashed(item: Item) -> bool:
    """Whether `item` begins with a dash, as decks do."""
    return item.text.lstrip().startswith(DASHES)


def _texts_beside(item: Item, others: list[Item], reach: float) -> list[Item]:
    """The texts of several rows beside `item`, nearer than `reach` pixels."""
    return [
        other
        for other in others
        if other is not item
        and len(other.rows) > 1
        and other.box.overlap_y(item.box) > 0
        and other.box.gap_x(item.box) < reach
    ]


def _distance(box: Box, others: list[Item], item: Item, *, up: bool) -> float:
    """The white between `box` and the next item above (or below) it."""
    gaps = [
        box.gap_y(other.box)
        for other in others
        if other is not item
        and other.box.overlap_x(box) > 0
        and (other.box.bottom <= box.center_y if up else other.box.top >= box.center_y)
    ]
    return float(min(gaps, default=10**9))
