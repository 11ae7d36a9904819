"""What printing, age and scanning do to a page, step by step, from a seed.

Effects: broken and fat type, show-through, folds, dust, uneven light, curl near the fold, skew, lower resolution,
blur, grain, stamps, handwriting, microfilm's contrast, JPEG. Skew and resolution are an exact map; the curl moves type
by less than a body character and is not part of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Affine
from ocr.newsprint.marks import stamp, write_by_hand

__all__ = ["LEVELS", "Level", "Wear", "wear"]

Image = NDArray[np.uint8]
Floats = NDArray[np.floating]


class Level(Enum):
    """How far a page has come from the press."""

    CLEAN = "clean"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    MICROFILM = "microfilm"


@dataclass(frozen=True, slots=True)
class Wear:
    """The strength of each effect; 0 leaves it out.

    Attributes:
        scale: the scan's resolution as a share of the page image's.
        skew: the greatest angle in degrees.
        curl: the greatest shift at the fold, as a share of the page's height.
        light: the share of brightness lost at the darkest side.
        show_through: the share of the back page's ink that shows.
        broken: the share of ink lost in spots; fat: how far ink spreads, in pixels.
        grain: the noise's spread in grey levels.
        dust: specks per million pixels.
        folds: the number of creases, lying or standing.
        stamp: whether an archive stamped the page.
        contrast: the steepness of the film's curve, 0 for none.
        jpeg: the quality, 0 for none.
        notes: how often a reader wrote on the page by hand.
    """

    scale: float = 1.0
    skew: float = 0.0
    curl: float = 0.0
    light: float = 0.0
    show_through: float = 0.0
    broken: float = 0.0
    fat: float = 0.0
    blur: float = 0.0
    grain: float = 0.0
    dust: float = 0.0
    folds: int = 0
    stamp: bool = False
    contrast: float = 0.0
    jpeg: int = 0
    notes: int = 0


LEVELS: dict[Level, Wear] = {
    Level.CLEAN: Wear(),
    Level.GOOD: Wear(1.0, 0.6, 0.0, 0.06, 0.04, 0.05, 0.0, 0.5, 3.0, 2.0, 0, False, 0.0, 85),
    Level.FAIR: Wear(0.85, 1.2, 0.0008, 0.16, 0.08, 0.15, 0.4, 0.6, 5.0, 8.0, 1, False, 0.0, 75),
    Level.POOR: Wear(0.67, 2.0, 0.0015, 0.3, 0.14, 0.28, 0.7, 0.7, 8.0, 25.0, 2, True, 0.0, 60, 1),
    Level.MICROFILM: Wear(0.75, 1.0, 0.0005, 0.2, 0.05, 0.2, 0.8, 0.8, 10.0, 40.0, 1, False, 5.0, 80),
}


def _clouds(rng: np.random.Generator, shape: tuple[int, int], cells: int) -> Floats:
    grid = rng.normal(0, 1, (cells, cells)).astype(np.float32)
    return cv2.resize(grid, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC).astype(np.float32)


def _print_faults(page: Floats, rng: np.random.Generator, dose: Wear) -> Floats:
    if dose.fat:
        fat = cv2.erode(page, np.ones((2, 2), np.uint8))
        patches = np.clip(_clouds(rng, page.shape, 12) * 0.5 + dose.fat, 0, 1)
        page = page * (1 - patches) + fat * patches
    if dose.broken:
        spots = np.asarray(cv2.GaussianBlur(rng.normal(0, 1, page.shape).astype(np.float32), (0, 0), 1.1), np.float32)
        spots = spots / float(spots.std())
        patches = np.clip(1 + 0.7 * _clouds(rng, page.shape, 10), 0, 2)
        loss = np.clip(spots - 1.2, 0, 1.2) * patches * dose.broken * 5
        page = page + (255 - page) * np.clip(loss, 0, 0.9)
    if dose.show_through:
        back = cv2.GaussianBlur(np.ascontiguousarray(page[:, ::-1]), (0, 0), 2.5)
        page = page - (255 - back) * dose.show_through
    return page


def _bend(page: Floats, rng: np.random.Generator, dose: Wear) -> tuple[Floats, Affine]:
    height, width = page.shape
    angle = float(rng.uniform(-dose.skew, dose.skew))
    if not angle and dose.scale == 1.0 and not dose.curl:
        return page, Affine()
    out_w, out_h = round(width * dose.scale), round(height * dose.scale)
    cos, sin = math.cos(math.radians(angle)) * dose.scale, math.sin(math.radians(angle)) * dose.scale
    cx, cy = width / 2, height / 2
    to_scan = Affine(cos, sin, out_w / 2 - cos * cx - sin * cy, -sin, cos, out_h / 2 + sin * cx - cos * cy)
    if dose.scale < 1:
        page = cv2.GaussianBlur(page, (0, 0), 0.35 / dose.scale).astype(np.float32)
    back = to_scan.inverse()
    rows, columns = np.mgrid[0:out_h, 0:out_w].astype(np.float32)
    x = (back.a * columns + back.b * rows + back.c).astype(np.float32)
    y = (back.d * columns + back.e * rows + back.f).astype(np.float32)
    if dose.curl:
        y += (dose.curl * height * np.exp(-((x / (0.12 * width)) ** 2))).astype(np.float32)
    bent = cv2.remap(page, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=250)
    return bent.astype(np.float32), to_scan


def _age(page: Floats, rng: np.random.Generator, dose: Wear) -> Floats:
    height, width = page.shape
    for _ in range(dose.folds):
        lying = rng.random() < 0.6
        length = height if lying else width
        at = int(length * rng.uniform(0.35, 0.65))
        distance = np.abs(np.arange(length) - at - 2 * np.sin(at)).astype(np.float32)
        crease = 38 * np.exp(-((distance / 2.5) ** 2)) - 12 * np.exp(-((distance / 9) ** 2))
        page = page - (crease[:, None] if lying else crease[None, :])
    for _ in range(int(dose.dust * height * width / 1e6)):
        centre = int(rng.integers(0, width)), int(rng.integers(0, height))
        cv2.circle(page, centre, int(rng.integers(1, 3)), float(rng.uniform(30, 140)), -1)
    if dose.stamp:
        page = stamp(page, rng)
    for _ in range(dose.notes):
        page = write_by_hand(page, rng)
    return page


def wear(page: Image, dose: Wear, seed: int) -> tuple[Image, Affine]:
    """The scan of a worn `page`, and the map from the page onto the scan."""
    if dose == Wear():
        return page.copy(), Affine()
    rng = np.random.default_rng(seed)
    grey = _print_faults(page.astype(np.float32), rng, dose)
    grey = _age(grey, rng, dose)
    grey, to_scan = _bend(grey, rng, dose)
    if dose.blur:
        grey = cv2.GaussianBlur(grey, (0, 0), dose.blur).astype(np.float32)
    if dose.light:
        side = np.linspace(0, 1, grey.shape[1], dtype=np.float32)[None]
        shade = 1 - dose.light * (side if rng.random() < 0.5 else 1 - side)
        grey = grey * shade * (0.96 + 0.02 * _clouds(rng, grey.shape, 6))
    if dose.grain:
        grey = grey + rng.normal(0, dose.grain, grey.shape).astype(np.float32)
    if dose.contrast:
        grey = 255 / (1 + np.exp(-dose.contrast * (grey - 128) / 64))
    scan: Image = np.clip(grey, 0, 255).astype(np.uint8)
    if dose.jpeg:
        coded = cv2.imencode(".jpg", scan, [int(cv2.IMWRITE_JPEG_QUALITY), dose.jpeg])[1]
        decoded = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
        scan = np.asarray(decoded, np.uint8)
    return scan, to_scan
