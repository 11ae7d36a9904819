"""The doors between stations: what may be replaced, and what a replacement must promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import Direction, Glyph, Layout, Page
from ocr.raster import Scan, Sheet

__all__ = ["LineImage", "LineReader", "PageSource", "Segmenter", "Writer"]


class PageSource(Protocol):
    """A file, or a stream, that holds scans."""

    def __len__(self) -> int:
        """The number of pages."""
        ...

    def scans(self) -> Iterator[Scan]:
        """The pages one by one; a page is in memory only while it is used.

        Raises:
            InputError: naming file and page, when one cannot be read.
        """
        ...


class Segmenter(Protocol):
    """Finds where things are on a page."""

    def segment(self, sheet: Sheet) -> Layout:
        """The layout of `sheet`, in its frame; every inked line in exactly one block."""
        ...


class LineImage(Protocol):
    """One line cut out of the page, alone on white paper."""

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """``(H, W)`` grey; a vertical line stands upright, its first character on top."""
        ...

    @property
    def direction(self) -> Direction: ...

    @property
    def size(self) -> float:
        """The character size in pixels of this image."""
        ...

    def to_page(self, box: Box) -> Box:
        """`box` of this image in the frame of the page."""
        ...


class LineReader(Protocol):
    """Reads lines of text.

    Attributes:
        name: short and stable, such as ``tesseract``.
        fingerprint: name, version and model checksum; changes whenever the output may.
    """

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        """For each image its characters in reading order, boxes in the frame of the page.

        An image without text gives an empty tuple.

        Raises:
            EngineError: when the engine itself fails.
        """
        ...


class Writer(Protocol):
    """Turns a finished page into a file's bytes."""

    @property
    def suffix(self) -> str:
        """The ending of the file's name, such as ``.md``."""
        ...

    def write(self, page: Page) -> bytes: ...
