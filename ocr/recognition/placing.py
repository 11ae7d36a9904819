"""Turns an engine's rough character places into boxes around ink."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.ports import LineImage

__all__ = ["INK_LEVEL", "Inked", "pixels_at"]

INK_LEVEL = 160
"""Darker is ink; the paper of a sheet is near 255, and the soft edge of a stroke half way."""


def pixels_at(image: LineImage, place: Box) -> NDArray[np.uint8]:
    """The grey pixels of `image` at `place` on the page; none when it lies elsewhere or the line was scaled."""
    height, width = image.pixels.shape
    page = image.to_page(Box(0, 0, width, height))
    if page.width != width or page.height != height:
        return image.pixels[:0, :0]
    return image.pixels[place.shift(-page.left, -page.top).clip(width, height).slices]


@dataclass(frozen=True, slots=True, eq=False)
class Inked:
    """Where a line image has ink, column by column: worked out once a line, asked for every character.

    Attributes:
        width, height: of the image.
        columns: the columns with ink, rising.
        tops, bottoms: of the ink in each of `columns`; the bottom is the row after the last.
    """

    width: int
    height: int
    columns: list[int]
    tops: list[int]
    bottoms: list[int]

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> Inked:
        """The ink of ``(H, W)`` grey `pixels`."""
        height, width = pixels.shape
        ink = pixels < INK_LEVEL
        columns = np.flatnonzero(ink.any(axis=0))
        ink = ink[:, columns]
        tops = ink.argmax(axis=0) if columns.size else columns
        bottoms = height - ink[::-1].argmax(axis=0) if columns.size else columns
        return cls(width, height, columns.tolist(), tops.tolist(), bottoms.tolist())

    @property
    def blank(self) -> bool:
        return not self.columns

    def box(self, left: float, right: float) -> Box:
        """The ink between two columns; the whole strip when there is none.

        Args:
            left: the first column, clipped to the image.
            right: the column after the last; at least one column is taken.
        """
        start = min(max(0, round(left)), self.width - 1)
        end = max(start + 1, min(self.width, round(right)))
        first, last = bisect_left(self.columns, start), bisect_left(self.columns, end)
        if first == last:
            return Box(start, 0, end, self.height)
        return Box(
            self.columns[first],
            min(self.tops[first:last]),
            self.columns[last - 1] + 1,
            max(self.bottoms[first:last]),
        )

    def pieces(self, left: float, right: float) -> int:
        """The number of pieces of ink, parted by white columns, whose middle lies between two columns."""
        edges = np.flatnonzero(np.diff(self.columns, prepend=-2, append=self.width + 2) > 1)
        columns = np.asarray(self.columns)
        middles = (columns[edges[:-1]] + columns[edges[1:] - 1]) / 2 if len(edges) > 1 else columns
        return int(((middles >= left) & (middles <= right)).sum())
