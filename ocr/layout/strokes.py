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
        thin: between the rows it is no wider than this,
        leading: for so long,
        times: so often; or
        share: so much of its height.
    """

    tall: float = 3.0
    thin: float = 0.25
    leading: float = 0.25
    times: int = 3
    share: float = 0.5


def without_strokes(ink: NDArray[np.uint8], body: float, settings: StrokeSettings) -> NDArray[np.uint8]:
    """`ink` ``(H, W)`` with each stroke that characters of several rows hang on cut between the rows."""
    parts = find_components(ink)
    cut = ink
    for i in np.flatnonzero((parts.heights > settings.tall * body) & (parts.widths > 2 * settings.thin * body)):
        place = parts.box(int(i)).slices
        own = parts.labels[place] == i + 1
        thin = own.sum(axis=1) <= settings.thin * body
        edges = np.flatnonzero(np.diff(np.concatenate([[False], thin, [False]]).astype(np.int8)))
        runs = edges[1::2] - edges[::2]
        if thin.mean() >= settings.share or (runs >= settings.leading * body).sum() >= settings.times:
            cut = ink.copy() if cut is ink else cut
            cut[place][own & thin[:, None]] = 0
    return cut
