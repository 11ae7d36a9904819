"""Faint ink, told by its shade: backdrops of headlines, and print of the other side that shows through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.layout.components import find_components

__all__ = ["FaintSettings", "without_faint"]


@dataclass(frozen=True, slots=True)
class FaintSettings:
    """What is too pale for type; lengths in body characters, shades as shares of the darkness of the print.

    Attributes:
        long, short: ink larger than this is a backdrop when pale; smaller it is faint type, or the dash of a deck.
        backdrop: a backdrop is less dark than this: large type in a lighter shade must still be read.
        through: smaller ink whose darkest pixel is less dark than this shows through from the other side; larger it may
            be a pale drawing, which tells an infographic.
        print_from, print_to: the print's darkness is taken from ink of these sizes.
    """

    long: float = 2.3
    short: float = 0.5
    backdrop: float = 0.4
    through: float = 0.35
    print_from: float = 0.5
    print_to: float = 1.3


def without_faint(
    ink: NDArray[np.uint8], grey: NDArray[np.uint8], body: float, settings: FaintSettings
) -> NDArray[np.uint8]:
    """`ink` ``(H, W)`` less what of it is much paler than the print; `grey` has its frame."""
    parts = find_components(ink)
    longer, shorter = parts.longer, parts.shorter
    printed = (longer > settings.print_from * body) & (longer < settings.print_to * body)
    if not printed.any():
        return ink
    owner = parts.labels[ink > 0]
    dark = 255 - grey[ink > 0].astype(np.int32)
    # Thin strokes are blurred: only their darkest pixel tells the shade of the print.
    darkest = np.zeros(len(parts) + 1, np.int32)
    np.maximum.at(darkest, owner, dark)
    darkest = darkest[1:]
    mean = np.bincount(owner, dark, len(parts) + 1)[1:] / parts.areas
    shade = np.median(darkest[printed])
    large = (longer > settings.long * body) & (shorter > settings.short * body)
    through = (longer < settings.long * body) & (darkest < settings.through * shade)
    faint = (large & (mean < settings.backdrop * shade)) | through
    return parts.mask_of(~faint) if faint.any() else ink
