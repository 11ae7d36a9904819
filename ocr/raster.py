"""Page images: as scanned, and made upright and clean; the characters a file itself names; and the lie of ink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Affine, Box

__all__ = ["LayerCharacter", "Raster", "Scan", "Sheet", "slant"]


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """The pixels of one scan.

    Attributes:
        pixels: ``(H, W)`` grey or ``(H, W, 3)`` RGB, uint8, 255 is white.
        dpi: dots per inch; 0 when the file does not say.
    """

    pixels: NDArray[np.uint8]
    dpi: float = 0.0

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True)
class LayerCharacter:
    """A character as the text layer of a file names it, believed or not.

    Attributes:
        text: what the file says it is; U+FFFD when it does not say.
        box: its ink as the font draws it, in pixels of the scan.
        cell: the room it takes in its line, in pixels of the scan.
        face: the same number for all characters whose fonts have one name, or none.
        font: the same number for all characters of one font; a program may cut a face into many.
        visible: whether it is drawn; the layer that OCR software lays under a scan is not.
    """

    text: str
    box: Box
    cell: Box
    face: int
    font: int
    visible: bool


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """One page of an input file.

    Attributes:
        raster: its pixels.
        source: the file's name, without folders.
        sha256: of the file's bytes.
        index: the page in the file, from 0.
        text_layer: the characters the file names, in its order; none in an image file.
    """

    raster: Raster
    source: str
    sha256: str
    index: int
    text_layer: tuple[LayerCharacter, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page made upright, evenly lit and dark on light.

    Attributes:
        grey: ``(H, W)`` uint8, paper near 255, ink near 0; white-on-dark panels are turned.
        ink: ``(H, W)`` uint8, 1 where there is ink, 0 elsewhere.
        panels: the places that were turned.
        grounds: the places printed on a tint, which was made white.
        body_size: the size of the body characters in pixels; 0 on a blank page.
        to_scan: maps this frame onto the scan's pixels.
    """

    grey: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    panels: tuple[Box, ...]
    grounds: tuple[Box, ...]
    body_size: float
    to_scan: Affine

    @property
    def width(self) -> int:
        return int(self.grey.shape[1])

    @property
    def height(self) -> int:
        return int(self.grey.shape[0])


def slant(ink: NDArray[Any]) -> float:
    """The correlation of columns and rows over `ink`: 1 falls to the right, -1 to the left, 0 is upright or round.

    Args:
        ink: ``(H, W)``, some of it over 0; how much of each pixel is ink, or whether it is.
    """
    rows, columns = np.nonzero(ink)
    weights = ink[rows, columns]
    total = weights.sum()
    across, down = columns - (weights * columns).sum() / total, rows - (weights * rows).sum() / total
    spread = float((weights * across**2).sum() * (weights * down**2).sum())
    return float((weights * across * down).sum()) / spread**0.5 if spread > 0 else 0.0
