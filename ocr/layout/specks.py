"""Specks: paper that shows through the dark of a panel, printed white on dark and turned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.components import find_components

__all__ = ["SpeckSettings", "without_specks"]

DENSE = 0.9
"""Windows with more ink than this share of a panel's are dense."""


@dataclass(frozen=True, slots=True)
class SpeckSettings:
    """What counts as a speck; lengths in body characters.

    Attributes:
        side: ink no larger than this both ways is a speck or a small mark,
        glyph: and ink larger than this both ways a character.
        many: with so many specks to a character the panel is specked; type alone has fewer small marks.
        crowded: with so many they also tie columns together; where the gutters are white, cleaning them only costs
            strokes.
        wide, high: a row of type is denser than the specks over and under it, in windows of this size,
        row: by this share of the densest window
        leading: so far above and below,
        faint: which itself has this share of the ink of the panel's dense windows.
        stroke: strokes as wide as this stay whole: they are a headline's, which is larger than the windows.
    """

    side: float = 0.22
    glyph: float = 0.6
    many: float = 0.25
    crowded: float = 5.0
    wide: float = 3.0
    high: float = 0.2
    row: float = 0.35
    leading: float = 0.7
    faint: float = 0.3
    stroke: float = 0.2


def without_specks(
    ink: NDArray[np.uint8], panels: Iterable[Box], body: float, settings: SpeckSettings
) -> NDArray[np.uint8]:
    """`ink` ``(H, W)`` less the specks of those of the `panels` that are full of them."""
    rest = ink
    for box in panels:
        parts = find_components(np.ascontiguousarray(ink[box.slices]))
        longer, shorter = parts.longer, parts.shorter
        small = longer <= settings.side * body
        specks, characters = int(small.sum()), int((shorter > settings.glyph * body).sum())
        if specks <= settings.many * characters:
            continue
        rest = ink.copy() if rest is ink else rest
        larger = parts.mask_of(~small)
        kept = _dense_only(larger, body, settings)
        if specks > settings.crowded * characters:
            columns = _dense_only(np.ascontiguousarray(kept.T), body, settings).T
            kept = np.where(_thick(larger, body, settings), larger, columns)
        rest[box.slices] = kept
    return rest


def _thick(ink: NDArray[np.uint8], body: float, settings: SpeckSettings) -> NDArray[np.bool_]:
    """Where `ink` of a panel is part of strokes that only headlines have."""
    stroke = np.ones((max(1, round(settings.stroke * body)),) * 2, np.uint8)
    return np.asarray(cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, stroke), stroke), np.bool_)


def _dense_only(ink: NDArray[np.uint8], body: float, settings: SpeckSettings) -> NDArray[np.uint8]:
    """`ink` of a panel less what is left of the specks between its rows, where they touch the type.

    Of the transposed ink, less what is left between its columns, where specks would join them over the gutter.
    """
    window = max(1, round(settings.wide * body)), max(1, round(settings.high * body))
    dense = np.asarray(cv2.boxFilter(ink, cv2.CV_32F, window, borderType=cv2.BORDER_CONSTANT), np.float32)
    column = np.ones((2 * round(settings.leading * body) + 1, 1), np.uint8)
    densest = np.maximum(cv2.dilate(dense, column), settings.faint * float(np.quantile(dense, DENSE)))
    return np.where(dense >= settings.row * densest, ink, np.uint8(0))
