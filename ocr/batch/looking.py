"""A first look at each scan before a job: how large, how sharp, how straight, and whether anything is on it."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.batch.work import Artefact, Identity, PageWork
from ocr.geometry import Affine
from ocr.imaging import prepare
from ocr.model import Page, Provenance
from ocr.raster import Raster, Scan
from ocr.source import DEFAULT_MAX_MEGAPIXELS, open_source

__all__ = ["LookJob", "PageLook"]

_LOOK_SIDE = 2000
"""Pixels of the longer side at which a page is looked at: body characters of a broadsheet still show."""
_PRINT = (8, 9)
"""Rows and columns of the fingerprint of a page's looks."""
_GUTTER_SEARCH = 0.08
"""The gutter of two facing pages lies this close to the middle, as a share of the width."""
_GUTTER_WIDTH = 0.01
"""A gutter's least width as a share of the width of the scan."""
_GUTTER_INK = 0.01
"""The most ink in a gutter, as a share of its height: folds and dirt."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """What a first look told of a page.

    Attributes:
        dpi: as the file says, 0 when it does not.
        body_size: of the body characters in pixels of the scan; 0 on a blank page.
        skew: degrees clockwise.
        has_gutter: whether white runs from top to bottom near the middle.
        looks: 64 bits of light and dark, nearly the same for nearly the same picture.
    """

    width: int
    height: int
    dpi: float
    body_size: float
    skew: float
    ink: float
    has_gutter: bool
    looks: str

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class LookJob:
    """A `PageJob` whose only artefact is a `PageLook` as JSON."""

    max_megapixels: float = DEFAULT_MAX_MEGAPIXELS

    def identify(self) -> Identity:
        return Identity("look", (), f"{self.max_megapixels:g}")

    def count_pages(self, path: Path) -> int:
        return len(open_source(path, max_megapixels=self.max_megapixels))

    def read_page(self, path: Path, index: int) -> PageWork:
        source = open_source(path, pages=str(index + 1), max_megapixels=self.max_megapixels)
        scan = next(source.scans())
        look = _look(scan)
        identity = self.identify()
        sheet = Provenance(
            source=scan.source,
            sha256=scan.sha256,
            page_index=index,
            dpi=look.dpi,
            scan_width=look.width,
            scan_height=look.height,
            to_scan=Affine(),
            program=identity.program,
            readers=identity.readers,
            settings=identity.settings,
        )
        page = Page(index + 1, look.width, look.height, look.body_size, (), (), (), (), (), sheet)
        return PageWork(page, (Artefact(".json", json.dumps(asdict(look)).encode("ascii")),))


def _look(scan: Scan) -> PageLook:
    raster = scan.raster
    factor = max(1.0, max(raster.width, raster.height) / _LOOK_SIDE)
    size = (max(1, round(raster.width / factor)), max(1, round(raster.height / factor)))
    small = np.asarray(cv2.resize(raster.pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    sheet = prepare(Scan(Raster(small, raster.dpi / factor), scan.source, scan.sha256, scan.index))
    turn = math.degrees(math.atan2(sheet.to_scan.d, sheet.to_scan.a))
    return PageLook(
        width=raster.width,
        height=raster.height,
        dpi=round(raster.dpi, 1),
        body_size=round(sheet.body_size * factor, 1),
        # a page that lies on its side is no skew
        skew=round((turn + 45.0) % 90.0 - 45.0, 2),
        ink=round(float(sheet.ink.mean()) if sheet.ink.size else 0.0, 5),
        has_gutter=_has_gutter(sheet.ink),
        looks=_fingerprint(small),
    )


def _has_gutter(ink: NDArray[np.uint8]) -> bool:
    height, width = ink.shape
    reach, least = round(width * _GUTTER_SEARCH), max(1, round(width * _GUTTER_WIDTH))
    middle = ink[:, max(0, width // 2 - reach) : width // 2 + reach + 1]
    white = middle.sum(axis=0) <= height * _GUTTER_INK
    longest = run = 0
    for is_white in white:
        run = run + 1 if is_white else 0
        longest = max(longest, run)
    return bool(longest >= least)


def _fingerprint(pixels: NDArray[np.uint8]) -> str:
    grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2).astype(np.uint8)
    tiny = cv2.resize(grey, (_PRINT[1], _PRINT[0]), interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = (tiny[:, 1:] > tiny[:, :-1]).ravel()
    return np.packbits(bits).tobytes().hex()
