"""White strips between columns: how far the paper runs up and down between two pieces of text."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box

__all__ = ["GutterSettings", "Gutters"]


@dataclass(frozen=True, slots=True)
class GutterSettings:
    """What counts as a gutter; lengths in body characters.

    Attributes:
        tiers: widths, and how many lines must end and begin at a gutter so wide. The blank of a full-width comma is
            0.7 wide, so a narrow strip needs many lines; no gap inside a line is two wide on two lines by chance.
        reach: how far from the gap a line may end and still support it.
        indent: how far from the gap a line may begin, an indent included.
    """

    tiers: tuple[tuple[float, int], ...] = ((1.55, 2), (1.05, 3), (0.75, 5), (0.55, 10))
    reach: float = 1.3
    indent: float = 2.5


class Gutters:
    """The white strips of a page, asked for one gap at a time.

    Args:
        ink: ``(H, W)`` uint8, 1 where there is ink; rules may stay in, they end no strip that they run along.
        pieces: boxes of line pieces, ``(N, 4)``: what supports a gutter.
        body: the body size in pixels.
    """

    def __init__(
        self, ink: NDArray[np.uint8], pieces: NDArray[np.int32], body: float, settings: GutterSettings
    ) -> None:
        self._settings = settings
        self._body = body
        self._pieces = pieces
        self._centers = (pieces[:, 1] + pieces[:, 3]) / 2
        self._strips = {width: _white_runs(ink, max(3, round(width * body)) | 1) for width, _ in settings.tiers}

    def separates(self, gap: Box) -> bool:
        """Whether a gutter runs through `gap`, the white between two pieces on one line."""
        tiers = self._settings.tiers
        return any(self._supported(gap, width, support) for width, support in tiers)

    def _supported(self, gap: Box, width: float, support: int) -> bool:
        if gap.width < width * self._body:
            return False
        up, down = self._strips[width]
        row = min(max(int(gap.center_y), 0), up.shape[0] - 1)
        half = round(width * self._body / 2)
        left, right = max(0, gap.left + half - 1), min(up.shape[1], gap.right - half + 2)
        if right <= left:
            left, right = int(gap.center_x), int(gap.center_x) + 1
        runs = np.where(up[row, left:right] > 0, up[row, left:right].astype(np.int32) + down[row, left:right], 0)
        if runs.size == 0 or not runs.any():
            return False
        best = int(np.argmax(runs))
        x = left + best
        top, bottom = row - int(up[row, x]), row + int(down[row, x])
        inside = (self._centers > top) & (self._centers < bottom)
        reach = self._settings.reach * self._body
        ends = inside & (self._pieces[:, 2] <= x + half) & (self._pieces[:, 2] >= gap.left - reach)
        indent = self._settings.indent * self._body
        starts = inside & (self._pieces[:, 0] >= x - half) & (self._pieces[:, 0] <= gap.right + indent)
        return int(ends.sum()) >= support and int(starts.sum()) >= support


def _white_runs(ink: NDArray[np.uint8], width: int) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """For each pixel the rows of paper above and below it (itself included) in a strip of `width` columns."""
    white = cv2.dilate(ink, np.ones((1, width), np.uint8)) == 0
    up = np.zeros(ink.shape, np.uint16)
    down = np.zeros(ink.shape, np.uint16)
    run = np.zeros(ink.shape[1], np.uint16)
    for y in range(ink.shape[0]):
        run = np.where(white[y], run + 1, 0).astype(np.uint16)
        up[y] = run
    run = np.zeros(ink.shape[1], np.uint16)
    for y in range(ink.shape[0] - 1, -1, -1):
        run = np.where(white[y], run + 1, 0).astype(np.uint16)
        down[y] = run
    return up, down
