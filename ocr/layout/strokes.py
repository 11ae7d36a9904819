"""Strokes of a pen down the page, which tie rows of type together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.layout.components import find_components

__all__ = ["StrokeSettings", "without_strokes"]


@dataclass(frozen=True, slots=True)
class StrokeSettings:
    """What is a stroke through several rows; lengths in body characters.

    Attributes:
        tall: ink that reaches over so much holds more than one row.
        thin: between the rows it is no wider than this.
        share: so much of its height is thin.
    """

    tall: float = 3.0
    thin: float = 0.25
    share: float = 0.5


def without_strokes(ink: NDArray[np.uint8], body: float, settings: StrokeSettings) -> NDArray[np.uint8]:
    """`ink` ``(H, W)`` with each stroke that characters of several rows hang on cut between the rows."""
    parts = find_components(ink)
    cut = ink.copy()
    for i in np.flatnonzero((parts.heights > settings.tall * body) & (parts.widths > 2 * settings.thin * body)):
        place = parts.box(int(i)).slices
        own = parts.labels[place] == i + 1
        thin = own.sum(axis=1) <= settings.thin * body
        if thin.mean() >= settings.share:
            cut[place][own & thin[:, None]] = 0
    return cut
