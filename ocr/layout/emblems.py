"""Emblems: the round marks that papers print before the title of a column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import hull
from ocr.layout.components import Components

__all__ = ["are_emblems"]

LEAST = 2.0
"""An emblem is at least so many body characters high."""
ROUND = 0.85
"""The sides of an emblem are as alike as that; a character's may be, too."""
TITLE = 3.0
"""In so many widths at the right of an emblem there is its title,"""
LOWER, LOWEST = 0.75, 0.4
"""whose type is lower than this share of the emblem, and no lower than that; it is longer than the emblem."""
NEAR, CENTRED = 0.5, 0.15
"""The title begins no farther from its emblem, in the emblem's widths, and its middle is so nearly level with its; what
is as high as the emblem and ends so near before it makes it the last character of a headline."""
ONE_ROW = 0.6
"""A row of type has parts of this share of its height; two rows of smaller type have none."""


def are_emblems(parts: Components, body: float) -> NDArray[np.bool_]:
    """``(N,)``: which parts are emblems, or lie in one."""
    found = np.zeros(len(parts), bool)
    left, top, right, bottom = (parts.boxes[:, k] for k in range(4))
    round_ones = (parts.shorter >= LEAST * body) & (parts.shorter >= ROUND * parts.longer)
    for i in np.flatnonzero(round_ones):
        box = parts.box(int(i))
        level = (top < box.bottom) & (bottom > box.top)
        before = level & (right > box.left - NEAR * box.width) & (left < box.left)
        if parts.heights[before].max(initial=0) >= ROUND * box.height:
            continue
        beside = np.flatnonzero(level & (left >= box.right) & (left < box.right + TITLE * box.width))
        if not beside.size:
            continue
        title = hull(parts.box(int(k)) for k in beside)
        if (
            LOWEST * box.height <= title.height < LOWER * box.height
            and title.width > box.width
            and box.gap_x(title) <= NEAR * box.width
            and abs(title.center_y - box.center_y) <= CENTRED * box.height
            and parts.heights[beside].max() >= ONE_ROW * title.height
        ):
            found |= (left >= box.left) & (right <= box.right) & (top >= box.top) & (bottom <= box.bottom)
    return found
