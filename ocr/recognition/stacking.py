"""Lays a vertical line down: its upright characters side by side, for engines that read from left to right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box, hull
from ocr.model import Direction
from ocr.ports import LineImage
from ocr.recognition.placing import INK_LEVEL

__all__ = ["LaidLine", "find_cells", "lay_down"]

SHORTEST = 0.45
"""Of a cell, in character sizes: a full stop set half wide, a 一 squeezed between two others."""
LONGEST = 1.6
"""Of a cell, in character sizes: letter-spaced headlines go to two, but then white is cut off at both ends."""
FULL = 1.15
"""No character's ink reaches over more of the pitch: a longer cell holds a sign and the character beside it."""
SPECK = 0.15
"""What is shorter, in pitches, is no sign."""
STEADINESS = 0.35
"""The price of a cell off the pitch against that of cutting through ink."""
PITCHES = (0.62, 1.35)
"""Least and greatest distance of two characters, in the sizes that the layout measured: a slanting line measures too
large, and solid type of wide faces is set closer than its size."""
STEADY = 5.0
"""A line is at least this long, in character sizes, when the distance is taken from its own rhythm."""
RHYTHM = 0.2
"""The correlation of the line's ink with itself one character further down, from which on the rhythm is believed."""
BLANK = 0.5
"""A first or last 一 leaves up to so much of its cell white, in pitches."""
TURNED = (0.25, 0.5)
"""Least and greatest height, in character sizes, of a bracket or quotation mark that is turned for vertical setting;"""
TURNED_WIDTH = 0.5
"""it is at least so wide."""
HALF = 0.5
"""A bracket that was turned back takes at least so much of a line, in character sizes."""
GAP = 0.12
"""White paper between characters laid side by side, in character sizes, as set solid type has it."""


@dataclass(frozen=True, slots=True, eq=False)
class LaidLine:
    """A vertical line whose cells were laid side by side.

    Attributes:
        pixels: ``(H, W)`` uint8, read from left to right.
        size: of the characters.
        cells: each cell in the upright image.
        places: where each cell lies in `pixels`; a bracket, which is turned back, lies there on its side.
    """

    pixels: NDArray[np.uint8]
    size: float
    cells: tuple[Box, ...]
    places: tuple[Box, ...]
    origin: LineImage

    @property
    def direction(self) -> Direction:
        return Direction.HORIZONTAL

    def to_page(self, box: Box) -> Box:
        """`box` on the page; one that reaches over several cells becomes the hull of its parts."""
        parts = []
        for cell, place in zip(self.cells, self.places, strict=True):
            shared = box.intersection(place)
            if shared.width * 2 < min(box.width, place.width) or not shared.area:
                continue
            turned = (place.width, place.height) != (cell.width, cell.height)
            parts.append(cell if turned else shared.shift(cell.left - place.left, cell.top - place.top))
        if not parts:
            nearest = min(range(len(self.places)), key=lambda i: abs(self.places[i].center_x - box.center_x))
            parts.append(self.cells[nearest])
        return self.origin.to_page(hull(parts))


def lay_down(image: LineImage) -> LaidLine:
    """The characters of the vertical `image` side by side; the whole of it as one cell when it has no ink."""
    pixels = image.pixels
    height, width = pixels.shape
    cells = find_cells(pixels, image.size) or (Box(0, 0, width, height),)
    gap = max(1, round(GAP * image.size))
    upright = [_upright(pixels, cell, image.size) for cell in cells]
    high = max(round(image.size * (1 + 2 * GAP)), max(len(part) for part in upright) + 2 * gap)
    places, left = [], gap
    for part in upright:
        tall, wide = part.shape
        top = (high - tall) // 2
        places.append(Box(left, top, left + wide, top + tall))
        left += wide + gap
    laid = np.full((high, left), 255, np.uint8)
    for part, place in zip(upright, places, strict=True):
        laid[place.slices] = part
    return LaidLine(laid, image.size, cells, tuple(places), image)


def _upright(pixels: NDArray[np.uint8], cell: Box, size: float) -> NDArray[np.uint8]:
    """`cell` of the vertical line `pixels` as a horizontal line has it: a bracket turned for vertical setting back."""
    part = pixels[cell.slices]
    ink = part < INK_LEVEL
    columns = np.flatnonzero(ink.any(axis=0))
    if not columns.size or not TURNED[0] * size <= len(part) <= TURNED[1] * size:
        return part
    left, right = int(columns[0]), int(columns[-1]) + 1
    if right - left < TURNED_WIDTH * size or not _is_bracket(ink[:, left:right]):
        return part
    bracket = np.rot90(part[:, left:right])
    white = max(0, round(HALF * size) - bracket.shape[1])
    return np.pad(bracket, ((0, 0), (white // 2, white - white // 2)), constant_values=255)


def _is_bracket(ink: NDArray[np.bool_]) -> bool:
    """Whether `ink` is a bar or arc with legs, down at its right end or at both (﹁ ︵) or up at its left (﹂ ︶)."""
    third = len(ink) // 3
    above, below = (
        [bool(zone.any()) for zone in np.array_split(band, 3, axis=1)] for band in (ink[:third], ink[-third:])
    )
    (_, middle, leg), bar = (below, above) if sum(below) < sum(above) else (above[::-1], below[::-1])
    return leg and not middle and bar[1]


def find_cells(pixels: NDArray[np.uint8], size: float) -> tuple[Box, ...]:
    """The character cells of a vertical line from top to bottom, trimmed of white rows; none without ink.

    The cuts are those of least ink and steadiest pitch, found by dynamic programming over the rows.

    Args:
        pixels: ``(H, W)`` grey, characters upright, the first on top.
        size: of the characters in pixels.
    """
    ink = (pixels < INK_LEVEL).sum(axis=1)
    rows = np.flatnonzero(ink)
    if not rows.size:
        return ()
    first, last = int(rows[0]), int(rows[-1]) + 1
    profile = ink[first:last] / max(size, 1.0)
    pitch = _pitch(profile, size)
    blank = round(BLANK * pitch)
    cuts = [first - blank + cut for cut in _best_cuts(np.pad(profile, blank), pitch, blank)]
    cuts = [min(max(cut, 0), len(ink)) for cut in cuts]
    cells = []
    for top, bottom in pairwise(cuts):
        inked = top + np.flatnonzero(ink[top:bottom])
        for part in _parted(inked, pitch):
            if part.size:
                cells.append(Box(0, int(part[0]), pixels.shape[1], int(part[-1]) + 1))
    return tuple(cells)


def _parted(rows: NDArray[np.int64], pitch: float) -> list[NDArray[np.int64]]:
    """The inked `rows` of a cell; in two parts, at the widest white, where they are more than a character's."""
    if rows.size < 2 or rows[-1] + 1 - rows[0] <= FULL * pitch:
        return [rows]
    widest = int(np.argmax(np.diff(rows)))
    parts = [rows[: widest + 1], rows[widest + 1 :]]
    apart = rows[widest + 1] > rows[widest] + 1
    return parts if apart and min(part[-1] + 1 - part[0] for part in parts) >= SPECK * pitch else [rows]


def _pitch(profile: NDArray[np.float64], size: float) -> float:
    """The distance of the characters of a line from each other; `size` where it is too short or too uneven to tell."""
    least, most = round(PITCHES[0] * size), round(PITCHES[1] * size)
    if len(profile) < STEADY * size or least < 2:
        return size
    waves = profile - profile.mean()
    spectrum = np.fft.rfft(waves, 2 * len(waves))
    echo = np.fft.irfft(spectrum * np.conj(spectrum))[: most + 2]
    lags = np.arange(len(echo))
    echo = echo / max(float(echo[0]), 1e-9) * len(waves) / np.maximum(1, len(waves) - lags)
    peaks = [
        lag
        for lag in range(least, min(most + 1, len(echo) - 1))
        if echo[lag] >= RHYTHM and echo[lag - 1] <= echo[lag] >= echo[lag + 1]
    ]
    return float(max(peaks, key=lambda lag: echo[lag], default=size))


def _best_cuts(profile: NDArray[np.float64], pitch: float, blank: int) -> list[int]:
    """Rows that cut the profile into cells, its two ends among them.

    Args:
        blank: so many rows at either end are white, and the first and the last cut may lie anywhere in them.
    """
    length = len(profile)
    inked = length - 2 * blank
    shortest, longest = max(1, round(SHORTEST * pitch)), max(2, round(LONGEST * pitch))
    if inked <= longest and inked < (1 + SHORTEST) * pitch:
        return [0, length]
    price = np.concatenate([profile, [0.0]])
    best = np.full(length + 1, np.inf)
    best[: blank + 1] = 0.0
    back = np.zeros(length + 1, np.int64)
    for end in range(blank + 1, length + 1):
        starts = np.arange(max(0, end - longest), max(1, end - shortest + 1))
        off = (end - starts) / pitch - 1.0
        costs = best[starts] + STEADINESS * off * off
        choice = int(np.argmin(costs))
        if np.isfinite(costs[choice]):
            best[end] = costs[choice] + price[end]
            back[end] = int(starts[choice])
    last = length - blank + int(np.argmin(best[length - blank :]))
    if not np.isfinite(best[last]):
        return [0, length]
    cuts = [last]
    while cuts[-1] > blank:
        cuts.append(int(back[cuts[-1]]))
    return cuts[::-1]
