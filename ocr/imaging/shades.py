"""One shade per pixel: colour becomes a grey in which red, blue and green print stay dark."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["shrink", "to_grey", "whole_shrink_factor"]

PAPER_SHARE = 0.75
"""The share of a coarse view under which the paper's own shade lies; print covers less than half of a page,
and the brightest pixels are gloss and noise."""
COARSE_SIDE = 400
"""The longer side, in pixels, of the coarse view on which the paper's shade is taken."""
DARKEST_PAPER = 90
"""A channel darker than this is no paper but a dark page; it is not stretched to white."""


def whole_shrink_factor(width: int, height: int, side: int) -> int:
    """The least whole number that brings the longer side of a page down to `side` pixels."""
    return max(1, -(-max(width, height) // side))


def shrink(grey: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """`grey` ``(H, W)`` with every ``factor × factor`` pixels averaged into one, a rest at the edges, too."""
    if factor == 1:
        return grey
    height, width = grey.shape
    size = (max(1, -(-width // factor)), max(1, -(-height // factor)))
    if width % factor or height % factor:
        # Whole factors keep the two grids aligned: pixel (x, y) of the result is exactly one block of the page.
        rest = size[1] * factor - height, size[0] * factor - width
        grey = np.asarray(cv2.copyMakeBorder(grey, 0, rest[0], 0, rest[1], cv2.BORDER_REPLICATE), dtype=np.uint8)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def to_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A grey ``(H, W)`` of `pixels` ``(H, W)`` or ``(H, W, 3)``; always an array of its own.

    Each channel is first stretched so that the paper is white in all three; then a pixel is the mean of its two
    darkest channels. Luma would make red and blue print light grey; the very darkest channel would make the noise of
    the blue one, and yellow stains, black.
    """
    if pixels.ndim == 2:
        return pixels.copy()
    factor = whole_shrink_factor(pixels.shape[1], pixels.shape[0], COARSE_SIDE)
    coarse = pixels[factor // 2 :: factor, factor // 2 :: factor]
    channels = [pixels[:, :, i] for i in range(3)]
    white = [float(np.quantile(coarse[:, :, i], PAPER_SHARE)) for i in range(3)]
    brightest = max(white)
    stretched = [_stretch(channel, shade, brightest) for channel, shade in zip(channels, white, strict=True)]
    low = cv2.min(stretched[0], stretched[1])
    high = cv2.max(stretched[0], stretched[1], dst=stretched[0])
    middle = cv2.min(high, stretched[2], dst=high)
    # The two darkest of three are min(low, third) and the one between; `middle` is max(low, min(high, third)).
    darkest = cv2.min(low, stretched[2], dst=stretched[1])
    cv2.max(low, middle, dst=middle)
    return np.asarray(cv2.addWeighted(darkest, 0.5, middle, 0.5, 0.0, dst=low), dtype=np.uint8)


def _stretch(channel: NDArray[np.uint8], white: float, target: float) -> NDArray[np.uint8]:
    """`channel` with its paper shade `white` lifted to `target`; untouched when it shows no paper."""
    if white < DARKEST_PAPER:
        return np.ascontiguousarray(channel)
    table = np.clip(np.arange(256) * (target / white), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(np.ascontiguousarray(channel), table), dtype=np.uint8)
