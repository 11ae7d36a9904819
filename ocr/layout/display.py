"""Display type: the great characters of headlines gathered from their strokes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box, hull
from ocr.layout.components import Components, find_components

__all__ = ["display_rows"]

PART = 0.45
"""A part of a display character, right beside the rest of it, is at least so high; in its sizes."""
BAR = 1.2
"""From this length on, in body characters, a level stroke is longer than any of a body character."""
STROKE, STROKE_GAP = 0.6, 0.5
"""Strokes as long as this beside a row of display type, no farther away than that, are of its characters; in its
heights: type of the body's size has none so long."""
LOW, PILED, PILED_GAP, PILE = 0.75, 0.5, 0.15, 1.2
"""A part lower than this share of its width is one of several that make a character, such as 喜 or 意: each at least so
wide, so little white between them, and all together no higher; in widths of the widest."""
CENTRED, SQUARE, AS_HIGH = 0.2, 0.8, 0.9
"""Its middle lies no farther from the widest one's, in widths of that; and one as high as that, but for this share, and
square, so much of the longer side, is a character over or under two that touch."""
BAR_WIDTH, BAR_LENGTH, BAR_LEVEL, BAR_GAP = 0.3, (0.7, 1.2), 0.9, 1.0
"""A bar is so narrow, for its height; it is so long as its row is high, so much on its level and no farther off,
in heights of the row."""
STANDING = 1.6
"""Type so much higher than wide is of a standing line, whose characters touch."""
HALF = 0.65
"""A part so wide, in heights of two rows together, has no room in one of them."""


def display_rows(parts: Components, body: float, least: float) -> tuple[list[Box], NDArray[np.uint8]]:
    """Rows of display characters, and the ink that is left.

    Args:
        least: ink this high, in body characters, is display type.
    """
    tall = parts.heights > least * body
    wide = (parts.widths > least * body) & (parts.heights > 0.6 * least * body)
    large = tall | wide
    if not large.any():
        return [], parts.mask_of(np.ones(len(parts), bool))
    apart = [*_barred(parts, large, body), *_piled(parts, large)]
    whole = {i: hull(parts.box(k) for k in pieces) for pieces in apart for i in pieces}
    cores = [parts.box(int(i)) for i in np.flatnonzero(large)] + [*whole.values()]
    large[[i for pieces in apart for i in pieces]] = True
    shape = parts.labels.shape
    cover, near = np.zeros(shape, np.uint8), np.zeros(shape, np.uint16)
    for box in cores:
        side = min(max(box.width, box.height), round(1.3 * min(box.width, box.height)) + 2)
        cover[box.grow(round(0.16 * side), round(0.1 * side)).clip(shape[1], shape[0]).slices] = 1
        around = near[box.grow(round(0.35 * side), 0).clip(shape[1], shape[0]).slices]
        np.maximum(around, side, out=around)
    centers_x = ((parts.boxes[:, 0] + parts.boxes[:, 2]) // 2).clip(0, shape[1] - 1)
    centers_y = ((parts.boxes[:, 1] + parts.boxes[:, 3]) // 2).clip(0, shape[0] - 1)
    member = large | (cover[centers_y, centers_x] > 0)
    beside = near[centers_y, centers_x]
    member |= (beside > 0) & (parts.heights > np.maximum(1.15 * body, PART * beside))
    cover |= parts.mask_of(member)
    clusters = find_components(cover)
    owner = clusters.labels[centers_y, centers_x]
    rows: list[Box] = []
    kept = np.zeros(len(parts), bool)
    for cluster in range(1, len(clusters) + 1):
        chosen = np.flatnonzero(member & (owner == cluster))
        if chosen.size:
            rows += _rows_or_columns([whole.get(int(i), parts.box(int(i))) for i in chosen])
            kept[chosen] = True
    rows = [_whole_row(row, parts, kept, body) for row in _with_bars(rows)]
    return rows, parts.mask_of(~kept)


def _with_bars(rows: list[Box]) -> list[Box]:
    """`rows` with each that is a mere bar put to the row on its level, whose characters are as high as it is long.

    On a page of columns lying down the 一 of a headline stands so, with the white of its square on either side.
    """
    bars = [row for row in rows if row.width <= BAR_WIDTH * row.height]
    whole = [row for row in rows if row not in bars]
    for bar in bars:
        near = [
            (row.gap_x(bar), at)
            for at, row in enumerate(whole)
            if row.gap_x(bar) <= BAR_GAP * row.height
            and BAR_LENGTH[0] * row.height <= bar.height <= BAR_LENGTH[1] * row.height
            and row.overlap_y(bar) >= BAR_LEVEL * min(row.height, bar.height)
        ]
        if near:
            at = min(near)[1]
            whole[at] = whole[at].union(bar)
        else:
            whole.append(bar)
    return whole


def _whole_row(row: Box, parts: Components, kept: NDArray[np.bool_], body: float) -> Box:
    """`row` with the characters at its ends whose strokes are each too low for display type, such as 一 and 会.

    Args:
        kept: ``(N,)``, the parts that are in a row; those that are taken in are marked.
    """
    if row.height < 2 * body or row.height > STANDING * row.width:
        return row
    left, top, right, bottom = (parts.boxes[:, k] for k in range(4))
    middles = (left + right) // 2
    slack, high = round(0.1 * row.height), row.height
    level = (top >= row.top - slack) & (bottom <= row.bottom + slack)
    longest = parts.longer
    strokes = level & (longest >= STROKE * high) & (longest <= 1.2 * high)
    while True:
        gaps = np.maximum(left - row.right, row.left - right)
        beside = np.flatnonzero(strokes & ~kept & (gaps <= STROKE_GAP * high))
        if not beside.size:
            return row
        stroke = parts.box(int(beside[np.argmin(gaps[beside])]))
        taken = level & ~kept & (middles >= stroke.left) & (middles <= stroke.right)
        kept[taken] = True
        row = hull([row, stroke, *(parts.box(int(i)) for i in np.flatnonzero(taken))])


def _barred(parts: Components, large: NDArray[np.bool_], body: float) -> list[tuple[int, int]]:
    """The characters 二 of display type, whose strokes are each too low for it: pairs of bars beside a large part."""
    bars = (parts.widths > BAR * body) & (parts.heights < 0.75 * body) & (parts.widths > 2.5 * parts.heights)
    boxes = {int(i): parts.box(int(i)) for i in np.flatnonzero(bars & ~large)}
    others = [parts.box(int(i)) for i in np.flatnonzero(large)]
    found: list[tuple[int, int]] = []
    for i, upper in boxes.items():
        for j, lower in boxes.items():
            if lower.top < upper.bottom or upper.overlap_x(lower) < 0.9 * upper.width or upper.width > lower.width:
                continue
            pair = upper.union(lower)
            if not 0.5 * pair.width <= pair.height <= 1.05 * pair.width:
                continue
            if any(
                pair.gap_x(other) <= 1.2 * pair.width
                and pair.overlap_y(other) >= 0.7 * pair.height
                and 0.7 * pair.width <= other.height <= 1.5 * pair.width
                for other in others
            ):
                found.append((i, j))
    return found


def _piled(parts: Components, large: NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """The characters of display type whose parts, all wide and low, stand one above the other."""
    left, top, right, bottom = (parts.boxes[:, k] for k in range(4))
    square = parts.shorter >= SQUARE * parts.longer
    found = []
    for i in np.flatnonzero(large & (parts.heights < LOW * parts.widths)):
        box = parts.box(int(i))
        slack, gap = round(0.1 * box.width), round(PILED_GAP * box.width)
        inside = (left >= box.left - slack) & (right <= box.right + slack) & (parts.widths >= PILED * box.width)
        inside &= abs(left + right - box.left - box.right) <= 2 * CENTRED * box.width
        inside &= ~(square & (parts.heights >= AS_HIGH * box.height))
        pile, pieces = box, [int(i)]
        while True:
            near = np.flatnonzero(inside & (top <= pile.bottom + gap) & (bottom >= pile.top - gap))
            more = [(pile.gap_y(parts.box(int(k))), int(k)) for k in near if int(k) not in pieces]
            grown = hull([pile, parts.box(min(more)[1])]) if more else pile
            if not more or grown.height > PILE * box.width:
                break
            pieces.append(min(more)[1])
            pile = grown
        if len(pieces) > 1:
            found.append(tuple(sorted(pieces)))
    return found


def _rows_or_columns(boxes: list[Box]) -> list[Box]:
    """The boxes of one cluster of display type, gathered by character or row, or by column when it stands tall."""
    around = hull(boxes)
    rows = _rows(boxes)
    if around.height < 2 * around.width or len(rows) < 3:
        return rows
    columns = _rows([box.transpose() for box in boxes])
    return [column.transpose() for column in columns] if len(columns) > 1 else rows


def _rows(boxes: list[Box]) -> list[Box]:
    """The boxes of one cluster of display type, gathered by row."""
    rows: list[Box] = []
    for box in sorted(boxes, key=lambda b: -b.height):
        for index, row in enumerate(rows):
            if box.overlap_y(row) >= 0.5 * min(box.height, row.height):
                rows[index] = row.union(box)
                break
        else:
            rows.append(box)
    return _mended(rows, boxes)


def _mended(rows: list[Box], boxes: list[Box]) -> list[Box]:
    """`rows` with the halves of one row put together, whose characters all fall apart in an upper and a lower part.

    Characters are about as wide as they are high: parts too wide for the height of either half are of the whole row.
    """
    whole: list[Box] = []
    for row in sorted(rows, key=lambda b: (b.top, b.left)):
        if whole and _are_halves(whole[-1], row, boxes):
            whole[-1] = whole[-1].union(row)
        else:
            whole.append(row)
    return whole


def _are_halves(upper: Box, lower: Box, boxes: list[Box]) -> bool:
    """Whether each of two rows holds a part that is too wide for its height."""
    least = HALF * upper.union(lower).height
    return all(any(half.contains(box) and box.width >= least for box in boxes) for half in (upper, lower))
