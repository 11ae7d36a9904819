"""From the scan to the sheet: grey, evenly lit, upright, dark on light, and the ink told from the paper."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Affine
from ocr.imaging.body import BodySettings, measure_body
from ocr.imaging.borders import BorderSettings, clear_borders
from ocr.imaging.grounds import GroundSettings, find_grounds
from ocr.imaging.light import LightSettings, apply_shade, find_light, find_tints
from ocr.imaging.panels import PanelSettings, find_panels, turn_panel
from ocr.imaging.shades import shrink, to_grey, whole_shrink_factor
from ocr.imaging.skew import SkewSettings, measure_skew
from ocr.imaging.threshold import ThresholdSettings, find_ink
from ocr.imaging.turning import TurningSettings, quarter_turns
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
        enlarge_below: print whose body is smaller than this, in pixels, is enlarged: its characters run together, and
            strokes thinner than a pixel cannot be told from the paper.
        enlarge: so many times.
    """

    view_side: int = 4300
    straight: float = 0.03
    guess: float = 0.007
    enlarge_below: float = 12.0
    enlarge: float = 2.0
    light: LightSettings = field(default_factory=LightSettings)
    body: BodySettings = field(default_factory=BodySettings)
    borders: BorderSettings = field(default_factory=BorderSettings)
    turning: TurningSettings = field(default_factory=TurningSettings)
    skew: SkewSettings = field(default_factory=SkewSettings)
    panels: PanelSettings = field(default_factory=PanelSettings)
    grounds: GroundSettings = field(default_factory=GroundSettings)
    threshold: ThresholdSettings = field(default_factory=ThresholdSettings)


def prepare(scan: Scan, settings: ImagingSettings = ImagingSettings(), turns: int | None = None) -> Sheet:
    """The page of `scan` made upright, evenly lit and dark on light; a blank page has body size 0.

    Args:
        turns: quarter turns counterclockwise that make the page upright; None when its print shall tell.
    """
    grey = to_grey(scan.raster.pixels)
    factor = whole_shrink_factor(scan.raster.width, scan.raster.height, settings.view_side)
    unlit = shrink(grey, 2 * factor)
    apply_shade(grey, find_light(shrink(grey, factor), settings.light), settings.light.margin)
    view = shrink(grey, factor)
    clear_borders(grey, view, factor, settings.borders)
    ink, body = _look(view, settings)
    if turns is None:
        turns = quarter_turns(ink, body, settings.turning)
    angle = measure_skew(np.ascontiguousarray(np.rot90(ink, turns)), body, settings.skew)
    if abs(angle) < settings.straight:
        angle = 0.0
    unlit, _ = _made_upright(unlit, turns, angle, 1.0)
    scale = settings.enlarge if 0 < body * factor < settings.enlarge_below else 1.0
    to_scan = Affine()
    if turns or angle or scale != 1:
        grey, to_scan = _made_upright(grey, turns, angle, scale)
        body *= factor * scale
        factor = whole_shrink_factor(grey.shape[1], grey.shape[0], settings.view_side)
        body /= factor
        view = shrink(grey, factor)
    if not body:
        return Sheet(grey, np.zeros_like(grey), (), (), 0.0, to_scan)
    panels = find_panels(view, body, settings.panels)
    boxes = tuple(turn_panel(grey, panel, factor, body * factor, settings.panels) for panel in panels)
    if panels:
        view = shrink(grey, factor)
    apply_shade(grey, find_tints(view, body, settings.light), 0.0)
    finer = grey.shape[1] / unlit.shape[1]
    found = find_grounds(unlit, body * factor / finer, settings.grounds)
    grounds = tuple(
        ground
        for ground in (box.scale(finer).clip(grey.shape[1], grey.shape[0]) for box in found)
        if sum(panel.overlap_area(ground) for panel in boxes) < settings.grounds.turned * ground.area
    )
    view = shrink(grey, factor)
    ink = find_ink(grey, view, body * factor, settings.threshold)
    return Sheet(grey, ink, boxes, grounds, body * factor, to_scan)


def _look(view: NDArray[np.uint8], settings: ImagingSettings) -> tuple[NDArray[np.uint8], float]:
    """The ink of the view of an evenly lit page, and its body size in pixels of the view."""
    guess = settings.guess * max(view.shape)
    # What is measured are whole characters: hairlines only join them.
    threshold = replace(settings.threshold, palest=1.0)
    ink = find_ink(view, view, guess, threshold)
    body = measure_body(ink, settings.body)
    if body and not guess / 2 < body < guess * 2:
        ink = find_ink(view, view, body, threshold)
        body = measure_body(ink, settings.body)
    return ink, body


def _made_upright(grey: NDArray[np.uint8], turns: int, angle: float, scale: float) -> tuple[NDArray[np.uint8], Affine]:
    """The page after `turns` quarter turns counterclockwise, `angle` degrees more, `scale` larger; and the way back.

    Quarter turns move pixels; what is left is one interpolation, about the middle, with room for the corners.
    """
    height, width = grey.shape
    quarter = (
        Affine(),
        Affine(0, -1, width, 1, 0, 0),
        Affine(-1, 0, width, 0, -1, height),
        Affine(0, 1, 0, -1, 0, height),
    )[turns % 4]
    if turns % 4:
        grey = np.ascontiguousarray(np.rot90(grey, turns))
    if not angle and scale == 1:
        return grey, quarter
    height, width = grey.shape
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    wide = math.ceil(scale * (width * abs(cos) + height * abs(sin)))
    high = math.ceil(scale * (height * abs(cos) + width * abs(sin)))
    cos, sin = cos / scale, sin / scale
    # From the new page to the old one: turn clockwise about the middles.
    back = Affine(
        cos, -sin, width / 2 - cos * wide / 2 + sin * high / 2, sin, cos, height / 2 - sin * wide / 2 - cos * high / 2
    )
    # The frame's points are corners of pixels; the warp's are their middles, half a pixel further.
    middle = Affine(1, 0, -0.5, 0, 1, -0.5).after(back).after(Affine(1, 0, 0.5, 0, 1, 0.5))
    matrix = np.array([[middle.a, middle.b, middle.c], [middle.d, middle.e, middle.f]], np.float64)
    # Not cubic: sharpened strokes of a few pixels are read worse.
    method = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    upright = cv2.warpAffine(grey, matrix, (wide, high), flags=method, borderValue=255.0)
    return np.asarray(upright, dtype=np.uint8), quarter.after(back)
