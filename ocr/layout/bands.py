"""Boxes sorted into horizontal bands, so that only the near ones are compared."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.geometry import Box

__all__ = ["Bands"]


class Bands:
    """An index of boxes by height on the page.

    Args:
        boxes: what is asked for, by its position here.
        pitch: the height of a band in pixels; about the height of two lines works well.
    """

    def __init__(self, boxes: Sequence[Box], pitch: float) -> None:
        self._pitch = max(1.0, pitch)
        self._bands: dict[int, list[int]] = {}
        for i, box in enumerate(boxes):
            for band in range(int(box.top // self._pitch), int(box.bottom // self._pitch) + 1):
                self._bands.setdefault(band, []).append(i)

    def near(self, box: Box, above: float, below: float) -> list[int]:
        """The positions of the boxes that may reach into the rows from `above` over `box` to `below` under it."""
        low, high = int((box.top - above) // self._pitch), int((box.bottom + below) // self._pitch)
        return sorted({i for band in range(low, high + 1) for i in self._bands.get(band, ())})
