"""Narrow gutters: columns set so close that their rows were taken for one, told by the white they all leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.bands import Bands
from ocr.layout.marks import begins_with_bracket, ends_with_mark, white_runs

__all__ = ["SeamSettings", "part_columns"]


EDGE = 0.15
"""Ink so thin, in the row's height, at its upper or lower edge and apart from the rest, is another row's."""


@dataclass(frozen=True, slots=True)
class SeamSettings:
    """What counts as a seam; lengths in body characters.

    Attributes:
        merged: rows of two columns, one a little lower, are no higher; larger type is a headline's and ends a seam.
        single, lower: a row higher than the first is two rows when one is lower than the other by the second; else it
            is a kicker.
        white: paper at least this wide runs down a seam;
        shares: and so much of the white in the row it was found in, tried in turn: two gaps that touch are no seam;
        wide, wide_share: a white so wide that no mark and no spacing makes it may hold a narrower seam.
        spacing: and so many times as wide as the usual white between the characters of the row.
        column: each side of it is at least this long.
        tiers: widths, and how many rows on either side must end and begin at a seam so wide without a stop, a bracket
            or a quotation mark there, whose white is their own.
        even, even_rows, even_width: so many rows of one side that end or begin at a seam so wide, within this much of
            each other, bear witness alone when the other side is ragged.
        flush: how far from the seam a row that is apart already may end or begin and still bear witness.
        beside: a picture or a rule along the seam bears witness like rows set so far apart.
        leading: the next row of a column is no farther away than this, from middle to middle.
        crossing: a row over the seam's end reaches so far to both sides; then the seam is in one column,
        long: unless it is so many rows long.
        stretch: a seam is followed so far up and down.
    """

    merged: float = 1.6
    single: float = 1.2
    lower: float = 0.2
    white: float = 0.3
    shares: tuple[float, ...] = (0.9, 0.5)
    wide: float = 1.6
    wide_share: float = 0.3
    spacing: float = 1.6
    column: float = 5.0
    tiers: tuple[tuple[float, int], ...] = ((0.8, 2), (0.3, 3))
    even: float = 0.25
    even_rows: int = 3
    even_width: float = 0.8
    flush: float = 0.6
    beside: float = 1.6
    leading: float = 2.2
    crossing: float = 3.0
    long: int = 6
    stretch: float = 40.0


def part_columns(
    boxes: tuple[Box, ...],
    ink: NDArray[np.uint8],
    barriers: NDArray[np.uint8],
    body: float,
    settings: SeamSettings,
) -> tuple[Box, ...]:
    """`boxes` with the rows of two columns taken apart where a seam runs between them.

    Args:
        ink: ``(H, W)``, type only.
        barriers: 1 where rules, frames and pictures stand: a seam ends there.
    """
    seams = _find_seams(boxes, ink, barriers, body, settings)
    parted: list[Box] = []
    for box in boxes:
        rest = box
        for seam in sorted(seams, key=lambda s: (s.left, s.top)):
            inside = seam.top <= box.center_y <= seam.bottom and rest.left < seam.left and seam.right < rest.right
            if (
                not inside
                or box.height > settings.merged * body
                or ink[box.top : box.bottom, seam.left : seam.right].any()
            ):
                continue
            left = _fitted(Box(rest.left, rest.top, seam.left, rest.bottom), ink)
            right = _fitted(Box(seam.right, rest.top, rest.right, rest.bottom), ink)
            lower = max(abs(left.top - right.top), abs(left.bottom - right.bottom)) >= settings.lower * body
            if box.height > settings.single * body and not lower:
                continue
            parted.append(left)
            rest = right
        parted.append(rest)
    return tuple(sorted(parted, key=lambda b: (b.top, b.left, b.right, b.bottom)))


def _find_seams(
    boxes: tuple[Box, ...],
    ink: NDArray[np.uint8],
    barriers: NDArray[np.uint8],
    body: float,
    settings: SeamSettings,
) -> tuple[Box, ...]:
    """The white strips inside the rows `boxes` that are gutters of two columns; see `part_columns`."""
    bands = Bands(list(boxes), 2 * body)
    blocked = ink | barriers
    for box in boxes:
        if box.height > settings.merged * body:
            blocked[box.slices] = 1
    seams: list[Box] = []
    for box in boxes:
        if box.height > settings.merged * body or box.width < 2 * settings.column * body:
            continue
        for white in _whites(box, ink, body, settings):
            if any(s.top <= box.center_y <= s.bottom and s.overlap_x(white) for s in seams):
                continue
            if _excused(box, white, ink, body):
                continue
            narrower = (settings.wide_share,) if white.width >= settings.wide * body else ()
            for share in settings.shares + narrower:
                seam = _follow(white, max(settings.white * body, share * white.width), blocked, body, settings)
                near = [
                    boxes[j] for j in bands.near(seam, 2 * body, 2 * body) if boxes[j].height <= settings.merged * body
                ]
                if _parts(seam, near, ink, barriers, body, settings):
                    seams.append(seam)
                    break
    return tuple(seams)


def _whites(box: Box, ink: NDArray[np.uint8], body: float, settings: SeamSettings) -> list[Box]:
    """The wide whites inside a row that leave a column's width on both sides."""
    starts, ends = white_runs(ink[box.slices])
    widths = ends - starts
    usual = float(np.median(widths)) if widths.size else 0.0
    wide = np.flatnonzero(widths >= max(settings.white * body, settings.spacing * usual))
    room = settings.column * body
    whites = [Box(box.left + int(starts[k]), box.top, box.left + int(ends[k]), box.bottom) for k in wide]
    return [white for white in whites if white.left - box.left >= room and box.right - white.right >= room]


def _excused(box: Box, white: Box, ink: NDArray[np.uint8], body: float) -> bool:
    """Whether a mark beside the white has it as its own: no mark has a whole character of it."""
    if white.width >= body:
        return False
    before, after = ink[box.top : box.bottom, box.left : white.left], ink[box.top : box.bottom, white.right : box.right]
    return ends_with_mark(before, body) or begins_with_bracket(after, body)


def _follow(white: Box, width: float, blocked: NDArray[np.uint8], body: float, settings: SeamSettings) -> Box:
    """The strip of paper through `white`, as far up and down as it is so wide."""
    least = max(2, round(width))
    top, bottom = white.top, white.bottom
    left, right = white.left, white.right
    reach = round(settings.stretch * body)
    for step, stop in ((-1, max(0, top - reach)), (1, min(blocked.shape[0], bottom + reach) - 1)):
        y = top if step < 0 else bottom - 1
        while y != stop:
            inked = np.flatnonzero(blocked[y + step, left:right])
            if inked.size:
                edges = np.concatenate(([-1], inked, [right - left]))
                widest = int(np.argmax(np.diff(edges)))
                lower, upper = left + int(edges[widest]) + 1, left + int(edges[widest + 1])
                if upper - lower < least:
                    break
                left, right = lower, upper
            y += step
        if step < 0:
            top = y
        else:
            bottom = y + 1
    return Box(left, top, right, bottom)


def _parts(
    seam: Box,
    near: list[Box],
    ink: NDArray[np.uint8],
    barriers: NDArray[np.uint8],
    body: float,
    settings: SeamSettings,
) -> bool:
    """Whether enough rows bear witness to the seam, and none of their column runs over its ends."""
    lefts: list[tuple[float, int]] = []
    rights: list[tuple[float, int]] = []
    for row in near:
        if not seam.top <= row.center_y <= seam.bottom:
            continue
        if row.left < seam.left and seam.right < row.right:
            white = _white_over(row, seam, ink)
            if not _excused(row, white, ink, body):
                lefts.append((row.center_y, white.left))
                rights.append((row.center_y, white.right))
        elif 0 <= seam.left - row.right <= settings.flush * body and not ends_with_mark(ink[row.slices], body):
            lefts.append((row.center_y, row.right))
        elif 0 <= row.left - seam.right <= settings.flush * body and not begins_with_bracket(ink[row.slices], body):
            rights.append((row.center_y, row.left))
    even = max(_rows(_flush(side, settings.even * body), body) for side in (lefts, rights))
    if lefts and rights:
        reach = round(settings.flush * body)
        before = Box(max(0, seam.left - reach), seam.top, seam.left, seam.bottom)
        after = Box(seam.right, seam.top, seam.right + reach, seam.bottom)
        lefts += [(y, seam.left) for y in _along(barriers[before.slices], seam.top, body, settings)]
        rights += [(y, seam.right) for y in _along(barriers[after.slices], seam.top, body, settings)]
    rows = min(_rows(lefts, body), _rows(rights, body))
    enough = any(seam.width >= width * body and rows >= least for width, least in settings.tiers)
    if not enough and not (seam.width >= settings.even_width * body and rows and even >= settings.even_rows):
        return False
    if rows >= settings.long:
        return True
    far, over = settings.leading * body, settings.crossing * body
    first, last = min(lefts + rights)[0], max(lefts + rights)[0]
    return not any(
        row.left < seam.left - over
        and row.right > seam.right + over
        and (0 < first - row.center_y <= far or 0 < row.center_y - last <= far)
        and not seam.top <= row.center_y <= seam.bottom
        for row in near
    )


def _along(barriers: NDArray[np.uint8], top: int, body: float, settings: SeamSettings) -> list[int]:
    """Where rows would stand beside a seam: wherever `barriers` ``(H, W)``, the strip from `top` on, has one there."""
    step = max(1, round(settings.beside * body))
    return [top + y for y in range(step // 2, len(barriers), step) if barriers[y].any()]


def _white_over(row: Box, seam: Box, ink: NDArray[np.uint8]) -> Box:
    """The white of `row` that the seam runs through."""
    columns = np.flatnonzero(ink[row.slices].any(axis=0)) + row.left
    before, after = columns[columns < seam.left], columns[columns >= seam.right]
    return Box(int(before.max(initial=row.left)) + 1, row.top, int(after.min(initial=row.right)), row.bottom)


def _flush(ends: list[tuple[float, int]], slack: float) -> list[tuple[float, int]]:
    """Those of the rows' ends that lie within `slack` of their median."""
    middle = float(np.median([place for _, place in ends])) if ends else 0.0
    return [end for end in ends if abs(end[1] - middle) <= slack]


def _rows(ends: list[tuple[float, int]], body: float) -> int:
    """How many rows of type end so, of those whose middles and ends these are."""
    ordered = np.sort(np.array([middle for middle, _ in ends]))
    return int((np.diff(ordered) > body / 2).sum()) + 1 if ordered.size else 0


def _fitted(box: Box, ink: NDArray[np.uint8]) -> Box:
    """`box` drawn in to the ink it holds, without the edge of a row over or under it."""
    ys, xs = np.flatnonzero(ink[box.slices].any(axis=1)), np.flatnonzero(ink[box.slices].any(axis=0))
    if not ys.size:
        return box
    runs = np.split(ys, np.flatnonzero(np.diff(ys) > 1) + 1)
    edge = EDGE * box.height
    while len(runs) > 1 and runs[0][0] == 0 and len(runs[0]) <= edge:
        runs = runs[1:]
    while len(runs) > 1 and runs[-1][-1] == box.height - 1 and len(runs[-1]) <= edge:
        runs = runs[:-1]
    ys = np.concatenate(runs)
    return Box(box.left + int(xs[0]), box.top + int(ys[0]), box.left + int(xs[-1]) + 1, box.top + int(ys[-1]) + 1)
