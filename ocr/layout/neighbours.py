"""Lines that their neighbours above and below know better: parts put together, two columns or headlines taken apart."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.bands import Bands
from ocr.layout.marks import white_runs

__all__ = ["part_bridged", "part_headlines", "part_rows", "rejoin_lines"]

SEAM, ALIKE, OFF_CENTRE, CENTRED = 0.3, 1.25, 2.0, 0.4
"""Two headlines on one level: the white between them, the ratio of sizes up to which a line under them is theirs, how
far it stands from the middle of both, and how near to the middle of its own; in sizes."""
KICKER = 1.15
"""A kicker over one of them is at least this large, in body characters."""
SPACED = 1.5
"""The white between them is so many times the usual one between their characters."""

TWO_ROWS, ROW, BESIDE = 1.7, (0.7, 1.3), 0.8
"""Type so high is two rows or more if it falls into rows so high, beside rows no farther off; in body characters."""
INSIDE, SLACK, VALLEY = 0.8, 0.2, 0.45
"""Such rows lie in its height by this share of theirs, and run into each other by no more body characters than this;
where it is cut, no more ink lies than this share of the fullest rows of pixels."""
GUTTER, NEXT, STROKE = 0.5, 2.2, 0.4
"""Where the rows over and under a row both leave so much white, no farther off from middle to middle, ink no thicker in
the row is a pen's stroke or a crease that runs from one column into the next; in body characters."""


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


def part_bridged(boxes: tuple[Box, ...], ink: NDArray[np.uint8], body: float, display: float) -> tuple[Box, ...]:
    """`boxes` with the rows of two columns taken apart that a pen's stroke or a crease made one.

    Args:
        ink: ``(H, W)``, type only.
        display: larger type is left alone, in body characters.
    """
    bands = Bands(list(boxes), 2 * body)
    parted: list[Box] = []
    for box in boxes:
        near = [boxes[k] for k in bands.near(box, NEXT * body, NEXT * body)] if box.height <= display * body else []
        over = _gutters([b for b in near if 0 < box.center_y - b.center_y <= NEXT * body], box, body)
        under = _gutters([b for b in near if 0 < b.center_y - box.center_y <= NEXT * body], box, body)
        rest = box
        shared = sorted((max(a[0], b[0]), min(a[1], b[1])) for a in over for b in under)
        for left, right in shared:
            if right - left < GUTTER * body or left <= rest.left:
                continue
            if _thickness(ink[box.top : box.bottom, left:right]) > STROKE * body:
                continue
            parted.append(Box(rest.left, box.top, left, box.bottom))
            rest = Box(right, box.top, box.right, box.bottom)
        parted.append(rest)
    return tuple(sorted(parted, key=lambda b: (b.top, b.left, b.right, b.bottom)))


def part_rows(boxes: tuple[Box, ...], ink: NDArray[np.uint8], body: float) -> tuple[Box, ...]:
    """`boxes` with each that ink made one of several rows shared out among the rows right beside it.

    Args:
        ink: ``(H, W)``, type only.
    """
    lines = list(boxes)
    bands = Bands(lines, 2 * body)
    gone: set[int] = set()
    for i, box in enumerate(boxes):
        if box.height < TWO_ROWS * body:
            continue
        near = bands.near(box, 0, 0)
        beside = [_rows_beside(box, near, lines, body, left=left) for left in (True, False)]
        for rows in sorted(filter(None, beside), key=len, reverse=True):
            parts = _cut_like(box, [lines[k] for k in rows], ink, body)
            if parts:
                gone.add(i)
                for k, part in zip(rows, parts, strict=True):
                    lines[k] = lines[k].union(part)
                break
    kept = [line for k, line in enumerate(lines) if k not in gone]
    return tuple(sorted(kept, key=lambda b: (b.top, b.left, b.right, b.bottom)))


def _rows_beside(box: Box, near: list[int], lines: list[Box], body: float, *, left: bool) -> list[int]:
    """The rows of body type that end right before `box`, or begin right after it, when together they are as high."""
    rows = [
        k
        for k in near
        if ROW[0] * body <= lines[k].height <= ROW[1] * body
        if abs(box.left - lines[k].right if left else lines[k].left - box.right) <= BESIDE * body
        if lines[k].overlap_y(box) >= INSIDE * lines[k].height
    ]
    rows.sort(key=lambda k: (lines[k].top, lines[k]))
    apart = all(lines[low].top >= lines[up].bottom - SLACK * body for up, low in itertools.pairwise(rows))
    high = len(rows) > 1 and lines[rows[-1]].bottom - lines[rows[0]].top >= box.height - ROW[0] * body
    return rows if apart and high else []


def _cut_like(box: Box, rows: list[Box], ink: NDArray[np.uint8], body: float) -> list[Box]:
    """The rows of `box`, cut between the `rows` beside it; none if much ink lies in a cut."""
    profile = ink[box.slices].sum(axis=1)
    cuts = [box.top]
    for upper, lower in itertools.pairwise(rows):
        first, last = sorted((upper.bottom, lower.top))
        middle = (first + last) / 2
        cuts.append(min(range(first, last + 1), key=lambda y: (profile[y - box.top], abs(y - middle))))
    least = [profile[cut - box.top] for cut in cuts[1:]]
    cuts.append(box.bottom)
    highest = max(lower - upper for upper, lower in itertools.pairwise(cuts))
    if max(least) > VALLEY * float(np.percentile(profile, 80)) or highest > ROW[1] * body:
        return []
    return [Box(box.left, top, box.right, bottom) for top, bottom in itertools.pairwise(cuts)]


def _gutters(rows: list[Box], box: Box, body: float) -> list[tuple[int, int]]:
    """The whites, left and right, between neighbours among `rows` that lie inside `box` and have text on both sides."""
    rows = sorted(rows, key=lambda b: b.left)
    whites = []
    for a, b in itertools.pairwise(rows):
        if box.left < a.right and b.right > box.left and b.left < box.right and b.left - a.right >= GUTTER * body:
            whites.append((a.right, b.left))
    return whites


def _thickness(ink: NDArray[np.uint8]) -> int:
    """How far the ink of a column of `ink` reaches from top to bottom at the most."""
    inked = ink.any(axis=0)
    if not inked.any():
        return 0
    first = ink.argmax(axis=0)
    last = ink.shape[0] - ink[::-1].argmax(axis=0)
    return int((last - first)[inked].max())


def part_headlines(boxes: tuple[Box, ...], ink: NDArray[np.uint8], body: float, display: float) -> tuple[Box, ...]:
    """`boxes` with the headlines of two articles on one level, in one face and size, taken apart.

    They are told by a second line under one of them, or a kicker over it.

    Args:
        ink: ``(H, W)``, in which the white is looked for.
        display: larger type is a headline's, in body characters.
    """
    bands = Bands(list(boxes), 2 * body)
    parted: list[Box] = []
    rest = list(reversed(boxes))
    while rest:
        box = rest.pop()
        near = [boxes[j] for j in bands.near(box, box.height, box.height)] if box.height > display * body else []
        white = _seam(box, near, ink, body)
        if white is None:
            parted.append(box)
        else:
            rest.append(Box(white.right, box.top, box.right, box.bottom))
            rest.append(Box(box.left, box.top, white.left, box.bottom))
    return tuple(parted)


def _seam(box: Box, near: list[Box], ink: NDArray[np.uint8], body: float) -> Box | None:
    """The white inside the headline `box` beside which a line is centred on one half; None without one."""
    size = box.height
    own = [
        b
        for b in near
        if box.gap_y(b) <= size
        and box.left <= b.left
        and b.right <= box.right
        and abs(b.center_x - box.center_x) > OFF_CENTRE * size
        and (
            (b.top >= box.center_y and size <= ALIKE * b.height <= ALIKE**2 * size)
            or (b.bottom <= box.center_y and KICKER * body <= b.height <= size)
        )
    ]
    for white in _whites(box, ink, SEAM * size) if own else ():
        for half in (Box(box.left, box.top, white.left, box.bottom), Box(white.right, box.top, box.right, box.bottom)):
            if any(abs(b.center_x - half.center_x) <= CENTRED * size and b.width < half.width for b in own):
                return white
    return None


def _whites(box: Box, ink: NDArray[np.uint8], least: float) -> list[Box]:
    """The runs of columns without ink inside `box` that are at least so wide, and wider than usual there."""
    starts, ends = white_runs(ink[box.slices])
    steps = ends - starts + 1  # from ink to ink
    usual = float(np.median(steps)) if steps.size else 0.0
    wide = np.flatnonzero(steps > max(least, SPACED * usual))
    return [Box(box.left + int(starts[k]), box.top, box.left + int(ends[k]), box.bottom) for k in wide]
