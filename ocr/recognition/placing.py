"""Turns an engine's rough character places into boxes around ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box

__all__ = ["INK_LEVEL", "ink_box"]

INK_LEVEL = 160
"""Darker is ink; the paper of a sheet is near 255, and the soft edge of a stroke half way."""


def ink_box(pixels: NDArray[np.uint8], left: float, right: float) -> Box:
    """The ink between two columns of a line image; the whole strip when there is none.

    Args:
        pixels: ``(H, W)`` grey.
        left: the first column, clipped to the image.
        right: the column after the last; at least one column is taken.
    """
    height, width = pixels.shape
    start = min(max(0, round(left)), width - 1)
    end = max(start + 1, min(width, round(right)))
    ink = pixels[:, start:end] < INK_LEVEL
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if not columns.size:
        return Box(start, 0, end, height)
    return Box(start + int(columns[0]), int(rows[0]), start + int(columns[-1]) + 1, int(rows[-1]) + 1)
