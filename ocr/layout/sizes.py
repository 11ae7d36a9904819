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
SWOLLEN = 1.7
"""A level line that seems larger than the body, but not so many times, may be one that slants or that ink touches."""
STRETCH, LEVEL_STRETCH = 3.0, 1.4
"""Lines that may slant or bend are measured in stretches this many times longer than thick; level ones that seem
swollen in shorter ones, which just hold a whole character: what touches such a line touches few of them,"""
STRETCHES = 3
"""of which there are at least so many;"""
FULL_STRETCHES = 75
"""the thickness that this per cent of them keep within is the line's."""
BENT, SWOLLEN_LEAST = 0.9, 0.95
"""It is the line's only when less than this share of the thickness of the whole: a stretch of figures or dashes is low
by chance."""


def measure_lines(
    ink: NDArray[np.uint8], found: tuple[tuple[Box, Direction], ...], body: float, *, bent: bool = False
) -> tuple[LineRegion, ...]:
    """`found` with sizes and weights.

    Args:
        ink: ``(H, W)``, in one frame with the boxes.
        body: the body size in it.
        bent: whether lines may slant or bend, as those of old vertical pages do, long ones that fill the whole page.
    """
    lines = []
    for box, direction in found:
        level = direction is Direction.HORIZONTAL
        thickness, length = (box.height, box.width) if level else (box.width, box.height)
        size = thickness * EM_OVER_INK
        lying = ink[box.slices] if level else ink[box.slices].T
        if bent:
            size = _thickness(lying, STRETCH, BENT) * EM_OVER_INK
        elif body < size < SWOLLEN * body:
            size = max(body, _thickness(lying, LEVEL_STRETCH, SWOLLEN_LEAST) * EM_OVER_INK)
        if length < LONG_LINE * thickness and size < body:
            size = min(body, max(size, min(length, body)))
        lines.append(LineRegion(box, direction, float(size), _weight(ink[box.slices], size)))
    return tuple(lines)


def _thickness(lying: NDArray[np.uint8], stretch: float, least: float) -> float:
    """How thick a line would be if it were straight.

    Args:
        lying: ``(H, W)``, its ink, written from left to right.
        stretch: the length of the parts that are measured, in its thickness.
        least: the share of the thickness of the whole that the result must be less than, else that is the result.
    """
    thickness, length = (int(side) for side in lying.shape)
    count = int(length / (stretch * thickness))
    if count < STRETCHES:
        return thickness
    spans = []
    for part in np.array_split(lying, count, axis=1):
        rows = np.flatnonzero(part.any(axis=1))
        if rows.size:
            spans.append(int(rows[-1] - rows[0]) + 1)
    straight = float(np.percentile(spans, FULL_STRETCHES)) if spans else thickness
    return straight if straight < least * thickness else thickness


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
