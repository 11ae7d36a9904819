"""Photographs and drawings: masses of ink and grey that are no type."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.components import find_components

__all__ = ["PictureSettings", "find_pictures"]


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """What counts as a picture; lengths in body characters.

    Attributes:
        tone: grey under this where even the lightest pixel nearby lies under it is tone, not type.
        lightest: how far "nearby" reaches; no stroke but those of the largest headlines is so thick.
        close: patches as near as this are one picture.
        min_side: smaller patches are bits of type.
        min_cover: the share of the picture's box that tone must fill.
    """

    tone: int = 225
    lightest: float = 1.3
    close: float = 1.0
    min_side: float = 3.0
    min_cover: float = 0.3


def find_pictures(grey: NDArray[np.uint8], body: float, settings: PictureSettings) -> tuple[Box, ...]:
    """The boxes of the pictures on a page, apart from each other, in the frame of `grey` ``(H, W)``."""
    reach = max(3, round(settings.lightest * body)) | 1
    lightest = cv2.dilate(grey, np.ones((reach, reach), np.uint8))
    dark = (np.asarray(lightest) < settings.tone).astype(np.uint8)
    tone = cv2.dilate(dark, np.ones((reach, reach), np.uint8))
    close = max(3, round(settings.close * body)) | 1
    mass = cv2.morphologyEx(tone, cv2.MORPH_CLOSE, np.ones((close, close), np.uint8))
    patches = find_components(mass)
    side = settings.min_side * body
    boxes = []
    for i in range(len(patches)):
        box = patches.box(i)
        if box.width >= side and box.height >= side and patches.areas[i] >= settings.min_cover * box.area:
            boxes.append(box)
    return _apart(boxes)


def _apart(boxes: list[Box]) -> tuple[Box, ...]:
    """`boxes` with those that overlap put together, until none do."""
    todo = sorted(boxes)
    apart: list[Box] = []
    while todo:
        box = todo.pop()
        touching = next((other for other in apart if other.intersects(box)), None)
        if touching is None:
            apart.append(box)
        else:
            apart.remove(touching)
            todo.append(touching.union(box))
    return tuple(sorted(apart, key=lambda b: (b.top, b.left, b.right)))
