"""Ink or paper: one threshold per place, half way between the ground there and the print there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.shades import shrink

__all__ = ["ThresholdSettings", "find_ink", "rough_ink"]


@dataclass(frozen=True, slots=True)
class ThresholdSettings:
    """How ink is told from paper.

    Attributes:
        rough: the shade of ink on an evenly lit page before anything is known of it.
        cells: the map of thresholds has this many cells along a body character.
        ground: the ground is the lightest shade within this many body characters, print closed over.
        print: the print is the darkest shade within this many body characters.
        share: the threshold lies this share of the way from the ground down to the darkest print; hairlines, rings and
            brackets that the scanner blurred are no darker.
        contrast: a place whose print is less dark than this under its ground has no print: grain, show-through.
        darkest_ground: the ground is never taken to be darker than this: the dark parts of pictures stay ink.
        grain: a pixel with fewer inked neighbours (of eight) than this is grain, where a body character has
            `grain_from` pixels or more.
        grain_from: see `grain`; in smaller print a dot may be one pixel.
        smooth_from: body size in pixels from which on the grain of paper and halftone screens is blurred away; in
            smaller print the strokes would go with it.
        smooth: the blur for that, in body characters.
    """

    rough: int = 160
    cells: float = 6.0
    ground: float = 1.6
    print: float = 2.0
    share: float = 0.33
    contrast: int = 40
    darkest_ground: int = 170
    grain: int = 2
    grain_from: float = 20.0
    smooth_from: float = 18.0
    smooth: float = 0.024


def rough_ink(grey: NDArray[np.uint8], settings: ThresholdSettings) -> NDArray[np.uint8]:
    """The ink of an evenly lit page ``(H, W)``, 1 and 0, by one threshold: good enough to measure the page on."""
    return (grey < settings.rough).astype(np.uint8)


def find_ink(grey: NDArray[np.uint8], view: NDArray[np.uint8], body: float, settings: ThresholdSettings) -> NDArray[np.uint8]:
    """The ink of `grey` ``(H, W)``, 1 and 0.

    Args:
        grey: an evenly lit page.
        view: the same page, smaller by a whole factor; the thresholds are found on it.
        body: the body size in pixels of `grey`.
    """
    height, width = grey.shape
    if body >= settings.smooth_from:
        same = view is grey
        grey = cv2.GaussianBlur(grey, (0, 0), settings.smooth * body)
        view = grey if same else view
    size = body * view.shape[1] / width
    factor = max(1, round(size / settings.cells))
    cells, size = shrink(view, factor), size / factor
    ground = cv2.morphologyEx(cells, cv2.MORPH_CLOSE, _square(settings.ground * size))
    ground = np.maximum(cv2.blur(ground, _side(size)), settings.darkest_ground)
    darkest = _darkest(view, factor)
    darkest = cv2.blur(cv2.erode(darkest, _square(settings.print * size)), _side(size))
    depth = ground.astype(np.float32) - np.minimum(darkest, ground)
    level = ground - np.maximum(settings.share * depth, settings.contrast / 2)
    # The pixels' borders, not their centres, line up on both grids; cv2.resize keeps that.
    full = cv2.resize(level.astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    ink = cv2.compare(grey, full, cv2.CMP_LT, dst=full)
    cv2.min(ink, 1, dst=ink)
    if body >= settings.grain_from:
        _drop_grain(ink, settings.grain)
    return np.asarray(ink, dtype=np.uint8)


def _drop_grain(ink: NDArray[np.uint8], neighbours: int) -> None:
    """Clear, in place, the pixels that have fewer than `neighbours` inked ones around them."""
    around = cv2.boxFilter(ink, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    enough = cv2.compare(around, neighbours, cv2.CMP_GT, dst=around)
    cv2.bitwise_and(ink, enough, dst=ink)


def _darkest(view: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """The darkest pixel of each ``factor × factor`` block."""
    if factor == 1:
        return view
    height, width = view.shape
    view = cv2.copyMakeBorder(view, 0, -height % factor, 0, -width % factor, cv2.BORDER_REPLICATE)
    rows, columns = view.shape[0] // factor, view.shape[1] // factor
    return np.asarray(view.reshape(rows, factor, columns, factor).min(axis=(1, 3)), dtype=np.uint8)


def _square(side: float) -> NDArray[np.uint8]:
    """A square structuring element with an odd side of at least 3 pixels."""
    return np.ones(_side(side), np.uint8)


def _side(side: float) -> tuple[int, int]:
    side = max(3, round(side)) | 1
    return int(side), int(side)
