"""Ink or paper: one threshold per place, half way between the ground there and the print there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.shades import shrink

__all__ = ["ThresholdSettings", "find_ink"]


@dataclass(frozen=True, slots=True)
class ThresholdSettings:
    """How ink is told from paper.

    Attributes:
        cells: the map of thresholds has this many cells along a body character.
        ground: the ground is the lightest shade within this many body characters, print closed over.
        print: the print is the darkest shade within this many body characters.
        share: the threshold lies this share of the way from the ground down to the darkest print; hairlines, rings and
            brackets that the scanner blurred are no darker.
        hairline: body size in pixels from which on a hairline, a thirtieth of a character, is two pixels wide; in
            smaller print it covers its pixels in part and is paler for it: where no darker ink touches it, the share
            shrinks with the body,
        palest: down to this part of it.
        contrast: a place whose print is less dark than this under its ground has no print: grain, show-through.
        darkest_ground: the ground is never taken to be darker than this: the dark parts of pictures stay ink.
        grain: a pixel with fewer inked neighbours (of eight) than this is grain, where a body character has
            `grain_from` pixels or more.
        grain_from: see `grain`; in smaller print a dot may be one pixel.
        smooth_from: body size in pixels from which on the grain of paper and halftone screens is blurred away; in
            smaller print the strokes would go with it.
        smooth: the blur for that, in body characters.
    """

    cells: float = 6.0
    ground: float = 1.6
    print: float = 2.0
    share: float = 0.33
    hairline: float = 60.0
    palest: float = 0.6
    contrast: int = 40
    darkest_ground: int = 170
    grain: int = 2
    grain_from: float = 20.0
    smooth_from: float = 18.0
    smooth: float = 0.024


def find_ink(
    grey: NDArray[np.uint8], view: NDArray[np.uint8], body: float, settings: ThresholdSettings
) -> NDArray[np.uint8]:
    """The ink of `grey` ``(H, W)``, 1 and 0.

    Args:
        grey: an evenly lit page.
        view: the same page, smaller by a whole factor; the thresholds are found on it.
        body: the body size in pixels of `grey`.
        settings: how ink is told from paper.
    """
    width = grey.shape[1]
    if body >= settings.smooth_from:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), settings.smooth * body), dtype=np.uint8)
    size = body * view.shape[1] / width
    factor = max(1, round(size / settings.cells))
    cells, size = shrink(view, factor), size / factor
    closed = cv2.blur(cv2.morphologyEx(cells, cv2.MORPH_CLOSE, _square(settings.ground * size)), _side(size))
    ground = np.maximum(closed, settings.darkest_ground)
    darkest = cv2.blur(cv2.erode(_darkest(view, factor), _square(settings.print * size)), _side(size))
    depth = ground.astype(np.float32) - np.minimum(darkest, ground)
    ink = _darker(grey, ground - np.maximum(settings.share * depth, settings.contrast / 2))
    pale = settings.share * max(settings.palest, body / settings.hairline)
    if pale < settings.share:
        _add_hairlines(ink, _darker(grey, ground - np.maximum(pale * depth, settings.contrast / 2)))
    if body >= settings.grain_from:
        _drop_grain(ink, settings.grain)
    return ink


def _darker(grey: NDArray[np.uint8], level: NDArray[np.float32]) -> NDArray[np.uint8]:
    """1 where `grey` ``(H, W)`` is darker than `level`, a coarse ``(h, w)`` map of the same page."""
    # The pixels' borders, not their centres, line up on both grids; cv2.resize keeps that.
    full = cv2.resize(level.astype(np.uint8), (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    ink = np.asarray(cv2.compare(grey, full, cv2.CMP_LT, dst=full), dtype=np.uint8)
    return np.asarray(np.minimum(ink, 1, out=ink), dtype=np.uint8)


def _add_hairlines(ink: NDArray[np.uint8], pale: NDArray[np.uint8]) -> None:
    """Add, in place, what of `pale` is a stroke of its own, up to the one it runs into; the rest is blurred edges."""
    near = np.ones((3, 3), np.uint8)
    # Two pixels wide and dark: a stroke with blurred edges. What is thinner is a hairline's darker part.
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    own = cv2.subtract(pale, cv2.dilate(thick, near))
    np.bitwise_or(ink, cv2.bitwise_and(cv2.dilate(own, near), pale), out=ink)


def _drop_grain(ink: NDArray[np.uint8], neighbours: int) -> None:
    """Clear, in place, the pixels that have fewer than `neighbours` inked ones around them."""
    around = cv2.boxFilter(ink, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    np.bitwise_and(ink, around > neighbours, out=ink, casting="unsafe")


def _darkest(view: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """The darkest pixel of each ``factor × factor`` block."""
    if factor == 1:
        return view
    height, width = view.shape
    whole = cv2.copyMakeBorder(view, 0, -height % factor, 0, -width % factor, cv2.BORDER_REPLICATE)
    # Erosion, then every factor-th pixel: the minimum of a reshaped array would take ten times as long.
    low = cv2.erode(whole, np.ones((factor, factor), np.uint8), anchor=(0, 0))
    return np.asarray(low[::factor, ::factor], dtype=np.uint8)


def _square(side: float) -> NDArray[np.uint8]:
    """A square structuring element with an odd side of at least 3 pixels."""
    return np.ones(_side(side), np.uint8)


def _side(side: float) -> tuple[int, int]:
    side = max(3, round(side)) | 1
    return int(side), int(side)
