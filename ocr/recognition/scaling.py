"""Brings a line to the character size an engine reads best, upright and horizontal."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import Direction
from ocr.ports import LineImage
from ocr.recognition.stacking import lay_down

__all__ = ["ScaledLine", "scale_to_height", "scale_to_size", "size_on_page"]

LONGEST = 4096
"""Columns of a scaled line at the most: over a hundred characters for either engine; no line of print is longer."""


TALLEST = 512
"""Rows of a scaled line at the most: a line ten times as high as its characters is no line of print."""


@dataclass(frozen=True, slots=True, eq=False)
class ScaledLine:
    """A horizontal line at an engine's size.

    Attributes:
        pixels: ``(H, W)`` uint8.
        size: of the characters in pixels of this image.
        origin: the line it was made of.
        scale_x, scale_y: of this image to the original.
    """

    pixels: NDArray[np.uint8]
    size: float
    origin: LineImage
    scale_x: float
    scale_y: float

    def to_page(self, box: Box) -> Box:
        """`box` of this image in the frame of the page."""
        height, width = self.origin.pixels.shape
        left, right = round(box.left / self.scale_x), round(box.right / self.scale_x)
        top, bottom = round(box.top / self.scale_y), round(box.bottom / self.scale_y)
        return self.origin.to_page(Box(left, top, max(left, right), max(top, bottom)).clip(width, height))


def scale_to_size(image: LineImage, size: float, blur: float = 0.0, squeeze: float = 1.0) -> ScaledLine:
    """`image` with characters of `size` pixels; a vertical line is laid down first.

    Args:
        image: the line.
        size: in pixels.
        blur: of the Gaussian that takes the grain out before scaling, in character sizes.
        squeeze: by which the width is multiplied beside the scale.
    """
    flat = image if image.direction is Direction.HORIZONTAL else lay_down(image)
    height, width = flat.pixels.shape
    scale = size / flat.size
    width, height = max(1, round(width * scale * squeeze)), max(1, round(height * scale))
    return _resize(flat, width, height, cv2.INTER_CUBIC, blur)


def scale_to_height(image: LineImage, height: int, squeeze: float = 1.0) -> ScaledLine:
    """`image` exactly `height` rows high, its width multiplied by `squeeze` beside the common scale.

    A smaller line grows softly, as networks are fed in training: sharpened by a cubic it is read worse.
    """
    flat = image if image.direction is Direction.HORIZONTAL else lay_down(image)
    rows, columns = flat.pixels.shape
    return _resize(flat, max(1, round(columns * height / rows * squeeze)), height, cv2.INTER_LINEAR)


def _resize(flat: LineImage, width: int, height: int, larger: int, blur: float = 0.0) -> ScaledLine:
    """`flat` at the size given; `larger` is the interpolation that enlarges it."""
    rows, columns = flat.pixels.shape
    source = cv2.GaussianBlur(flat.pixels, (0, 0), blur * flat.size) if blur else flat.pixels
    width, height = min(width, LONGEST), min(height, TALLEST)
    shrinks = width * height < rows * columns
    pixels = cv2.resize(source, (width, height), interpolation=cv2.INTER_AREA if shrinks else larger)
    scale_y = height / rows
    return ScaledLine(np.asarray(pixels, np.uint8), flat.size * scale_y, flat, width / columns, scale_y)


def size_on_page(image: LineImage) -> float:
    """The size of the characters of `image` in pixels of the page."""
    height, width = image.pixels.shape
    place = image.to_page(Box(0, 0, width, height))
    return float(image.size * max(place.height / max(1, height), place.width / max(1, width)))
