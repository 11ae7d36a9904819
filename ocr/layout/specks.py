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
        wide, high: a row of type is denser than the specks over and under it, in windows of this size,
        row: by this share of the densest window
        leading: so far above and below,
        faint: which itself has this share of the ink of the panel's dense windows.
    """

    side: float = 0.22
    glyph: float = 0.6
    many: float = 0.25
    wide: float = 3.0
    high: float = 0.2
    row: float = 0.35
    leading: float = 0.7
    faint: float = 0.3


def without_specks(
    ink: NDArray[np.uint8], panels: Iterable[Box], body: float, settings: SpeckSettings
) -> NDArray[np.uint8]:
    """`ink` ``(H, W)`` less the specks of those of the `panels` that are full of them."""
    rest = ink
    for box in panels:
        parts = find_components(np.ascontiguousarray(ink[box.slices]))
        longer, shorter = parts.longer, parts.shorter
        small = longer <= settings.side * body
        if small.sum() <= settings.many * (shorter > settings.glyph * body).sum():
            continue
        rest = ink.copy() if rest is ink else rest
        rest[box.slices] = _rows_only(parts.mask_of(~small), body, settings)
    return rest


def _rows_only(ink: NDArray[np.uint8], body: float, settings: SpeckSettings) -> NDArray[np.uint8]:
    """`ink` of a panel less what is left of the specks between its rows, where they touch the type."""
    window = max(1, round(settings.wide * body)), max(1, round(settings.high * body))
    dense = np.asarray(cv2.boxFilter(ink, cv2.CV_32F, window, borderType=cv2.BORDER_CONSTANT), np.float32)
    column = np.ones((2 * round(settings.leading * body) + 1, 1), np.uint8)
    densest = np.maximum(cv2.dilate(dense, column), settings.faint * float(np.quantile(dense, DENSE)))
    return np.where(dense >= settings.row * densest, ink, np.uint8(0))
