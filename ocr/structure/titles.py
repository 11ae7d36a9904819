"""Column titles: smaller display type that stands over one column of an article under a larger headline."""

from __future__ import annotations

from dataclasses import replace

from ocr.geometry import Box
from ocr.structure.barriers import Barriers
from ocr.structure.head import EMBLEM_LENGTH, Head
from ocr.structure.items import Item

__all__ = ["subordinate_titles"]

SMALLER = 0.8
"""A column title is at most so large, as a share of the headline."""
EMBLEM, EMBLEM_WIDTH = 1.3, 0.4
"""An emblem drawn for a column may be larger than the headline, but then it is only so wide, and short."""
NARROW = 0.45
"""It is at most so wide, as a share of the headline: it stands over one column of several."""
WITHIN = 12.0
"""It stands no farther under the headline, in body characters: at the top of its column."""
BESIDE = 14.0
"""Beside a vertical headline, it stands no farther from it, in body characters."""
TEXT_ROWS = 3
"""What runs beside it has at least so many rows: it is text."""


def subordinate_titles(heads: list[Head], texts: list[Item], barriers: Barriers, body: float) -> list[Head]:
    """`heads` with those that only stand over a column of another one's article made its column titles."""
    owners: dict[int, int] = {}
    for k, title in enumerate(heads):
        candidates = [
            h
            for h, head in enumerate(heads)
            if h != k
            and (
                _stands_over_column(head, title, texts, barriers, body)
                or _stands_by(head, title, texts, barriers, body)
            )
        ]
        if candidates:
            owners[k] = min(
                candidates, key=lambda h: (heads[h].box.gap_y(title.box) + heads[h].box.gap_x(title.box), h)
            )
    kept = []
    for h, head in enumerate(heads):
        if h in owners:
            continue
        titles = [item for k, owner in owners.items() if _last(owner, owners) == h for item in heads[k].items]
        kept.append(replace(head, titles=tuple(titles)))
    return kept


def _last(owner: int, owners: dict[int, int]) -> int:
    """The head at the end of a chain of owners, each larger than the one before."""
    while owner in owners:
        owner = owners[owner]
    return owner


def _stands_over_column(head: Head, title: Head, texts: list[Item], barriers: Barriers, body: float) -> bool:
    """Whether `title` is on top of a column under the horizontal headline `head`, with text running beside it."""
    box, over = title.box, head.headline
    emblem = _is_emblem(head, title) and box.width <= EMBLEM_WIDTH * over.width
    if head.stands or title.stands or head.frame != title.frame:
        return False
    if title.size > SMALLER * head.size and not emblem:
        return False
    if box.top < head.box.bottom - 0.5 * body or box.top - head.box.bottom > WITHIN * body:
        return False
    if box.width > NARROW * over.width or not over.left - box.width <= box.center_x <= over.right + box.width:
        return False
    if barriers.level_rule_between(head.box, box):
        return False
    between = Box(box.left, min(head.box.bottom, box.top), box.right, box.top)
    if any(len(text.rows) > 1 and text.box.intersects(between) for text in texts):
        return False
    return any(
        len(text.rows) >= TEXT_ROWS
        and text.box.top <= box.bottom
        and text.box.top >= head.box.bottom - body
        and text.box.bottom > box.top
        and not text.box.overlap_x(box)
        and text.box.overlap_x(over.grow(round(box.width)))
        for text in texts
    )


def _is_emblem(head: Head, title: Head) -> bool:
    """Whether `title` is short enough to be drawn for a column, and not much larger than the headline."""
    length = len("".join(item.text for item in title.lines).strip())
    return title.size <= EMBLEM * head.size and length <= EMBLEM_LENGTH


def _stands_by(head: Head, title: Head, texts: list[Item], barriers: Barriers, body: float) -> bool:
    """Whether `title` is on top of the text beside the vertical headline `head`, in the same box."""
    if not head.stands or title.stands or head.frame != title.frame or head.frame < 0:
        return False
    if title.size > head.size and not _is_emblem(head, title):
        return False
    box, by = title.box, head.headline
    if box.gap_x(by) > BESIDE * body or box.bottom > by.top + by.height // 2 or box.top < by.top - WITHIN * body:
        return False
    above = [
        text for text in texts if text.box.bottom <= box.top and text.box.overlap_x(box) and len(text.rows) >= TEXT_ROWS
    ]
    return not any(barriers.frame_of(text.box) == head.frame for text in above)
