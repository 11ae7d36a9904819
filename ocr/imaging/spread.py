"""Two facing pages on one scan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr.raster import Sheet

__all__ = ["SpreadSettings", "is_spread"]


@dataclass(frozen=True, slots=True)
class SpreadSettings:
    """What a spread looks like.

    Attributes:
        aspect: it is at least this many times as wide as high; a newspaper page is higher than wide.
        middle: the gutter lies within this share of the width around the middle.
        gutter: the gutter is at least this wide, in body characters; those between columns are narrower.
        empty: so much of a column of pixels may be inked in the gutter: a fold is, in places.
    """

    aspect: float = 1.15
    middle: float = 0.16
    gutter: float = 2.5
    empty: float = 0.01


def is_spread(sheet: Sheet, settings: SpreadSettings = SpreadSettings()) -> bool:
    """Whether `sheet` shows two facing pages: wider than high, with an empty gutter down the middle."""
    if sheet.body_size <= 0 or sheet.width < settings.aspect * sheet.height:
        return False
    reach = round(settings.middle * sheet.width / 2)
    middle = sheet.ink[:, sheet.width // 2 - reach : sheet.width // 2 + reach]
    white = np.concatenate([[False], middle.mean(axis=0) <= settings.empty, [False]])
    edges = np.flatnonzero(np.diff(white.astype(np.int8)))
    widest = int((edges[1::2] - edges[::2]).max(initial=0))
    return widest >= settings.gutter * sheet.body_size
