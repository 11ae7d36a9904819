"""The order in which a reader takes the articles: a partial order by place, then sorted."""

from __future__ import annotations

from ocr.geometry import Box

__all__ = ["reading_order"]

TOUCH = 0.12
"""Hulls that reach into each other by less than this share still count as beside or above each other."""


def reading_order(boxes: list[Box]) -> list[int]:
    """The indexes of `boxes` (canonical frame) in reading order, whatever order they came in."""
    count = len(boxes)
    before = [[_precedes(boxes[i], boxes[j]) for j in range(count)] for i in range(count)]
    waiting = set(range(count))
    order: list[int] = []
    while waiting:
        free = [j for j in waiting if not any(before[i][j] for i in waiting if i != j)]
        pick = min(free or waiting, key=lambda j: (boxes[j].top, boxes[j].left, boxes[j].as_tuple(), j))
        if free and order:
            pick = min(free, key=lambda j: (_jump(boxes[order[-1]], boxes[j]), boxes[j].top, boxes[j].left, j))
        order.append(pick)
        waiting.remove(pick)
    return order


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


def _jump(last: Box, box: Box) -> int:
    """0 when `box` stands right under `last`, so that a column is read to its end; 1 elsewhere."""
    return 0 if box.top >= last.center_y and box.overlap_x(last) > 0.5 * min(box.width, last.width) else 1
