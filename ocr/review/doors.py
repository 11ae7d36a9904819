"""What the review needs from other rooms, handed in by whoever starts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import Page, TextLine

__all__ = ["Doors", "OpenScan", "ReadRegion"]

OpenScan = Callable[[Path, int], NDArray[np.uint8]]
"""The pixels of one page of a scan file: ``(H, W)`` grey or ``(H, W, 3)`` RGB."""

ReadRegion = Callable[[NDArray[np.uint8], Box], tuple[TextLine, ...]]
"""Finds and reads the lines inside a box of the upright grey page ``(H, W)``; boxes in the frame of the page."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The functions of other rooms that the review calls.

    Attributes:
        read_page: a page from the bytes of its JSON file; raises `OutputError`.
        write_page: the bytes of its JSON file.
        write_markdown: the bytes of its Markdown file.
        open_scan: None when scans cannot be opened here, so that only runs with page images show a picture.
        read_region: None when no engine is at hand, so that blocks cannot be read again.
    """

    read_page: Callable[[bytes], Page]
    write_page: Callable[[Page], bytes]
    write_markdown: Callable[[Page], bytes]
    open_scan: OpenScan | None = None
    read_region: ReadRegion | None = None
