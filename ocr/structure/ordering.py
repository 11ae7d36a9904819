"""The order in which a reader takes the articles: band by band, within a band column by column; tiers on old pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.geometry import Box, hull

__all__ = ["reading_order"]

TOUCH = 0.12
"""Hulls that reach into each other by less than this share still count as beside or above each other."""
NEAT = 0.02
"""A neat cut takes no more of a box; where one is found in either direction, no rougher one is tried."""
FLUSH = 1.0
"""Characters of body type by which ends, or beginnings, on one line may differ."""
CLOSES = 0.5
"""A rule closes a box when it runs under this share of its width."""
PARTS = 0.9
"""A rule parts two bands when it runs through the white between them on this share of their width."""


@dataclass(frozen=True, slots=True, eq=False)
class _Matter:
    """What is brought into order: `boxes` that reach down to the rules that close them; else as in `reading_order`."""

    boxes: list[Box]
    rules: Sequence[Box]
    body: float
    tiers: bool


def reading_order(
    boxes: list[Box], *, rules: Sequence[Box] = (), body: float = math.inf, tiers: bool = False
) -> list[int]:
    """The indexes of `boxes` (canonical frame) in reading order, whatever order they came in.

    Args:
        rules: the level rules of the page; a box reaches down to the rule that closes it, through the white between.
        body: size of body type in pixels; without it, whatever white cuts from side to side is a band.
        tiers: columns before bands. A vertical page is read tier by tier, and its tiers stand side by side as columns
            in the canonical frame.

    A page that white cuts from side to side is read band by band; a band that white cuts from top to bottom, column by
    column; and so on inside each part (the recursive XY-cut of Nagy and Seth). Columns whose articles end near one
    height by chance are no bands: where white parts the columns, too, a band's edge must be flush, or a rule must run
    along it. What no cut parts, such as articles that reach around each other, gives up the one that stands before the
    others, and is tried again without it.
    """
    matter = _Matter([_closed(i, boxes, rules) for i in range(len(boxes))], rules, body, tiers)
    return _order(sorted(range(len(boxes)), key=lambda i: (boxes[i].as_tuple(), i)), matter)


def _closed(index: int, boxes: list[Box], rules: Sequence[Box]) -> Box:
    """The box at `index`, down to the rule that closes it if there is one before the next box."""
    box = boxes[index]
    end = min((other.top for other in boxes if other.center_y > box.bottom and _in_column(box, other)), default=None)
    closing = [
        rule.top
        for rule in rules
        if box.bottom <= rule.center_y
        and (end is None or rule.center_y <= end)
        and box.overlap_x(rule) >= CLOSES * box.width
    ]
    return Box(box.left, box.top, box.right, max(box.bottom, min(closing, default=box.bottom)))


def _order(group: list[int], matter: _Matter) -> list[int]:
    order: list[int] = []
    while group:
        parts = _parts(group, matter)
        if len(parts) > 1:
            return order + [i for part in parts for i in _order(part, matter)]
        order.append(_first(group, matter.boxes))
        group = [i for i in group if i != order[-1]]
    return order


def _parts(group: list[int], matter: _Matter) -> list[list[int]]:
    """`group` cut as neatly as it can be, into bands before columns, or tiers first; whole when no cut parts it."""
    for give in (NEAT, TOUCH):
        for level in (not matter.tiers, matter.tiers):
            parts = _cut(group, matter.boxes, give, level=level)
            if level and not matter.tiers:
                parts = _bands(parts, matter, give)
            if len(parts) > 1:
                return parts
    return [group]


def _bands(strips: list[list[int]], matter: _Matter, give: float) -> list[list[int]]:
    """`strips`, from top to bottom, joined where the white between them is chance: columns run on through it."""
    boxes = matter.boxes
    bands: list[list[int]] = []
    for strip in strips:
        if bands and not _is_ruled_off(bands[-1], strip, matter):
            columns = _cut(bands[-1] + strip, boxes, give, level=False)
            ends = [max(boxes[i].bottom for i in part) for part in _shares(columns, bands[-1])]
            beginnings = [min(boxes[i].top for i in part) for part in _shares(columns, strip)]
            if min(len(ends), len(beginnings)) > 1 and max(_spread(ends), _spread(beginnings)) > FLUSH * matter.body:
                bands[-1] = bands[-1] + strip
                continue
        bands.append(strip)
    return bands


def _is_ruled_off(above: list[int], below: list[int], matter: _Matter) -> bool:
    """Whether a rule runs between `above` and `below` from side to side of both."""
    around = hull(matter.boxes[i] for i in above + below)
    ends = max(matter.boxes[i].bottom for i in above)
    begins = min(matter.boxes[i].top for i in below)
    return any(
        ends <= rule.bottom and rule.top <= begins and rule.overlap_x(around) >= PARTS * around.width
        for rule in matter.rules
    )


def _shares(columns: list[list[int]], strip: list[int]) -> list[list[int]]:
    """What of `strip` stands in each of the columns that it has a part of."""
    members = set(strip)
    return [share for column in columns if (share := [i for i in column if i in members])]


def _spread(places: list[int]) -> int:
    return max(places) - min(places)


def _cut(group: list[int], boxes: list[Box], give: float, *, level: bool) -> list[list[int]]:
    """`group` parted by every line that crosses none of its boxes: level lines, or upright ones.

    Args:
        give: the share of a box that a line may cut off.
    """
    spans: list[tuple[float, float, int]] = []
    for i in group:
        low, high = (boxes[i].top, boxes[i].bottom) if level else (boxes[i].left, boxes[i].right)
        slack = give * (high - low) / 2
        spans.append((low + slack, high - slack, i))
    parts: list[list[int]] = []
    reached: float = float("-inf")
    for start, end, i in sorted(spans):
        if start >= reached:
            parts.append([])
        parts[-1].append(i)
        reached = max(reached, end)
    return parts


def _first(group: list[int], boxes: list[Box]) -> int:
    """The box that no other one stands before; where they go round in a circle, the topmost."""
    free = [j for j in group if not any(_precedes(boxes[i], boxes[j]) for i in group if i != j)]
    return min(free or group, key=lambda j: (boxes[j].top, boxes[j].left, boxes[j].as_tuple(), j))


def _precedes(a: Box, b: Box) -> bool:
    """Whether `a` must be read before `b`: it stands above it, or left of it on one level."""
    level = a.overlap_y(b) > TOUCH * min(a.height, b.height)
    column = _in_column(a, b)
    if column and not level:
        return a.center_y < b.center_y
    if level and not column:
        return a.center_x < b.center_x and a.top <= b.top + b.height // 2
    if level and column:
        return (a.top, a.left) < (b.top, b.left)
    return False


def _in_column(a: Box, b: Box) -> bool:
    return a.overlap_x(b) > TOUCH * min(a.width, b.width)
