"""Scans in image files: TIFF of many pages, PNG, JPEG, JPEG 2000, WebP, BMP and netpbm."""

from __future__ import annotations

import math
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from ocr.errors import InputError
from ocr.raster import Raster, Scan
from ocr.source.limits import check_size
from ocr.source.origin import Origin
from ocr.source.ranges import PageRanges

__all__ = ["ImageSource"]

FORMATS = ("BMP", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP")
"""Only these decoders are tried: each other one is a door that no scan comes through."""
DAMAGE = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError),
    *(struct.error, zlib.error, MemoryError, Image.DecompressionBombError),
)
"""All that Pillow raises over broken files."""
INCH_MM = 25.4
SMALLEST_PAGE_MM, LARGEST_PAGE_MM = 60.0, 1000.0
"""A file whose resolution makes its page smaller than a card or larger than an open broadsheet does not know it."""
BITS_12 = 4095
"""Scanners of 12 bits leave the upper four of 16 empty."""
TILE_COLUMNS, TILE_ROWS = 322, 323
"""Tags of TIFF."""

_OPENING = threading.Lock()


class ImageSource:
    """The pages of one image file."""

    def __init__(self, origin: Origin, ranges: PageRanges | None, dpi: float, max_megapixels: float) -> None:
        self._origin, self._dpi, self._max_megapixels = origin, dpi, max_megapixels
        with _opened(origin) as image:
            # A second frame of other formats is a preview or an animation, not a page.
            count = _frames(image, origin) if image.format == "TIFF" else 1
        self._indices = ranges.select(count, origin.name) if ranges else tuple(range(count))

    def __len__(self) -> int:
        return len(self._indices)

    def scans(self) -> Iterator[Scan]:
        """The pages one by one, each decoded when it is asked for.

        Raises:
            OversizeError: when a page has too many pixels; none has been decoded then.
            InputError: when a page is damaged.
        """
        for index in self._indices:
            yield Scan(self._raster(index), self._origin.name, self._origin.sha256, index)

    def _raster(self, index: int) -> Raster:
        place = self._origin.page(index)
        with _opened(self._origin) as image:
            try:
                if index:
                    with _limited(None):
                        image.seek(index)
                check_size(*image.size, self._max_megapixels, place)
                check_size(*_tile(image), self._max_megapixels, place)
                dpi = _resolution(image) or self._dpi
                with _limited(self._max_megapixels):
                    image.load()
                upright = ImageOps.exif_transpose(image)
                return Raster(_pixels(upright), dpi)
            except DAMAGE as problem:
                raise InputError(
                    f"{place}: the image is damaged ({problem})", cure="scan or copy the file again"
                ) from problem


@contextmanager
def _limited(megapixels: float | None) -> Iterator[None]:
    """Pillow's own limit of pixels set to ours, or aside: pages are checked one by one, and the limit can be set."""
    with _OPENING:
        limit = Image.MAX_IMAGE_PIXELS
        Image.MAX_IMAGE_PIXELS = None if megapixels is None else math.ceil(megapixels * 1e6)
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit


@contextmanager
def _opened(origin: Origin) -> Iterator[Image.Image]:
    with origin.open() as stream:
        try:
            with _limited(None):
                image = Image.open(stream, formats=FORMATS)
        except UnidentifiedImageError as problem:
            raise InputError(
                f"{origin.name}: neither a PDF nor an image that can be read",
                cure="give a PDF, TIFF, PNG, JPEG, JPEG 2000, WebP or BMP; its name does not matter, its content does",
            ) from problem
        except DAMAGE as problem:
            raise InputError(
                f"{origin.name}: the image is damaged ({problem})", cure="scan or copy the file again"
            ) from problem
        with image:
            yield image


def _frames(image: Image.Image, origin: Origin) -> int:
    try:
        with _limited(None):
            return int(getattr(image, "n_frames", 1))
    except DAMAGE as problem:
        raise InputError(
            f"{origin.name}: the list of its pages is damaged ({problem})", cure="scan or copy the file again"
        ) from problem


def _tile(image: Image.Image) -> tuple[int, int]:
    """Columns and rows of a TIFF's tiles, which its decoder makes whole, however small the page; 0 without tiles."""
    tags = getattr(image, "tag_v2", {})
    columns, rows = tags.get(TILE_COLUMNS, 0), tags.get(TILE_ROWS, 0)
    return (columns, rows) if isinstance(columns, int) and isinstance(rows, int) else (0, 0)


def _resolution(image: Image.Image) -> float:
    """Dots per inch as the file says, 0 when it does not or cannot be right."""
    try:
        dpi = float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0.0
    if not dpi > 0:
        return 0.0
    longer = max(image.size) / dpi * INCH_MM
    return dpi if SMALLEST_PAGE_MM <= longer <= LARGEST_PAGE_MM else 0.0


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """The pixels as grey ``(H, W)`` or RGB ``(H, W, 3)``; what is transparent shows white paper."""
    if image.mode.startswith("I") or image.mode == "F":
        return _deep(np.asarray(image))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper.convert("RGB")
    if image.mode == "1":
        image = image.convert("L")
    elif image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    return np.array(image, dtype=np.uint8)


def _deep(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Grey of 16 or 32 bits brought down to 8."""
    if values.dtype.kind == "f":
        top = float(values.max(initial=0.0))
        scale = 255.0 if top <= 1 else 1.0 if top <= 255 else 255.0 / top
        return np.asarray(np.clip(np.nan_to_num(values) * scale, 0, 255), dtype=np.uint8)
    top = int(values.max(initial=0))
    shift = 0 if top <= 255 else 4 if top <= BITS_12 else 8 if top <= 65535 else 16
    return np.asarray(np.clip(np.right_shift(values, shift), 0, 255), dtype=np.uint8)
