"""Marks in display type told by their shape: what shows white beside a headline's characters without ending it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box

__all__ = [
    "begins_with_bracket",
    "ends_with_mark",
    "ends_with_stop",
    "is_dash",
    "is_points",
    "white_runs",
    "widest_white",
]

MARK = 0.45
"""A mark is no wider than this share of the type's size; a stop is no higher, either."""
LOW = 0.55
"""A stop lies below this share of the row's height,"""
FOOT = 0.6
"""and its lower end below this one: else it is a character's dot."""
TALL = 0.7
"""A bracket is at least this high;"""
BULGE = 0.03
"""its middle stands out from its ends by this much, to the side away from what it encloses;"""
STEM = 0.2
"""and the ink at any height of it is no wider than this."""
DASH, MIDDLE, LENGTH = 0.2, 0.15, 0.5
"""A dash or a row of points is no higher than this, lies this near to the middle of the row, and is so long."""

ROUND, APART, FILLED = 1.5, 0.4, 0.6
"""A point is no wider than this, in its heights, has so much white beside it, and fills so much of its box."""


def ends_with_stop(ink: NDArray[np.uint8], size: float) -> bool:
    """Whether the row of type ``(H, W)`` of this size ends with a comma or another stop, which has white after it."""
    mark = _narrow_end(ink, size)
    rows = np.flatnonzero(mark.any(axis=1))
    if not rows.size:
        return False
    high = rows[-1] + 1 - rows[0]
    return bool(high <= MARK * size and rows[0] >= LOW * ink.shape[0] - 1 and rows[-1] >= FOOT * ink.shape[0])


def ends_with_mark(ink: NDArray[np.uint8], size: float) -> bool:
    """Whether the row of type ``(H, W)`` of this size ends with a small mark, low or (columns laid down) high."""
    mark = _narrow_end(ink, size)
    return bool(mark.size) and int(mark.any(axis=1).sum()) <= MARK * size


def begins_with_bracket(ink: NDArray[np.uint8], size: float) -> bool:
    """Whether the row of type ``(H, W)`` begins with an opening bracket, which has white before it."""
    mark = np.fliplr(_narrow_end(np.fliplr(ink), size))
    rows = np.flatnonzero(mark.any(axis=1))
    if not rows.size:
        return False
    mark = mark[rows[0] : rows[-1] + 1]
    if len(mark) < TALL * size or not mark.any(axis=1).all() or mark.sum(axis=1).max() > STEM * size:
        return False
    middles = (mark * np.arange(mark.shape[1])).sum(axis=1) / mark.sum(axis=1)
    third = len(mark) // 3
    inner = float(middles[third : 2 * third].mean())
    outer = min(float(middles[:third].mean()), float(middles[-third:].mean()))
    return outer - inner >= BULGE * size


def is_dash(mark: Box, row: Box) -> bool:
    """Whether `mark` beside the `row` of type is a dash or a row of points: low, long, at the row's middle."""
    return (
        mark.height <= DASH * row.height
        and mark.width >= LENGTH * row.height
        and abs(mark.center_y - row.center_y) <= MIDDLE * row.height
    )


def is_points(ink: NDArray[np.uint8]) -> bool:
    """Whether the low ink ``(H, W)`` is a row of points: alike, as wide as high, filled, with as much white between."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not columns.size:
        return False
    starts, ends = white_runs(ink)
    lefts, rights = np.append(columns[0], ends), np.append(starts, columns[-1] + 1)
    rows = ink.any(axis=1).sum()
    filled = ink[:, columns[0] : columns[-1] + 1].sum() / max(1, int((rights - lefts).sum()) * int(rows))
    return bool(
        len(lefts) > 1
        and (rights - lefts <= ROUND * rows).all()
        and (ends - starts >= APART * rows).all()
        and filled >= FILLED
    )


def widest_white(ink: NDArray[np.uint8]) -> int:
    """The largest number of neighbouring columns without ink."""
    starts, ends = white_runs(ink)
    return int((ends - starts).max(initial=0))


def white_runs(ink: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the runs of columns without ink inside the row of type ``(H, W)`` begin, and where they end."""
    columns = np.flatnonzero(ink.any(axis=0))
    gaps = np.flatnonzero(np.diff(columns) > 1)
    return columns[gaps] + 1, columns[gaps + 1]


def _last_run(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The ink after the last white column inside the row."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not columns.size:
        return ink[:, :0]
    _, ends = white_runs(ink)
    return ink[:, int(ends[-1] if ends.size else columns[0]) : int(columns[-1]) + 1]


def _narrow_end(ink: NDArray[np.uint8], size: float) -> NDArray[np.uint8]:
    """The ink after the last white column of a row of type of this size; nothing where it is wider than a mark."""
    mark = _last_run(ink)
    return ink[:, :0] if mark.shape[1] > MARK * size or mark.shape[1] == ink.shape[1] else mark
