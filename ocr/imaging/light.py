"""Even light: the paper is made white everywhere, whatever the lamp, the fold and the tint under the text did."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.shades import shrink, whole_shrink_factor

__all__ = ["LightSettings", "apply_shade", "find_light", "find_tints"]


@dataclass(frozen=True, slots=True)
class LightSettings:
    """How the shade of the paper is found.

    Attributes:
        side: the page is shrunk to this many pixels on its longer side before the paper is looked for: noise goes,
            the white between lines is left.
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
    brightest = cv2.GaussianBlur(
        cv2.dilate(paper, _square(settings.reach * longer)), (0, 0), settings.reach * longer / 2
    )
    believed = ((paper > brightest * (1 - settings.loss)) & (paper >= settings.floor)).astype(np.float32)
    if not believed.any():
        return np.full(view.shape, 255, np.uint8)
    sigma = max(1.0, settings.smooth * longer)
    light, weight = _blurred(paper, believed, sigma)
    # Far from all paper (inside a large picture) the nearest paper counts, however far: wider and wider blurs.
    while float(weight.min()) < 1e-3 and sigma < longer:
        sigma *= 2
        wide, wide_weight = _blurred(paper, believed, sigma)
        light = np.where(weight < 1e-3, wide, light)
        weight = np.maximum(weight, wide_weight)
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


def _blurred(
    paper: NDArray[np.uint8], believed: NDArray[np.float32], sigma: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean of the believed paper around each place, and how much of it there is."""
    total = cv2.GaussianBlur(paper * believed, (0, 0), sigma)
    weight = cv2.GaussianBlur(believed, (0, 0), sigma)
    return (total / np.maximum(weight, 1e-6)).astype(np.float32), weight.astype(np.float32)


def _square(side: float) -> NDArray[np.uint8]:
    """A square structuring element with an odd side of at least 3 pixels."""
    return np.ones((max(3, round(side)) | 1,) * 2, np.uint8)
