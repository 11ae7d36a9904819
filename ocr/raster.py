"""Page images: as scanned, and made upright and clean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Affine, Box

__all__ = ["Raster", "Scan", "Sheet"]


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


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """One page of an input file.

    Attributes:
        raster: its pixels.
        source: the file's name, without folders.
        sha256: of the file's bytes.
        index: the page in the file, from 0.
    """

    raster: Raster
    source: str
    sha256: str
    index: int


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page made upright, evenly lit and dark on light.

    Attributes:
        grey: ``(H, W)`` uint8, paper near 255, ink near 0; white-on-dark panels are turned.
        ink: ``(H, W)`` uint8, 1 where there is ink, 0 elsewhere.
        panels: the places that were turned.
        body_size: the size of the body characters in pixels; 0 on a blank page.
        to_scan: maps this frame onto the scan's pixels.
    """

    grey: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    panels: tuple[Box, ...]
    body_size: float
    to_scan: Affine

    @property
    def width(self) -> int:
        return int(self.grey.shape[1])

    @property
    def height(self) -> int:
        return int(self.grey.shape[0])
