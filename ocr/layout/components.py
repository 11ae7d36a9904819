"""Connected ink: the blobs of a page as one table of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from ocr.geometry import Box

__all__ = ["Components", "find_components"]


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """The 8-connected components of an ink mask.

    Attributes:
        labels: ``(H, W)`` int32; 0 is paper, component ``i`` carries ``i + 1``.
        boxes: ``(N, 4)`` int32; left, top, right, bottom, half open.
        areas: ``(N,)`` int32; ink pixels.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]
    areas: NDArray[np.int32]

    def __len__(self) -> int:
        return int(self.boxes.shape[0])

    @property
    def widths(self) -> NDArray[np.int32]:
        return self.boxes[:, 2] - self.boxes[:, 0]

    @property
    def heights(self) -> NDArray[np.int32]:
        return self.boxes[:, 3] - self.boxes[:, 1]

    def box(self, index: int) -> Box:
        left, top, right, bottom = (int(v) for v in self.boxes[index])
        return Box(left, top, right, bottom)

    def mask_of(self, chosen: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """``(H, W)`` uint8, 1 on the components for which `chosen` ``(N,)`` holds."""
        table = np.zeros(len(self) + 1, np.uint8)
        table[1:] = chosen
        return table[self.labels]


def find_components(ink: MatLike) -> Components:
    """The components of `ink` ``(H, W)``; an empty table on a blank page."""
    _, labelled, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    table = np.asarray(stats, np.int32)[1:]
    boxes = table[:, :4].copy()
    boxes[:, 2:] += boxes[:, :2]
    return Components(np.asarray(labelled, np.int32), boxes, table[:, cv2.CC_STAT_AREA].copy())
