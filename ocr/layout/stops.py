"""Full stops at the end of a line that are printed too faintly to be ink."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import Direction

__all__ = ["reach_stops"]

REACH = 1.0
"""A stop stands within so many heights of its line behind the last character."""
LOW = 0.4
"""It stands under this share of the line's height."""
FAINT = 240
"""Grey under this on white paper is print, though it may be lighter than ink."""
SIDES = (0.18, 0.6)
"""A stop is at least and at most so wide and high, in heights of its line."""


def reach_stops(
    lines: Iterable[tuple[Box, Direction]], ink: NDArray[np.uint8], grey: NDArray[np.uint8]
) -> tuple[tuple[Box, Direction], ...]:
    """`lines` whose horizontal ones reach over the faint stop behind them; a fine ring of it is lost in thresholding.

    Args:
        ink: ``(H, W)``: no stop is looked for where other ink stands.
        grey: ``(H, W)``, paper at 255.
    """
    return tuple(
        (_reach(box, ink, grey) if direction is Direction.HORIZONTAL else box, direction) for box, direction in lines
    )


def _reach(box: Box, ink: NDArray[np.uint8], grey: NDArray[np.uint8]) -> Box:
    height = box.height
    right = min(grey.shape[1], box.right + round(REACH * height))
    top, bottom = box.top + round(LOW * height), min(grey.shape[0], box.bottom + height // 8)
    if right <= box.right or ink[box.top : bottom, box.right : right].any():
        return box
    faint = grey[top:bottom, box.right : right] < FAINT
    columns, rows = np.flatnonzero(faint.any(axis=0)), np.flatnonzero(faint.any(axis=1))
    # the soft edge of the last character is no stop
    columns = columns[columns > 1]
    if not columns.size or not rows.size:
        return box
    least, most = SIDES
    width, tall = int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
    if not (least * height <= width <= most * height and least * height <= tall <= most * height):
        return box
    return Box(box.left, box.top, box.right + int(columns[-1]) + 1, box.bottom)
