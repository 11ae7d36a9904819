"""Cuts each line out of the page, alone on white paper, and remembers the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import Direction, Layout, LineRegion, Rule
from ocr.raster import Sheet
from ocr.recognition.placing import INK_LEVEL

__all__ = ["CutSettings", "LineCut", "LineCutter"]

PAPER = 255
SHADES = np.arange(PAPER + 1, dtype=np.uint8)
BRIDGE = 3
"""Rows of the line's own beside a contested strip, to see which strokes of the strip come from there."""


@dataclass(frozen=True, slots=True)
class CutSettings:
    """How a line is cut; lengths in character sizes.

    Attributes:
        edge: copied around the line's ink box: the soft edge of the outermost strokes and a diacritic
            that the box missed, but never as far as the next line (leading starts at 0.2).
        margin: white paper above and below; both engines lose characters that touch the edge. Measured on poor
            scans, PP-OCR errs half as often with 0.25 as with 0.1, at three quarters of the time.
        along: white paper before the first and after the last character.
        ink_share: of the pixels that are surely ink in a line of text; the lightest of them becomes `black`. A poor
            scan prints grey on white, which Tesseract reads with half as many errors again, and where a fixed ink
            level finds no ink at all.
        black: the shade. Darker would make steps of the soft edges of strokes a pixel or two wide: measured on
            pages of 72 dpi, where a body character has nine, PP-OCR errs on a sixth more with 0 than with 60; on
            larger print it does not matter, to Tesseract neither.
        faintest: grey that can still be ink; a line without anything darker is left as it is.
    """

    edge: float = 0.06
    margin: float = 0.25
    along: float = 0.25
    ink_share: float = 0.03
    black: int = 60
    faintest: int = 225


@dataclass(frozen=True, slots=True, eq=False)
class LineCut:
    """One line at the scan's resolution; its pixel (0, 0) is the page's (`left`, `top`).

    Attributes:
        pixels: ``(H, W)`` uint8, at least one pixel.
        direction: of the line.
        size: of its characters in pixels.
        left, top: of the cut on the page; may lie outside of it, where the margin does.
    """

    pixels: NDArray[np.uint8]
    direction: Direction
    size: float
    left: int
    top: int

    def to_page(self, box: Box) -> Box:
        return box.shift(self.left, self.top)


class LineCutter:
    """Cuts lines of one page; knows what stands around each.

    A neighbour's ink, a rule or a frame's edge in the cut would be read as a ghost character, so everything
    that belongs to something else is painted white.
    """

    def __init__(self, sheet: Sheet, layout: Layout, settings: CutSettings | None = None) -> None:
        self._grey = sheet.grey
        self._settings = settings or CutSettings()
        self._lines = tuple(line for block in layout.blocks for line in block.lines)
        self._boxes = _as_array(line.box for line in self._lines)
        self._rules = layout.rules
        self._rule_boxes = _as_array(rule.box for rule in layout.rules)

    def cut(self, line: LineRegion) -> LineCut:
        """`line` alone on white paper; plain white when its box lies off the page."""
        settings = self._settings
        height, width = self._grey.shape
        box = line.box.clip(width, height)
        em = max(line.size, 1.0)
        inked = box.grow(max(1, round(settings.edge * em))).clip(width, height)
        across, along = _paper_around(box, line, em, settings)
        frame = box.grow(along, across) if line.direction is Direction.HORIZONTAL else box.grow(across, along)
        if frame.width == 0 or frame.height == 0:
            frame = frame.grow(1)
        pixels = np.full((frame.height, frame.width), PAPER, np.uint8)
        visible = inked.intersection(frame)
        if visible.area:
            place = visible.shift(-frame.left, -frame.top)
            pixels[place.slices] = self._alone(visible, box)
        return LineCut(_blacken(pixels, settings), line.direction, em, frame.left, frame.top)

    def _alone(self, visible: Box, own: Box) -> NDArray[np.uint8]:
        """The page inside `visible` with everything that is not of the line at `own` painted white."""
        pixels = self._grey[visible.slices].copy()
        for index in _touching(self._boxes, visible):
            other = self._lines[index].box
            if other == own or own.contains(other):
                continue
            _paint_foreign(pixels, visible, own, other)
        for index in _touching(self._rule_boxes, visible):
            if not _is_stroke_of(self._rules[index], own):
                pixels[self._rules[index].box.intersection(visible).shift(-visible.left, -visible.top).slices] = PAPER
        return pixels


def _blacken(pixels: NDArray[np.uint8], settings: CutSettings) -> NDArray[np.uint8]:
    """`pixels` with the contrast raised until the ink is black; paper stays white."""
    ink = _darkest(pixels, settings.ink_share)
    if ink >= settings.faintest or ink <= settings.black:
        return pixels
    raised = PAPER - (PAPER - SHADES.astype(np.float32)) * ((PAPER - settings.black) / (PAPER - ink))
    return np.asarray(cv2.LUT(pixels, np.clip(raised, 0, PAPER).astype(np.uint8)), np.uint8)


def _darkest(pixels: NDArray[np.uint8], share: float) -> float:
    """The lightest shade of the darkest `share` of `pixels`, as `numpy.quantile` has it, from a count of the shades."""
    counts = cv2.calcHist([pixels], [0], None, [len(SHADES)], [0, len(SHADES)])
    darker = np.cumsum(counts.astype(np.int64))
    place = share * (pixels.size - 1)
    low, high = (int(shade) for shade in np.searchsorted(darker, [int(place), int(place) + 1], side="right"))
    return low + (high - low) * (place % 1)


def _paper_around(box: Box, line: LineRegion, em: float, settings: CutSettings) -> tuple[int, int]:
    """White paper across and along the line; a line of thin strokes only (一, ——) is filled up to a full em."""
    thickness = box.height if line.direction is Direction.HORIZONTAL else box.width
    fill = max(0.0, (em - thickness) / 2)
    return round(settings.margin * em + fill), round(settings.along * em)


def _is_stroke_of(rule: Rule, own: Box) -> bool:
    """Whether a rule lies so wholly inside the line that it is rather a dash or a stroke of it."""
    return own.contains(rule.box)


def _paint_foreign(pixels: NDArray[np.uint8], visible: Box, own: Box, other: Box) -> None:
    """Paint the neighbour's part: outside of `own` all of it, inside only the ink that hangs on the neighbour."""
    shared = other.intersection(visible)
    if not shared.area:
        return
    contested = own.intersection(shared).shift(-visible.left, -visible.top)
    kept = pixels[contested.slices].copy()
    if contested.area and _is_strip(contested, own, other):
        below = other.center_y > own.center_y
        strip = Box(
            contested.left,
            max(0, contested.top - below * BRIDGE),
            contested.right,
            contested.bottom + (not below) * BRIDGE,
        )
        part = pixels[strip.slices]
        _paint_intruders(part, from_below=below)
        kept = pixels[contested.slices].copy()
    pixels[shared.shift(-visible.left, -visible.top).slices] = PAPER
    pixels[contested.slices] = kept


def _is_strip(contested: Box, own: Box, other: Box) -> bool:
    """Whether two lines, one above the other, share only a few rows; else position cannot tell whose the ink is."""
    return (
        own.center_y != other.center_y
        and contested.height * 2 <= own.height
        and contested.width * 2 >= min(own.width, other.width)
    )


def _paint_intruders(part: NDArray[np.uint8], *, from_below: bool) -> None:
    """Paint the strokes that enter a strip from the neighbour's side and end in it."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((part < INK_LEVEL).astype(np.uint8), connectivity=8)
    for index in range(1, count):
        _, top, _, high = (int(v) for v in stats[index, :4])
        at_top, at_bottom = top == 0, top + high == part.shape[0]
        if (at_bottom and not at_top) if from_below else (at_top and not at_bottom):
            part[labels == index] = PAPER


def _as_array(boxes: Iterable[Box]) -> NDArray[np.int64]:
    return np.array([box.as_tuple() for box in boxes], np.int64).reshape(-1, 4)


def _touching(boxes: NDArray[np.int64], box: Box) -> list[int]:
    """The indexes of the rows of `boxes` that meet `box`."""
    hit = (boxes[:, 0] < box.right) & (boxes[:, 2] > box.left) & (boxes[:, 1] < box.bottom) & (boxes[:, 3] > box.top)
    return [int(i) for i in np.flatnonzero(hit)]
