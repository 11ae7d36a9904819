"""The scans of a run, opened again by commands that read its output."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.errors import InputError
from ocr.source import open_source

__all__ = ["open_scan"]


def open_scan(path: Path, index: int) -> NDArray[np.uint8]:
    """The pixels of one page of a scan file: ``(H, W)`` grey or ``(H, W, 3)`` RGB.

    Raises:
        InputError: when the file has no such page.
    """
    for scan in open_source(str(path), pages=str(index + 1)).scans():
        return scan.raster.pixels
    raise InputError(f"{path}, page {index + 1}: the file has no such page", cure="give the scans of this very run")
