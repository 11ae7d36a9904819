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

SHORTEST = 0.3
"""Of a cell, in character sizes: a full stop set half wide, a 一 squeezed between two others."""
LONGEST = 1.6
"""Of a cell, in pitches."""
FULL = 1.15
"""No character's ink reaches over more of the pitch: a longer cell holds a sign and the character beside it."""
LARGER = 1.1
"""A character may be so much larger than the layout measured."""
SPECK = 0.15
"""What is shorter, in pitches, is no sign."""
STEADINESS = 0.35
"""The price of a cell off the pitch against that of cutting through ink."""
OVERLONG = 3.0
"""The price of a pitch of ink by which a cell holds more than a character's."""
PITCHES = (0.62, 1.35)
"""Least and greatest distance of two characters, in the sizes that the layout measured: a slanting line measures too
large, and solid type of wide faces is set closer than its size."""
STEADY = 5.0
"""A line is at least this long, in character sizes, when the distance is taken from its own rhythm."""
SPACINGS = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
"""Distances that are tried, in character sizes, where there is no rhythm: headlines are short and letter-spaced."""
SHORT = 12.0
"""Longer lines without a rhythm, in character sizes, are set solid."""
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
MARK = 0.45
"""A mark is no wider and no higher, in character sizes;"""
ASIDE = 0.1
"""its middle is so far to the right of the line's, in character sizes, when it stands in the corner of its square."""
WIDE = 0.6
"""A character at least so wide, in character sizes, shows where the characters of the line stand."""
FAINT = 240
"""Lighter than ink, but print: of a worn 一 the end alone may be black, and stands where a comma does."""
SOFT = 0.1
"""The soft edge of a stroke, in character sizes: lighter than ink, but read."""
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
    """The characters of the vertical `image` side by side; the whole of it as one cell when it has no ink.

    Every character keeps its place across the line, but for the marks: those in the upper right of their square go to
    the lower left, where rows have them, and those that vertical setting turned are turned back.
    """
    pixels, size = image.pixels, image.size
    height, width = pixels.shape
    cells = find_cells(pixels, size) or (Box(0, 0, width, height),)
    lane = _lane(pixels, cells, size)
    gap = max(1, round(GAP * size))
    parts = [_part(pixels, cell, lane, size) for cell in _softened(cells, round(SOFT * size))]
    high = max(round(size * (1 + 2 * GAP)), max(part.pixels.shape[0] for part in parts) + 2 * gap)
    places, left = [], gap
    for part in parts:
        tall, wide = part.pixels.shape
        top = high - gap - tall if part.at_foot else (high - tall) // 2
        places.append(Box(left, top, left + wide, top + tall))
        left += (max(wide, round(HALF * size)) if part.at_foot else wide) + gap
    laid = np.full((high, left), 255, np.uint8)
    for part, place in zip(parts, places, strict=True):
        laid[place.slices] = part.pixels
    return LaidLine(laid, size, tuple(part.cell for part in parts), tuple(places), image)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What is laid down of one cell, and where it lay.

    Attributes:
        cell: in the upright image.
        pixels: as a horizontal line has them.
        at_foot: whether it stands on the foot of the line; else in the middle.
    """

    cell: Box
    pixels: NDArray[np.uint8]
    at_foot: bool = False


def _softened(cells: tuple[Box, ...], edge: int) -> list[Box]:
    """`cells` with the soft edges of their first and last strokes, `edge` rows at most, none of a neighbour's."""
    tops = [0, *(cell.bottom for cell in cells[:-1])]
    bottoms = [*(cell.top for cell in cells[1:]), cells[-1].bottom + edge]
    return [
        Box(cell.left, max(top, cell.top - edge), cell.right, min(bottom, cell.bottom + edge))
        for cell, top, bottom in zip(cells, tops, bottoms, strict=True)
    ]


def _lane(pixels: NDArray[np.uint8], cells: tuple[Box, ...], size: float) -> tuple[int, int]:
    """The first column of the line's characters, and the one after the last."""
    spans = [_columns(pixels[cell.slices] < INK_LEVEL) for cell in cells]
    full = [span for span in spans if span[1] - span[0] >= WIDE * size] or spans
    edge = round(SOFT * size)
    return max(0, min(left for left, _ in full) - edge), min(pixels.shape[1], max(right for _, right in full) + edge)


def _columns(ink: NDArray[np.bool_]) -> tuple[int, int]:
    """The first inked column, and the one after the last; all of them where there is no ink."""
    columns = np.flatnonzero(ink.any(axis=0))
    return (int(columns[0]), int(columns[-1]) + 1) if columns.size else (0, ink.shape[1])


def _part(pixels: NDArray[np.uint8], cell: Box, lane: tuple[int, int], size: float) -> _Part:
    """`cell` of the vertical line `pixels`, its characters in the columns `lane`, as rows have it."""
    inked = pixels[cell.slices] < INK_LEVEL
    (left, right), (top, bottom) = _columns(inked), (cell.top + row for row in _columns(inked.T))
    if TURNED[0] * size <= bottom - top <= TURNED[1] * size and right - left >= TURNED_WIDTH * size:
        ink = Box(left, cell.top, right, cell.bottom)
        if _is_bracket(pixels[top:bottom, left:right] < INK_LEVEL):
            return _Part(ink, _turned_back(pixels[ink.slices], size))
    mark = _mark(pixels, top, bottom, lane, size)
    if mark:
        edge = round(SOFT * size)
        ink = Box(max(0, mark.left - edge), cell.top, min(pixels.shape[1], mark.right + edge), cell.bottom)
        return _Part(ink, pixels[ink.slices], at_foot=True)
    own = Box(min(left, lane[0]), cell.top, max(right, lane[1]), cell.bottom)
    return _Part(own, pixels[own.slices])


def _mark(pixels: NDArray[np.uint8], top: int, bottom: int, lane: tuple[int, int], size: float) -> Box | None:
    """The print in some rows, if it is small and stands to the right in the columns `lane`."""
    left, right = _columns(pixels[top:bottom].mean(axis=0, keepdims=True) < FAINT)
    small = max(right - left, bottom - top) <= MARK * size
    return Box(left, top, right, bottom) if small and left + right > sum(lane) + 2 * ASIDE * size else None


def _turned_back(bracket: NDArray[np.uint8], size: float) -> NDArray[np.uint8]:
    """A bracket as rows have it, with the white that belongs to it."""
    turned = np.rot90(bracket)
    white = max(0, round(HALF * size) - turned.shape[1])
    return np.pad(turned, ((0, 0), (white // 2, white - white // 2)), constant_values=255)


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

    Marks that stand alone in the corner of their square are cells; what lies between them is cut where there is least
    ink and the pitch is steadiest, by dynamic programming over the rows.

    Args:
        pixels: ``(H, W)`` grey, characters upright, the first on top.
        size: of the characters in pixels.
    """
    ink = pixels < INK_LEVEL
    profile = ink.sum(axis=1)
    rows = np.flatnonzero(profile)
    if not rows.size:
        return ()
    profile = profile / max(size, 1.0)
    pitches = _pitches(profile[rows[0] : rows[-1] + 1], size)
    marks = _find_marks(pixels, rows, size)
    starts, ends = [0, *(bottom for _, bottom in marks)], [*(top for top, _ in marks), len(profile)]
    between = (_cut(profile[start:end], start, pitches, size) for start, end in zip(starts, ends, strict=True))
    cells = sorted([*marks, *(cell for found in between for cell in found)])
    return tuple(Box(0, top, pixels.shape[1], bottom) for top, bottom in cells)


def _find_marks(pixels: NDArray[np.uint8], rows: NDArray[np.int64], size: float) -> list[tuple[int, int]]:
    """First and last row of each mark in the upper right corner of its square that shares no row with anything else."""
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    lane = _columns(pixels < INK_LEVEL)
    marks = []
    for run in runs:
        top, bottom = int(run[0]), int(run[-1]) + 1
        if bottom - top >= SPECK * size and _mark(pixels, top, bottom, lane, size):
            marks.append((top, bottom))
    return marks


def _cut(profile: NDArray[np.float64], start: int, pitches: list[float], size: float) -> list[tuple[int, int]]:
    """First and last row of each character, counted from `start`.

    Args:
        profile: the ink of each row, in character sizes.
        start: the row of its first one.
        pitches: what the distance of two characters may be.
        size: of the characters in pixels.
    """
    rows = np.flatnonzero(profile)
    if not rows.size:
        return []
    first, last = int(rows[0]), int(rows[-1]) + 1
    tries = []
    for tried in pitches:
        blank = round(BLANK * tried)
        price, cuts = _best_cuts(np.pad(profile[first:last], blank), tried, FULL * min(tried, LARGER * size), blank)
        tries.append((price, tried, [min(max(first - blank + cut, 0), len(profile)) for cut in cuts]))
    _, pitch, cuts = min(tries, key=lambda found: found[0])
    cells = []
    for top, bottom in pairwise(cuts):
        inked = top + np.flatnonzero(profile[top:bottom])
        cells += [(start + int(part[0]), start + int(part[-1]) + 1) for part in _parted(inked, pitch) if part.size]
    return cells


def _parted(rows: NDArray[np.int64], pitch: float) -> list[NDArray[np.int64]]:
    """The inked `rows` of a cell; in two parts, at the widest white, where they are more than a character's."""
    if rows.size < 2 or rows[-1] + 1 - rows[0] <= FULL * pitch:
        return [rows]
    widest = int(np.argmax(np.diff(rows)))
    parts = [rows[: widest + 1], rows[widest + 1 :]]
    apart = rows[widest + 1] > rows[widest] + 1
    return parts if apart and min(part[-1] + 1 - part[0] for part in parts) >= SPECK * pitch else [rows]


def _pitches(profile: NDArray[np.float64], size: float) -> list[float]:
    """What the distance of the characters of a line may be: its rhythm, or what is usual where it has none."""
    rhythm = _rhythm(profile, size)
    if rhythm:
        return [rhythm]
    return [spacing * size for spacing in SPACINGS] if len(profile) <= SHORT * size else [size]


def _rhythm(profile: NDArray[np.float64], size: float) -> float:
    """The distance of the characters of a line from each other; 0 where it is too short or too uneven to tell."""
    least, most = round(PITCHES[0] * size), round(PITCHES[1] * size)
    if len(profile) < STEADY * size or least < 2:
        return 0.0
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
    return float(max(peaks, key=lambda lag: echo[lag], default=0.0))


def _best_cuts(profile: NDArray[np.float64], pitch: float, full: float, blank: int) -> tuple[float, list[int]]:
    """The price of the best cuts, and the rows that cut the profile into cells, its two ends among them.

    Args:
        pitch: the distance of two characters.
        full: no character's ink is longer.
        blank: so many rows at either end are white, and the first and the last cut may lie anywhere in them.
    """
    length = len(profile)
    inked = length - 2 * blank
    shortest, longest = max(1, round(SHORTEST * pitch)), max(2, round(LONGEST * pitch))
    whole = OVERLONG * max(0.0, inked - full) / pitch, [0, length]
    if inked <= longest and inked < (1 + SHORTEST) * pitch:
        return whole
    price = np.append(profile, 0.0)
    black = np.flatnonzero(profile > 0)
    rows = np.arange(length + 1)
    starts_at = np.append(black, length)[np.searchsorted(black, rows)]
    ends_at = np.insert(black + 1, 0, 0)[np.searchsorted(black, rows)]
    best = np.full(length + 1, np.inf)
    best[: blank + 1] = 0.0
    back = np.zeros(length + 1, np.int64)
    unsteady = STEADINESS * (np.arange(longest, -1, -1) / pitch - 1.0) ** 2
    for end in range(blank + 1, length + 1):
        low, high = max(0, end - longest), max(1, end - shortest + 1)
        over = (ends_at[end] - full - starts_at[low:high]).clip(0.0)
        costs = best[low:high] + unsteady[low - end + longest : high - end + longest] + OVERLONG / pitch * over
        choice = int(costs.argmin())
        best[end] = costs[choice] + price[end]
        back[end] = low + choice
    last = length - blank + int(np.argmin(best[length - blank :]))
    if not np.isfinite(best[last]):
        return whole
    cuts = [last]
    while cuts[-1] > blank:
        cuts.append(int(back[cuts[-1]]))
    return float(best[last]), cuts[::-1]
