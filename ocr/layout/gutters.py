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
        tiers: widths, how many lines must end and begin at a gutter so wide, and how many where the page's other lines
            keep it. The blank of a full-width comma is 0.7 wide, so a narrow strip needs many lines; no gap inside a
            line is two wide on two lines by chance.
        reach: how far from the gap a line may end and still support it.
        indent: how far from the gap a line may begin, an indent included.
        grid_lines, grid_share: they keep it when so many of them end or begin there, at the least half as many on one
            side, and such a share of those that come there.
        grid_slack: so exactly.
        again, again_lines, again_reach: or, where the gap is so wide, so many of the next lines end there and as many
            begin, no farther off, before one runs across: the gutter is seen again under a picture.
    """

    tiers: tuple[tuple[float, int, int], ...] = ((1.55, 2, 2), (1.05, 3, 3), (0.75, 5, 2), (0.55, 10, 10))
    reach: float = 1.3
    indent: float = 2.5
    grid_lines: int = 12
    grid_share: float = 0.6
    grid_slack: float = 0.25
    again: float = 1.05
    again_lines: int = 5
    again_reach: float = 25.0


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
        self._strips = {width: _inked_strips(ink, max(3, round(width * body)) | 1) for width, *_ in settings.tiers}

    def separates(self, gap: Box) -> bool:
        """Whether a gutter runs through `gap`, the white between two pieces on one line."""
        for width, alone, kept in self._settings.tiers:
            lines = self._lines_along(gap, width)
            if lines >= alone or (lines >= kept and self._on_grid(gap)):
                return True
        return self._is_seen_again(gap)

    def _is_seen_again(self, gap: Box) -> bool:
        """Whether the next lines over and under `gap`, up to those that run across its place, end or begin there."""
        settings = self._settings
        if gap.width < settings.again * self._body:
            return False
        lefts, rights = self._pieces[:, 0], self._pieces[:, 2]
        slack, apart = settings.grid_slack * self._body, self._centers - gap.center_y
        end, begin = self._end_and_begin(gap)
        across = apart[(lefts < gap.left - slack) & (rights > gap.right + slack)]
        reach = settings.again_reach * self._body
        up, down = across[across < 0].max(initial=-reach), across[across > 0].min(initial=reach)
        near = (apart > up) & (apart < down)
        return min(int((near & end).sum()), int((near & begin).sum())) >= settings.again_lines

    def _on_grid(self, gap: Box) -> bool:
        """Whether most lines of the page that come to the place of `gap`, at any height, end or begin there."""
        settings = self._settings
        lefts, rights = self._pieces[:, 0], self._pieces[:, 2]
        ends, starts = (int(lines.sum()) for lines in self._end_and_begin(gap))
        over = int(((lefts < gap.left - self._body) & (rights > gap.right + self._body)).sum())
        kept = (ends + starts) / 2
        enough = kept >= settings.grid_lines and 2 * min(ends, starts) >= settings.grid_lines
        return enough and kept >= settings.grid_share * (kept + over)

    def _end_and_begin(self, gap: Box) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """``(N,)`` each: which lines of the page end where `gap` begins, and which begin where it ends."""
        slack = self._settings.grid_slack * self._body
        return abs(self._pieces[:, 2] - gap.left) <= slack, abs(self._pieces[:, 0] - gap.right) <= slack

    def _lines_along(self, gap: Box, width: float) -> int:
        """How many lines end and begin at the strip of this width through `gap`."""
        if gap.width < width * self._body:
            return 0
        inked = self._strips[width]
        row = min(max(int(gap.center_y), 0), inked.shape[1] - 1)
        half = round(width * self._body / 2)
        left, right = max(0, gap.left + half - 1), min(len(inked), gap.right - half + 2)
        if right <= left:
            left, right = int(gap.center_x), int(gap.center_x) + 1
        up, down = _white_run(inked[left:right, row::-1]), _white_run(inked[left:right, row:])
        runs = np.where(up > 0, up + down, 0)
        if runs.size == 0 or not runs.any():
            return 0
        best = int(np.argmax(runs))
        x = left + best
        top, bottom = row - int(up[best]), row + int(down[best])
        inside = (self._centers > top) & (self._centers < bottom)
        reach = self._settings.reach * self._body
        ends = inside & (self._pieces[:, 2] <= x + half) & (self._pieces[:, 2] >= gap.left - reach)
        indent = self._settings.indent * self._body
        starts = inside & (self._pieces[:, 0] >= x - half) & (self._pieces[:, 0] <= gap.right + indent)
        return min(int(ends.sum()), int(starts.sum()))


def _inked_strips(ink: NDArray[np.uint8], width: int) -> NDArray[np.bool_]:
    """``(W, H)``: for each column whether the strip of `width` columns around it has ink, row by row."""
    strips = cv2.dilate(ink, np.ones((1, width), np.uint8))
    # OpenCV turns a page in a tenth of the time that numpy takes to copy one column by column
    return np.asarray(cv2.transpose(strips), np.uint8).view(np.bool_)


def _white_run(inked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """``(N,)``: how many cells of each row of `inked` ``(N, L)`` are white before the first that is not."""
    first = inked.argmax(axis=1)
    return np.asarray(np.where(inked[np.arange(len(inked)), first], first, inked.shape[1]), np.int64)
