"""The way a page is read: in rows from left to right, or in columns from right to left."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.components import find_components

__all__ = ["is_vertical_page"]

SMEAR = 0.45
"""Gaps (in body characters) that characters of one line keep; lines keep wider ones."""
LINE_LENGTH = 5.0
"""A smear this long (in body characters) is a line."""
LINE_WIDTH = 1.5
"""A smear wider than this (in body characters) is no single line."""
MAJORITY = 1.6
"""Vertical lines must cover this many times the length of horizontal ones: most pages are horizontal."""


def is_vertical_page(ink: NDArray[np.uint8], body: float) -> bool:
    """Whether most lines of `ink` ``(H, W)`` run down the page; False on a blank page."""
    across = _line_length(ink, body)
    down = _line_length(np.asarray(cv2.transpose(ink), np.uint8), body)
    return down > MAJORITY * across


def _line_length(ink: NDArray[np.uint8], body: float) -> float:
    """The total length of the horizontal smears that look like lines."""
    reach = max(3, round(SMEAR * body)) | 1
    smears = find_components(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8)))
    lines = (smears.widths >= LINE_LENGTH * body) & (smears.heights <= LINE_WIDTH * body)
    return float(smears.widths[lines].sum())
