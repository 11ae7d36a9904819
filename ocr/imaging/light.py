"""Even light: the paper is made white everywhere, whatever the lamp, the fold and the tint under the text did."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.shades import shrink, whole_shrink_factor

__all__ = ["LightSettings", "apply_shade", "find_light", "find_tints"]

_Map = NDArray[np.float32]

LEAST_PAPER = 0.02
"""A place around which less than this share is paper takes its light from further away."""


@dataclass(frozen=True, slots=True)
class LightSettings:
    """How the shade of the paper is found.

    Attributes:
        side: the page is shrunk to this many pixels on its longer side before the paper is looked for: noise goes,
            the white between lines is left.
        cell: the light is one value for a square of this many of those pixels.
        close: print narrower than this share of the page's longer side is closed over; strokes of large headlines are.
        reach: paper as far away as this share of the longer side still tells how bright paper is here.
        loss: what is darker than the brightest paper in reach by more than this share is print, not shadow.
        smooth: the light changes over lengths above this share of the longer side.
        floor: paper darker than this is not believed; the page is dark there.
        margin: the paper is lifted to this much over white, so that its grain is white, too.
        tint_close: strokes on a tint are closed over up to this width, in body characters.
        tint_flat: a tint changes by at most this many shades over one body character; a photograph changes more.
        tint_darkest: darker than this is no tint but a picture or a panel.
        tint_lightest: lighter than this is paper.
        tint_side: a tint is at least this wide and high, in body characters.
    """

    side: int = 520
    cell: int = 6
    close: float = 0.012
    reach: float = 0.12
    loss: float = 0.18
    smooth: float = 0.03
    floor: int = 60
    margin: float = 0.03
    tint_close: float = 1.6
    tint_flat: int = 20
    tint_darkest: int = 130
    tint_lightest: int = 248
    tint_side: float = 3.0


def find_light(grey: NDArray[np.uint8], settings: LightSettings) -> NDArray[np.uint8]:
    """The shade white paper has at each place of `grey` ``(H, W)``, as a coarse ``(h, w)`` map of the whole page.

    On a page without any paper the map is white: nothing is to be lifted.
    """
    view = shrink(grey, whole_shrink_factor(grey.shape[1], grey.shape[0], settings.side))
    longer = max(view.shape)
    closed = cv2.morphologyEx(cv2.medianBlur(view, 3), cv2.MORPH_CLOSE, _square(settings.close * longer))
    paper = np.asarray(closed, dtype=np.uint8)
    # Light changes slowly: cells are enough for it, and wide blurs cost nothing on them.
    size = (-(-view.shape[1] // settings.cell), -(-view.shape[0] // settings.cell))
    longer = max(size)
    cells = cv2.resize(paper, size, interpolation=cv2.INTER_AREA)
    lit = cv2.GaussianBlur(cv2.dilate(cells, _square(settings.reach * longer)), (0, 0), settings.reach * longer / 2)
    brightest = cv2.resize(lit, (view.shape[1], view.shape[0]), interpolation=cv2.INTER_LINEAR)
    believed = ((paper > brightest * (1 - settings.loss)) & (paper >= settings.floor)).astype(np.float32)
    if not believed.any():
        return np.full((1, 1), 255, np.uint8)
    total = np.asarray(cv2.resize(paper * believed, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    weight = np.asarray(cv2.resize(believed, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    sigma = max(0.8, settings.smooth * longer)
    light, known = _blurred(total, weight, sigma)
    # Far from all paper (inside a large picture) the nearest paper counts, however far: wider and wider blurs.
    while float(known.min()) < LEAST_PAPER and sigma < longer:
        sigma *= 2
        wide, more = _blurred(total, weight, sigma)
        trust = np.minimum(known / LEAST_PAPER, 1)
        light = trust * light + (1 - trust) * wide
        known = np.maximum(known, more)
    return np.clip(light, settings.floor, 255).astype(np.uint8)


def find_tints(grey: NDArray[np.uint8], body: float, settings: LightSettings) -> NDArray[np.uint8]:
    """The shade of the ground under the text of an evenly lit page, white where the ground is paper or a picture.

    The map is ``(h, w)``, coarser than `grey` ``(H, W)``; `body` is the body size in pixels of `grey`.
    """
    factor = max(1, round(body / 6))
    view, size = shrink(grey, factor), body / factor
    ground = cv2.morphologyEx(cv2.medianBlur(view, 3), cv2.MORPH_CLOSE, _square(settings.tint_close * size))
    window = _square(size)
    change = cv2.subtract(cv2.dilate(ground, window), cv2.erode(ground, window))
    tinted = (ground >= settings.tint_darkest) & (ground <= settings.tint_lightest)
    flat = (tinted & (change <= settings.tint_flat)).astype(np.uint8)
    wide = cv2.morphologyEx(flat, cv2.MORPH_OPEN, _square(settings.tint_side * size - size))
    whole = (np.asarray(cv2.dilate(wide, _square(2 * size))) > 0) & tinted
    return np.where(whole, ground, np.uint8(255)).astype(np.uint8)


def apply_shade(grey: NDArray[np.uint8], shade: NDArray[np.uint8], margin: float) -> None:
    """Lift `grey` ``(H, W)``, in place, so that what is as light as `shade` ``(h, w)`` becomes white."""
    height, width = grey.shape
    full = cv2.resize(shade, (width, height), interpolation=cv2.INTER_LINEAR)
    cv2.divide(grey, full, dst=grey, scale=255.0 * (1 + margin))


def _blurred(total: _Map, weight: _Map, sigma: float) -> tuple[_Map, _Map]:
    """The mean shade of the believed paper around each cell, and how much of it there is."""
    light = np.asarray(cv2.GaussianBlur(total, (0, 0), sigma), dtype=np.float32)
    known = np.asarray(cv2.GaussianBlur(weight, (0, 0), sigma), dtype=np.float32)
    return np.asarray(light / np.maximum(known, 1e-6), dtype=np.float32), known


def _square(side: float) -> NDArray[np.uint8]:
    """A square structuring element with an odd side of at least 3 pixels."""
    return np.ones((max(3, round(side)) | 1,) * 2, np.uint8)
