"""The order in which a reader takes the articles: band by band, within a band column by column; tiers on old pages."""

from __future__ import annotations

from ocr.geometry import Box

__all__ = ["reading_order"]

TOUCH = 0.12
"""Hulls that reach into each other by less than this share still count as beside or above each other."""
NEAT = 0.02
"""A neat cut takes no more of a box; where one is found in either direction, no rougher one is tried."""


def reading_order(boxes: list[Box], *, tiers: bool = False) -> list[int]:
    """The indexes of `boxes` (canonical frame) in reading order, whatever order they came in.

    Args:
        tiers: columns before bands. A vertical page is read tier by tier, and its tiers stand side by side as columns
            in the canonical frame.

    A page that white cuts from side to side is read band by band; a band that white cuts from top to bottom, column by
    column; and so on inside each part (the recursive XY-cut of Nagy and Seth). What no cut parts, such as articles that
    reach around each other, gives up the one that stands before the others, and is tried again without it.
    """
    return _order(sorted(range(len(boxes)), key=lambda i: (boxes[i].as_tuple(), i)), boxes, tiers)


def _order(group: list[int], boxes: list[Box], tiers: bool) -> list[int]:
    order: list[int] = []
    while group:
        parts = _parts(group, boxes, tiers)
        if len(parts) > 1:
            return order + [i for part in parts for i in _order(part, boxes, tiers)]
        order.append(_first(group, boxes))
        group = [i for i in group if i != order[-1]]
    return order


def _parts(group: list[int], boxes: list[Box], tiers: bool) -> list[list[int]]:
    """`group` cut as neatly as it can be, into bands before columns, or tiers first; whole when no cut parts it."""
    for give in (NEAT, TOUCH):
        for level in (not tiers, tiers):
            parts = _cut(group, boxes, give, level=level)
            if len(parts) > 1:
                return parts
    return [group]


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
    column = a.overlap_x(b) > TOUCH * min(a.width, b.width)
    if column and not level:
        return a.center_y < b.center_y
    if level and not column:
        return a.center_x < b.center_x and a.top <= b.top + b.height // 2
    if level and column:
        return (a.top, a.left) < (b.top, b.left)
    return False
