"""Lines that their neighbours above and below know better: parts put together, two columns' rows taken apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.bands import Bands

__all__ = ["part_lines", "rejoin_lines"]

WHITE = 0.5
"""White inside a row as wide as this, in body characters, may be a gutter."""
LEADING = 2.0
"""The next row of a column is no farther away than this, in body characters from middle to middle."""
WITNESSES = 2
"""So many rows must be parted by the same white."""
SEAM, ALIKE, OFF_CENTRE, CENTRED = 0.3, 1.25, 2.0, 0.4
"""Two headlines on one level: the white between them, the ratio of sizes up to which a line under them is theirs, how
far it stands from the middle of both, and how near to the middle of its own; in sizes."""


def rejoin_lines(
    boxes: tuple[Box, ...], barriers: NDArray[np.uint8], body: float, display: float, join: float
) -> tuple[Box, ...]:
    """`boxes` with the parts of a line put together where the lines right above and below run over the gap.

    Args:
        barriers: 1 where rules, frames and pictures stand; nothing is joined over them.
        display: larger type is left alone, in body characters.
        join: so is a wider gap.
    """
    lines = list(boxes)
    bands = Bands(lines, 2 * body)
    gone: set[int] = set()
    for i in sorted(range(len(lines)), key=lambda k: (lines[k].left, lines[k].top)):
        if i in gone or lines[i].height > display * body:
            continue
        for j in bands.near(lines[i], 0, 0):
            a, b = lines[i], lines[j]
            if j == i or j in gone or b.left < a.right or b.left - a.right > join * body:
                continue
            if a.overlap_y(b) < 0.5 * min(a.height, b.height) or b.height > display * body:
                continue
            gap = Box(a.right, max(a.top, b.top), b.left, max(max(a.top, b.top) + 1, min(a.bottom, b.bottom)))
            over = [lines[k] for k in bands.near(gap, 1.6 * body, 1.6 * body) if k not in gone and k not in (i, j)]
            spans = [o for o in over if o.left < gap.left - body and o.right > gap.right + body]
            above = any(0 <= gap.center_y - o.center_y <= 2.2 * body and o.bottom <= gap.center_y for o in spans)
            below = any(0 <= o.center_y - gap.center_y <= 2.2 * body and o.top >= gap.center_y for o in spans)
            if above and below and not barriers[gap.slices].any():
                lines[i] = a.union(b)
                gone.add(j)
    return tuple(line for k, line in enumerate(lines) if k not in gone)


def part_lines(boxes: tuple[Box, ...], ink: NDArray[np.uint8], body: float, display: float) -> tuple[Box, ...]:
    """`boxes` with the rows of two columns, and the headlines of two articles on one level, taken apart.

    Columns of a few rows with a narrow gutter show too little white to be told by it alone: the rows next to them are
    parted by the same white. Two headlines in one face and size are told by a second line under one of them.

    Args:
        ink: ``(H, W)``, in which the white is looked for.
        display: larger type is a headline's, in body characters.
    """
    bands = Bands(list(boxes), 2 * body)
    parted: list[Box] = []
    for box in boxes:
        if box.height <= display * body:
            white = _gutter(box, boxes, bands, ink, body)
        else:
            white = _seam(box, [boxes[j] for j in bands.near(box, 0, box.height)], ink)
        if white is None:
            parted.append(box)
        else:
            parted += [Box(box.left, box.top, white.left, box.bottom), Box(white.right, box.top, box.right, box.bottom)]
    return tuple(parted)


def _gutter(box: Box, boxes: tuple[Box, ...], bands: Bands, ink: NDArray[np.uint8], body: float) -> Box | None:
    """The white inside `box` that parts the rows above and below it, too; None when there is none."""
    near = [boxes[j] for j in bands.near(box, WITNESSES * LEADING * body, WITNESSES * LEADING * body)]
    for white in _whites(box, ink, WHITE * body):
        over = [
            b
            for b in near
            if b.left < white.left and b.right > white.right and b != box and b.overlap_y(box) < 0.3 * box.height
        ]
        if any(abs(b.center_y - box.center_y) <= LEADING * body for b in over):
            continue
        lefts = [b for b in near if 0 <= white.left - b.right <= body and not b.overlap_y(box) > 0.3 * box.height]
        rights = [b for b in near if 0 <= b.left - white.right + body // 3 <= body and b.left >= white.left]
        pairs = [
            (a, b)
            for a in lefts
            for b in rights
            if a.overlap_y(b) >= 0.6 * min(a.height, b.height) and b.left - a.right >= WHITE * body
        ]
        rows = {round(a.center_y / body) for a, _ in pairs}
        if len(rows) >= WITNESSES:
            return white
    return None


def _seam(box: Box, near: list[Box], ink: NDArray[np.uint8]) -> Box | None:
    """The white inside the headline `box` beside which a second line is centred under one half; None without one."""
    size = box.height
    seconds = [
        b
        for b in near
        if b.top >= box.center_y
        and box.gap_y(b) <= size
        and size <= ALIKE * b.height <= ALIKE**2 * size
        and box.left <= b.left
        and b.right <= box.right
        and abs(b.center_x - box.center_x) > OFF_CENTRE * size
    ]
    for white in _whites(box, ink, SEAM * size) if seconds else ():
        for half in (Box(box.left, box.top, white.left, box.bottom), Box(white.right, box.top, box.right, box.bottom)):
            if any(abs(b.center_x - half.center_x) <= CENTRED * size and b.width < half.width for b in seconds):
                return white
    return None


def _whites(box: Box, ink: NDArray[np.uint8], least: float) -> list[Box]:
    """The runs of columns without ink inside `box` that are at least so wide."""
    columns = np.flatnonzero(ink[box.slices].any(axis=0))
    gaps = np.flatnonzero(np.diff(columns) > least)
    return [Box(box.left + int(columns[g]) + 1, box.top, box.left + int(columns[g + 1]), box.bottom) for g in gaps]
