"""The page's pictures cut out of the scan."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.export.naming import picture_name
from ocr.model import Page

__all__ = ["cut_pictures"]

_QUALITY = 90
"""JPEG: newsprint screens stay without visible blocks, files a tenth of the size of PNG."""


def cut_pictures(page: Page, pixels: NDArray[np.uint8]) -> tuple[tuple[str, bytes], ...]:
    """Each picture of the page as the name that the Markdown gives it and a JPEG file.

    Args:
        page: the finished page.
        pixels: ``(H, W)`` grey or ``(H, W, 3)`` RGB in the frame of the upright page.
    """
    height, width = pixels.shape[:2]
    cut = []
    for index, picture in enumerate(page.pictures):
        box = picture.box.clip(width, height)
        if not box.area:
            continue
        out = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(pixels[box.slices])).save(out, "JPEG", quality=_QUALITY)
        cut.append((picture_name(page, index), out.getvalue()))
    return tuple(cut)
