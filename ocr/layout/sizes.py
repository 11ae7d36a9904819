"""The character size and stroke width of each line."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import Direction, LineRegion

__all__ = ["measure_lines"]

EM_OVER_INK = 1.07
"""The em square over the height of a line's ink: Chinese characters fill about 0.93 of it."""
LONG_LINE = 4.0
"""A line this many times longer than thick surely holds a full-height character."""


def measure_lines(
    ink: NDArray[np.uint8], found: tuple[tuple[Box, Direction], ...], body: float
) -> tuple[LineRegion, ...]:
    """`found` with sizes and weights; `ink` ``(H, W)`` and boxes share one frame, `body` is the body size in it."""
    lines = []
    for box, direction in found:
        thickness = box.height if direction is Direction.HORIZONTAL else box.width
        length = box.width if direction is Direction.HORIZONTAL else box.height
        size = thickness * EM_OVER_INK
        if length < LONG_LINE * thickness and size < body:
            size = min(body, max(size, min(length, body)))
        lines.append(LineRegion(box, direction, float(size), _weight(ink[box.slices], size)))
    return tuple(lines)


def _weight(ink: NDArray[np.uint8], size: float) -> float:
    """The mean stroke width over the size: ink area against the length of its outline."""
    area = int(ink.sum())
    if not area:
        return 0.0
    padded = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    across = int(np.abs(np.diff(padded.astype(np.int8), axis=1)).sum())
    down = int(np.abs(np.diff(padded.astype(np.int8), axis=0)).sum())
    outline = float(np.hypot(across, down)) * 1.0
    return 2.0 * area / max(1.0, outline * 1.2) / max(1.0, size)
