"""Specks: paper that shows through the dark of a panel, printed white on dark and turned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.components import find_components

__all__ = ["SpeckSettings", "without_specks"]


@dataclass(frozen=True, slots=True)
class SpeckSettings:
    """What counts as a speck; lengths in body characters.

    Attributes:
        side: ink no larger than this both ways is a speck or a small mark,
        glyph: and ink larger than this both ways a character.
        many: with so many specks to a character the panel is specked; type alone has fewer small marks.
    """

    side: float = 0.22
    glyph: float = 0.6
    many: float = 0.25


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
        rest[box.slices] = parts.mask_of(~small)
    return rest
