"""What readers and archives leave on a page: stamps, underlined lines, rings and notes in ballpoint."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["stamp", "write_by_hand"]

Floats = NDArray[np.floating]

STAMP_SHARE = 0.03
"""A library's round stamp is about an inch and a quarter wide: its radius as a share of a broadsheet's height."""
PEN_SHARE = 0.0009
"""A ballpoint's line is half a millimetre wide: the share of a broadsheet's height."""
SIGN_SHARE = 0.012
"""Written characters are six or seven millimetres high."""
SHADE = (70.0, 130.0)
"""Blue ink on a grey scan, lighter than print."""


def stamp(page: Floats, rng: np.random.Generator) -> Floats:
    """`page` with a round stamp somewhere; what is printed shows through it."""
    height, width = page.shape
    side = max(12, round(height * STAMP_SHARE))
    x, y = int(rng.integers(side, width - side)), int(rng.integers(side, height - side))
    seal = np.full_like(page, 255)
    cv2.circle(seal, (x, y), side, 150.0, max(2, side // 10))
    cv2.circle(seal, (x, y), side // 3, 160.0, max(2, side // 8))
    return np.minimum(page, seal)


def write_by_hand(page: Floats, rng: np.random.Generator) -> Floats:
    """`page` with an underlined place, a ring round another, and a note of a few characters in the margin."""
    height, width = page.shape
    ink = np.full_like(page, 255)
    pen, size = max(1, round(height * PEN_SHARE)), max(8, round(height * SIGN_SHARE))
    shade = float(rng.uniform(*SHADE))
    left, reach = int(rng.integers(width // 10, width // 2)), int(rng.integers(4, 12)) * size
    along = np.linspace(left, left + reach, 24)
    base = float(rng.integers(height // 5, height * 4 // 5))
    _stroke(ink, along, base + np.cumsum(rng.normal(0, 0.03 * size, 24)), shade, pen)
    turn = np.linspace(0.2, 2 * np.pi + 0.6, 48)
    centre = rng.uniform(0.15, 0.85, 2) * (width, height)
    ring = size * rng.uniform(1.5, 4, 2) * (1.6, 1)
    _stroke(ink, centre[0] + ring[0] * np.cos(turn), centre[1] + ring[1] * np.sin(turn), shade, pen)
    side = 0.012 * width if rng.random() < 0.5 else width - 0.012 * width - 1.2 * size
    top = float(rng.integers(height // 8, height * 3 // 4))
    for number in range(int(rng.integers(3, 7))):
        _sign(ink, rng, (side, top + 1.3 * size * number), size, (shade, pen))
    return np.minimum(page, cv2.GaussianBlur(ink, (0, 0), max(0.5, pen / 3)))


def _sign(
    ink: Floats, rng: np.random.Generator, corner: tuple[float, float], size: int, how: tuple[float, int]
) -> None:
    """A few bent strokes in a square: it looks like a character written fast and is none."""
    for _ in range(int(rng.integers(3, 7))):
        ends = np.array(corner) + size * rng.uniform(0.05, 0.95, (2, 2))
        bow = ends.mean(0) + size * rng.normal(0, 0.12, 2)
        share = np.linspace(0, 1, 12)[:, None]
        path = (1 - share) ** 2 * ends[0] + 2 * share * (1 - share) * bow + share**2 * ends[1]
        _stroke(ink, path[:, 0], path[:, 1], *how)


def _stroke(ink: Floats, x: Floats, y: Floats, shade: float, pen: int) -> None:
    points = np.stack([x, y], 1).round().astype(np.int32)
    cv2.polylines(ink, [points], False, shade, pen, cv2.LINE_AA)
