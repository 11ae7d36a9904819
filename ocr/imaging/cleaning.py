"""From the scan to the sheet: grey, evenly lit, upright, dark on light, and the ink told from the paper."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Affine
from ocr.imaging.body import BodySettings, measure_body
from ocr.imaging.light import LightSettings, apply_shade, find_light, find_tints
from ocr.imaging.shades import shrink, to_grey, whole_shrink_factor
from ocr.imaging.skew import SkewSettings, measure_skew
from ocr.imaging.threshold import ThresholdSettings, find_ink
from ocr.raster import Scan, Sheet

__all__ = ["ImagingSettings", "prepare"]


@dataclass(frozen=True, slots=True)
class ImagingSettings:
    """How a scan is made clean.

    Attributes:
        view_side: the page is looked at with its longer side shrunk to this many pixels at most: a broadsheet's body
            characters keep some 17 pixels.
        straight: a page skewed by less than this many degrees is left as it is: over a broadsheet's width that is
            a third of a body character.
        guess: the body size, as a share of the page's longer side, before it is measured.
    """

    view_side: int = 4300
    straight: float = 0.03
    guess: float = 0.007
    light: LightSettings = field(default_factory=LightSettings)
    body: BodySettings = field(default_factory=BodySettings)
    skew: SkewSettings = field(default_factory=SkewSettings)
    threshold: ThresholdSettings = field(default_factory=ThresholdSettings)


def prepare(scan: Scan, settings: ImagingSettings = ImagingSettings()) -> Sheet:  # noqa: B008 (frozen)
    """The page of `scan` made upright, evenly lit and dark on light; a blank page has body size 0."""
    grey = to_grey(scan.raster.pixels)
    factor = whole_shrink_factor(scan.raster.width, scan.raster.height, settings.view_side)
    light = find_light(shrink(grey, factor), settings.light)
    apply_shade(grey, light, settings.light.margin)
    view = shrink(grey, factor)
    ink, body = _look(view, settings)
    angle = measure_skew(ink, body, settings.skew)
    to_scan = Affine()
    if abs(angle) >= settings.straight:
        grey, to_scan = _turn(grey, angle)
        view = shrink(grey, factor)
        _, body = _look(view, settings)
    if not body:
        return Sheet(grey, np.zeros_like(grey), (), 0.0, to_scan)
    apply_shade(grey, find_tints(view, body, settings.light), 0.0)
    view = shrink(grey, factor)
    return Sheet(grey, find_ink(grey, view, body * factor, settings.threshold), (), body * factor, to_scan)


def _look(view: NDArray[np.uint8], settings: ImagingSettings) -> tuple[NDArray[np.uint8], float]:
    """The ink of the view of an evenly lit page, and its body size in pixels of the view."""
    guess = settings.guess * max(view.shape)
    ink = find_ink(view, view, guess, settings.threshold)
    body = measure_body(ink, settings.body)
    if body and not guess / 2 < body < guess * 2:
        ink = find_ink(view, view, body, settings.threshold)
        body = measure_body(ink, settings.body)
    return ink, body


def _turn(grey: NDArray[np.uint8], angle: float) -> tuple[NDArray[np.uint8], Affine]:
    """`grey` turned counterclockwise by `angle` degrees about its middle, with room for the corners; and the way back."""
    height, width = grey.shape
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    wide = math.ceil(width * abs(cos) + height * abs(sin))
    high = math.ceil(height * abs(cos) + width * abs(sin))
    # From the new page to the old one: turn clockwise about the middles. Half pixels: the frame's points are corners.
    back = Affine(
        cos, -sin, width / 2 - cos * wide / 2 + sin * high / 2, sin, cos, height / 2 - sin * wide / 2 - cos * high / 2
    )
    corner = Affine(1, 0, -0.5, 0, 1, -0.5).after(back).after(Affine(1, 0, 0.5, 0, 1, 0.5))
    matrix = np.array([[corner.a, corner.b, corner.c], [corner.d, corner.e, corner.f]], np.float64)
    turned = cv2.warpAffine(
        grey, matrix, (wide, high), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=255.0
    )
    return np.asarray(turned, dtype=np.uint8), back
