"""Skew: the small angle by which the scanner, or the hand, turned the page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["SkewSettings", "measure_skew"]


MOST_SLOPE = 0.11
"""The slope of a little more than the largest angle that may be set as a limit, six degrees."""


GOLDEN = 0.6180339887498949
"""Multiples of the golden section fill the unit evenly, and are the same in each run."""


@dataclass(frozen=True, slots=True)
class SkewSettings:
    """How the skew is searched.

    Attributes:
        limit: the largest angle that is looked for, in degrees.
        steps: the step of each round of the search, in degrees; each round looks around the best of the one before.
        strips: lines are followed over this many body characters at a time, round by round: about a column, whose
            lines are in step, and for the exact angle about half a page, whose rules are straight.
        points: so many points of ink (at most) are looked at; more make it slower, not better.
        bin: ink is gathered into bins of this many body characters across the lines.
        gain: the best angle must be better than none by this share, else the page counts as straight.
    """

    limit: float = 5.0
    steps: tuple[float, ...] = (0.5, 0.1, 0.02)
    strips: tuple[float, ...] = (24.0, 24.0, 64.0)
    points: int = 100_000
    bin: float = 0.08
    gain: float = 0.002


def measure_skew(ink: NDArray[np.uint8], body: float, settings: SkewSettings) -> float:
    """The angle in degrees by which `ink` ``(H, W)`` is turned clockwise; 0 on a blank page.

    Edges of characters and rules are projected along lines of each angle; where they fall together the angle is
    right. Rows and columns both count: vertical text and column rules tell as much as lines do.
    """
    if body <= 0:
        return 0.0
    points = [_edges(ink, settings), _edges(np.ascontiguousarray(ink.T), settings)]
    best, span = 0.0, settings.limit
    for step, strip in zip(settings.steps, settings.strips, strict=True):
        profiles = [_Profile.of(*edges, strip * body, settings.bin * body) for edges in points]
        count = round(span / step)
        angles = best + np.arange(-count, count + 1) * step
        angles = angles[np.abs(angles) <= settings.limit + 1e-9]
        # A page turned clockwise tilts its rows down to the right and its columns to the left.
        scores = np.array([profiles[0].score(a) + profiles[1].score(-a) for a in angles])
        best, span = _peak(angles, scores), 1.2 * step
    straight = profiles[0].score(0.0) + profiles[1].score(0.0)
    tilted = profiles[0].score(best) + profiles[1].score(-best)
    return best if tilted > straight * (1 + settings.gain) else 0.0


def _edges(ink: NDArray[np.uint8], settings: SkewSettings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places ``x, y`` of ink with none below it, thinned to the wanted number."""
    edge = ink.copy()
    edge[:-1] &= 1 - ink[1:]
    y, x = np.divmod(np.flatnonzero(edge), ink.shape[1])
    step = max(1, len(x) // settings.points)
    return x[::step], y[::step]


def _peak(angles: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    """The angle of the best score, between the steps by a parabola."""
    top = int(np.argmax(scores))
    if top in (0, len(angles) - 1):
        return float(angles[top])
    before, at, after = (float(s) for s in scores[top - 1 : top + 2])
    bend = before - 2 * at + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float(angles[top] + shift * (angles[1] - angles[0]))


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """Points on the lower edges of ink, and how well they fall into rows."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    strip: NDArray[np.int32]
    rows: int

    @classmethod
    def of(cls, x: NDArray[np.int64], y: NDArray[np.int64], wide: float, fine: float) -> _Profile:
        """The points ``x, y`` in strips `wide` pixels wide and rows of `fine` pixels, one at least."""
        strip = (x / wide).astype(np.int32)
        # Turning about the middle of each strip keeps the points within a few rows of their place.
        middle = (strip + 0.5) * wide
        # Whole rows of pixels fall together at angle 0 whatever is printed; spread within the pixel they do not.
        rough = y + (x * GOLDEN) % 1.0
        scale = 1.0 / max(1.0, fine)
        margin = 0.5 * wide * MOST_SLOPE * scale
        rows = int(y.max(initial=0) * scale + 2 * margin) + 3
        return cls(
            ((x - middle) * scale).astype(np.float32), (rough * scale + margin + 1).astype(np.float32), strip, rows
        )

    def score(self, angle: float) -> float:
        """How unevenly the points fall into rows along lines that tilt by `angle` degrees down to the right."""
        if not len(self.x):
            return 0.0
        row = self.y - self.x * np.float32(np.tan(np.radians(angle)))
        index = self.strip * self.rows + row.astype(np.int32)
        counts = np.bincount(index).astype(np.float32)
        return float((counts * counts).sum())
