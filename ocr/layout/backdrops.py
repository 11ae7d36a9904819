"""Backdrops: pale pictures and tints that headlines are printed on, told from type by their shade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.layout.components import find_components

__all__ = ["BackdropSettings", "without_backdrops"]


@dataclass(frozen=True, slots=True)
class BackdropSettings:
    """What counts as a backdrop; lengths in body characters.

    Attributes:
        long, short: pale ink smaller than this is faint type, or the dash of a deck.
        pale: a backdrop is less dark than this share of the print: large type in a lighter shade must still be read.
        print_from, print_to: the print's darkness is taken from ink of these sizes.
    """

    long: float = 2.3
    short: float = 0.5
    pale: float = 0.4
    print_from: float = 0.5
    print_to: float = 1.3


def without_backdrops(
    ink: NDArray[np.uint8], grey: NDArray[np.uint8], body: float, settings: BackdropSettings
) -> NDArray[np.uint8]:
    """`ink` ``(H, W)`` less the large parts of it that are much paler than the print; `grey` has its frame."""
    parts = find_components(ink)
    longer, shorter = parts.longer, parts.shorter
    large = (longer > settings.long * body) & (shorter > settings.short * body)
    printed = (longer > settings.print_from * body) & (longer < settings.print_to * body)
    if not large.any() or not printed.any():
        return ink
    owner = parts.labels[ink > 0]
    dark = 255 - grey[ink > 0].astype(np.int32)
    # Thin strokes are blurred: only their darkest pixel tells the shade of the print.
    darkest = np.zeros(len(parts) + 1, np.int32)
    np.maximum.at(darkest, owner, dark)
    mean = np.bincount(owner, dark, len(parts) + 1)[1:] / parts.areas
    pale = large & (mean < settings.pale * np.median(darkest[1:][printed]))
    return parts.mask_of(~pale) if pale.any() else ink
