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
STRETCH = 3.0
"""A slanting or bent line is measured in stretches this many times longer than thick,"""
STRETCHES = 3
"""of which there are at least so many;"""
SHORT_STRETCH = 1.4
"""one of few characters, such as a subhead, in stretches that hold one of them whole;"""
FULL_STRETCHES = 75
"""the thickness that this per cent of them keep within is the line's,"""
BENT = 0.9
"""when it is less than this share of the thickness of the whole: a stretch of figures or dashes is low by chance."""

SWOLLEN = 1.7
"""A level line that seems larger than the body, but not so many times, may be one that slants or that ink touches."""


def measure_lines(
    ink: NDArray[np.uint8], found: tuple[tuple[Box, Direction], ...], body: float, *, bent: bool = False
) -> tuple[LineRegion, ...]:
    """`found` with sizes and weights.

    Args:
        ink: ``(H, W)``, in one frame with the boxes.
        body: the body size in it.
        bent: whether lines may slant or bend, as those of old vertical pages do, long ones that fill the whole page;
            each is measured in stretches then. The box around a level line holds what its stretches may lack: the high
            letters and brackets that tell a heading from text.
    """
    lines = []
    for box, direction in found:
        thickness = box.height if direction is Direction.HORIZONTAL else box.width
        length = box.width if direction is Direction.HORIZONTAL else box.height
        size = thickness * EM_OVER_INK
        if bent or body < size < SWOLLEN * body:
            stretch = STRETCH if bent or length >= STRETCHES * STRETCH * thickness else SHORT_STRETCH
            straight = _thickness(ink[box.slices], direction, thickness, length, stretch)
            if bent:
                size = (straight if straight < BENT * thickness else thickness) * EM_OVER_INK
            else:
                size = max(body, straight * EM_OVER_INK)
        if length < LONG_LINE * thickness and size < body:
            size = min(body, max(size, min(length, body)))
        lines.append(LineRegion(box, direction, float(size), _weight(ink[box.slices], size)))
    return tuple(lines)


def _thickness(ink: NDArray[np.uint8], direction: Direction, thickness: int, length: int, stretch: float) -> float:
    """How thick the line whose `ink` this is would be if it were straight."""
    count = int(length / (stretch * thickness))
    if count < STRETCHES:
        return thickness
    lying = ink if direction is Direction.HORIZONTAL else ink.T
    spans = []
    for part in np.array_split(lying, count, axis=1):
        rows = np.flatnonzero(part.any(axis=1))
        if rows.size:
            spans.append(int(rows[-1] - rows[0]) + 1)
    return float(np.percentile(spans, FULL_STRETCHES)) if spans else thickness


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
