"""The page's pictures cut out of the scan."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.export.naming import picture_name
from ocr.geometry import Affine, Box
from ocr.model import Page

__all__ = ["cut_pictures"]

_QUALITY = 90
"""JPEG: newsprint screens stay without visible blocks, files a tenth of the size of PNG."""

_EDGE = 2
"""Pixels of the scan around a picture that turning it upright mixes in."""


def cut_pictures(page: Page, pixels: NDArray[np.uint8]) -> tuple[tuple[str, bytes], ...]:
    """Each picture of the page as the name that the Markdown gives it and a JPEG file, upright.

    They come from the scan itself: with its colours and shades, which the page that is read has lost.

    Args:
        page: the finished page.
        pixels: of the scan, ``(H, W)`` grey or ``(H, W, 3)`` RGB.
    """
    cut = []
    for index, picture in enumerate(page.pictures):
        box = picture.box.clip(page.width, page.height)
        if not box.area:
            continue
        out = io.BytesIO()
        _upright(pixels, box, page.provenance.to_scan).save(out, "JPEG", quality=_QUALITY)
        cut.append((picture_name(page, index), out.getvalue()))
    return tuple(cut)


def _upright(pixels: NDArray[np.uint8], box: Box, to_scan: Affine) -> Image.Image:
    """What the scan shows in `box` of the upright page; white where the box leaves the scan."""
    back = to_scan.after(Affine(c=box.left, f=box.top))
    height, width = pixels.shape[:2]
    reach = to_scan.bounds(box).grow(_EDGE).clip(width, height)
    if not reach.area:
        return Image.new("L", (box.width, box.height), "white")
    part = Image.fromarray(np.ascontiguousarray(pixels[reach.slices]))
    matrix = (back.a, back.b, back.c - reach.left, back.d, back.e, back.f - reach.top)
    smooth = Image.Resampling.BILINEAR
    return part.transform((box.width, box.height), Image.Transform.AFFINE, matrix, resample=smooth, fillcolor="white")
