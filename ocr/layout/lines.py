"""Lines of type of any size: pieces of ink gathered row by row, joined where no gutter keeps them apart."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.bands import Bands
from ocr.layout.components import Components, find_components
from ocr.layout.display import display_rows
from ocr.layout.emblems import are_emblems
from ocr.layout.gutters import Gutters, GutterSettings
from ocr.layout.marks import begins_with_bracket, ends_with_stop, is_dash, is_points, widest_white
from ocr.layout.neighbours import part_bridged, part_headlines, part_rows, rejoin_lines
from ocr.layout.seams import SeamSettings, part_columns
from ocr.layout.stacks import StackSettings, find_stacks
from ocr.model import Direction

__all__ = ["LineSettings", "find_line_boxes"]


@dataclass(frozen=True, slots=True)
class LineSettings:
    """What counts as a line; lengths in body characters unless said.

    Attributes:
        large: ink this high is display type.
        display: type from this size on is a headline's, in which a gutter may run between two characters by chance.
        smear: gaps up to this inside a line of body type are bridged at once.
        split: a body piece this high is a line of larger type, or lines that touch.
        valley: rows of ink under this share of the fullest rows lie between two lines.
        fragment: pieces above each other that make no more than this height are one character's parts.
        join: gaps up to this (in the line's own character sizes) may lie inside a line.
        display_join: the same for display type.
        display_gutter: a smaller gap (in character sizes) inside a display line is spacing, even over a gutter.
        headline_gutter: from this gap on two headlines may stand side by side, when a gutter runs between them and
            neither holds such a gap itself.
        stop_gutter: a gap up to this after a comma is the comma's own white and spacing.
        alike: the largest ratio of heights of two pieces of one line.
        sliver: a piece smaller than this (in the other's sizes) both ways is a mark or stroke of any height.
        low_pair: the same for one at least half as high.
        sliver_gap: it stands no farther off: a stop or a bracket has half a character of white of its own.
        dust, dust_gap: ink smaller than this share of the line, and farther off than that, is no mark of it.
        drawing: ink higher than this is a drawing's.
        outline, outline_size: ink larger than the size that fills less than this share of its box is a drawing's, too.
        speck: ink smaller than this in both directions, alone, is dirt.
    """

    large: float = 2.3
    display: float = 1.3
    smear: float = 0.55
    split: float = 1.35
    valley: float = 0.3
    fragment: float = 1.25
    join: float = 2.6
    display_join: float = 1.9
    display_gutter: float = 0.8
    headline_gutter: float = 0.45
    stop_gutter: float = 1.15
    alike: float = 1.45
    sliver: float = 1.15
    low_pair: float = 2.2
    sliver_gap: float = 1.1
    dust: float = 0.08
    dust_gap: float = 0.3
    drawing: float = 12.0
    outline: float = 0.09
    outline_size: float = 4.0
    speck: float = 0.12


RULED = 0.75
"""A rule parts two pieces of a line when it runs along this share of the height that they have in common."""
SHORT_HEADLINE = 2.5
"""A headline of its own is at least this long, in its sizes."""
EDGE, FULL = 0.3, 0.22
"""Within this much of a row's end a character fills this share of the paper; a bracket or mark fills less."""
TYPE, LOWER, GREAT = 0.6, 0.3, 4.0
"""From this height on, in body characters, a row of some length is type of its own, and no stroke or mark of ink so
great as that, under this share of it."""
SOLID = 0.75
"""A dash fills its box."""
FAR = 3.0
"""A mark stands no farther from a headline's characters than this, in body characters, however large they are."""
INSIDE = 0.9
"""Low ink lies inside a row when the row covers this share of its height."""
ABSORBED = 0.6
"""A box lies inside another one that covers this share of it."""
LEVEL, WORDS = 0.1, 3.0
"""Two words of a kicker differ in level by no more than this, and stand no farther apart, in their heights."""
LONE = 1.25
"""A single character is no wider than this share of its height,"""
TWO_LINES = 1.9
"""and so many body characters high are two lines set solid; a character of larger type may be lower."""
PLAIN, LEADING = (0.7, 1.2), 0.8
"""Three rows so high, with so little white from one to the next, are a column of body type; in body characters."""
TOUCHING = 2.7
"""Two rows of body type that touch are no higher than this, in body characters."""
OTHER_SIZE = 1.25
"""Two headlines with a blank between them are of two rows when one's type is so many times as high as the other's."""
WIDER = 1.7
"""The white between two headlines is so many times any white inside them."""


def find_line_boxes(
    ink: NDArray[np.uint8],
    barriers: NDArray[np.uint8],
    body: float,
    settings: LineSettings,
    gutters: GutterSettings,
    stacking: StackSettings,
    seams: SeamSettings,
) -> tuple[tuple[Box, Direction], ...]:
    """The lines of `ink` ``(H, W)``, display lines and vertical ones included, with the way each is read.

    Args:
        ink: type only: no rules, no pictures.
        barriers: 1 on rules, frames and pictures: no line crosses them.
        body: the body size in pixels.
    """
    parts = find_components(ink)
    if not len(parts):
        return ()
    drawn = _is_drawing(parts, body, settings) | are_emblems(parts, body)
    if drawn.any():
        ink = parts.mask_of(~drawn)
        parts = find_components(ink)
    display, body_ink = display_rows(parts, body, settings.large)
    pieces = _body_pieces(body_ink, barriers, display, body, settings) + display
    table = np.array([piece.as_tuple() for piece in pieces], np.int32).reshape(-1, 4)
    strips = Gutters(ink | barriers, table, body, gutters)
    stacks, rest = find_stacks(pieces, body, stacking, barriers)
    lines = _absorb(_join(rest, strips, ink, barriers, body, settings))
    lines = part_rows(lines, ink, body)
    lines = rejoin_lines(lines, barriers, body, settings.display, settings.join)
    lines = part_bridged(lines, ink, body, settings.display)
    lines = part_headlines(lines, ink, body, settings.display)
    lines = part_columns(lines, ink, barriers, body, seams)
    return tuple((box, Direction.HORIZONTAL) for box in lines) + tuple((box, Direction.VERTICAL) for box in stacks)


def _absorb(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """`boxes` with those that lie inside another one put into it: dots and strokes that were left over."""
    kept: list[Box] = []
    # The same boxes as a table: each is compared with all the others.
    table = np.zeros((len(boxes), 4), np.int64)
    for box in sorted(boxes, key=lambda b: (-b.area, b)):
        lefts, tops, rights, bottoms = table[: len(kept)].T
        wide = np.maximum(np.minimum(rights, box.right) - np.maximum(lefts, box.left), 0)
        high = np.maximum(np.minimum(bottoms, box.bottom) - np.maximum(tops, box.top), 0)
        around = np.flatnonzero(wide * high >= ABSORBED * box.area)
        if around.size:
            index = int(around[0])
            kept[index] = kept[index].union(box)
        else:
            index = len(kept)
            kept.append(box)
        table[index] = kept[index].as_tuple()
    return tuple(sorted(kept, key=lambda b: (b.top, b.left, b.right, b.bottom)))


def _is_drawing(parts: Components, body: float, settings: LineSettings) -> NDArray[np.bool_]:
    """``(N,)``: which parts are outlines of tables, charts and cut-outs, not type."""
    sides = parts.longer
    filled = parts.areas / np.maximum(1, parts.widths.astype(np.int64) * parts.heights)
    hollow = (sides > settings.outline_size * body) & (filled < settings.outline)
    drawn: NDArray[np.bool_] = (parts.heights > settings.drawing * body) | hollow
    return drawn


def _body_pieces(
    ink: NDArray[np.uint8], barriers: NDArray[np.uint8], display: list[Box], body: float, settings: LineSettings
) -> list[Box]:
    """The words and rows of `ink`, from which the rows of `display` type are taken out already."""
    reach = max(3, round(settings.smear * body)) | 1
    smear = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    smear[barriers > 0] = 0
    parts = find_components(smear)
    boxes: list[Box] = []
    split: list[tuple[Box, list[Box]]] = []
    for i in range(len(parts)):
        box = parts.box(i)
        if max(box.width, box.height) <= settings.speck * body:
            continue
        lone = box.width <= LONE * box.height and box.height < TWO_LINES * body
        if box.height > settings.split * body and not lone:
            rows = _split_rows((parts.labels[box.slices] == i + 1) & (ink[box.slices] > 0), box, body, settings.valley)
            split.append((box, rows))
        else:
            boxes.append(box)
    # of the words of a headline one may fall into an upper and a lower half: the others show that it is one row
    single = display + [box for box, rows in split if len(rows) == 1]
    for box, rows in split:
        boxes += [box] if any(_one_setting(box, other) for other in single) else rows
    return _mend(boxes, body, settings)


def _one_setting(box: Box, other: Box) -> bool:
    """Whether two pieces stand on one level, as high as each other and not far apart."""
    slack = max(1, round(LEVEL * box.height))
    level = abs(box.top - other.top) <= slack and abs(box.bottom - other.bottom) <= slack
    return level and 0 < box.gap_x(other) <= WORDS * box.height


def _split_rows(mask: NDArray[np.bool_], box: Box, body: float, valley: float) -> list[Box]:
    """A high piece cut between its rows where little ink joins them; one row of larger type stays whole."""
    profile = mask.sum(axis=1).astype(np.float64)
    level = valley * float(np.percentile(profile, 80))
    reach = max(2, round(0.6 * body))
    cuts = [0]
    for y in np.argsort(profile, kind="stable"):
        if profile[y] > level:
            break
        row = int(y)
        if min(abs(row - cut) for cut in [*cuts, box.height]) >= reach:
            cuts.append(row)
    cuts = [*sorted(cuts), box.height]
    rows = []
    for top, bottom in itertools.pairwise(cuts):
        part = mask[top:bottom]
        ys, xs = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        if ys.size:
            left, upper = box.left + int(xs[0]), box.top + top + int(ys[0])
            rows.append(Box(left, upper, box.left + int(xs[-1]) + 1, box.top + top + int(ys[-1]) + 1))
    return rows


def _mend(boxes: list[Box], body: float, settings: LineSettings) -> list[Box]:
    """Parts of characters that lie above each other, such as the strokes of 二, put together.

    They make no more than a character of the body's size, or of the size of the larger type that they stand beside.
    """
    boxes = sorted(boxes, key=lambda b: (b.top, b.left))
    limit = settings.fragment * body
    index = Bands(boxes, 2 * body)
    parent = list(range(len(boxes)))
    hulls = dict(enumerate(boxes))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, box in enumerate(boxes):
        if box.height > 0.75 * body:
            continue
        best, best_gap = -1, settings.large * body
        near = index.near(box, body, body)
        larger = [
            boxes[j]
            for j in near
            if limit < boxes[j].height <= settings.large * body
            and boxes[j].gap_x(box) <= settings.stop_gutter * boxes[j].height
        ]
        for j in near:
            other = hulls[root(j)]
            if root(j) == root(i) or other.overlap_x(box) < 0.4 * box.width:
                continue
            merged = other.union(hulls[root(i)])
            gap = other.gap_y(box) + 0.01 * merged.height
            sizes = [body] if merged.height <= limit else [p.height for p in larger if _fits_beside(merged, p)]
            if sizes and gap < best_gap and other.gap_y(box) <= 0.45 * max(sizes):
                best, best_gap = root(j), gap
        if best >= 0:
            a = root(i)
            hulls[best] = hulls[best].union(hulls[a])
            parent[a] = best
    return sorted({hulls[root(i)] for i in range(len(boxes))}, key=lambda b: (b.top, b.left, b.right))


def _fits_beside(part: Box, beside: Box) -> bool:
    """Whether `part` is as high and as long as one or two characters of the type `beside` it."""
    slack = LEVEL * beside.height
    inside = beside.top - slack <= part.top and part.bottom <= beside.bottom + slack
    return inside and part.height >= 0.5 * beside.height and part.width <= 2 * beside.height


def _join(
    pieces: list[Box],
    strips: Gutters,
    ink: NDArray[np.uint8],
    barriers: NDArray[np.uint8],
    body: float,
    settings: LineSettings,
) -> tuple[Box, ...]:
    """Pieces on one row put together, left to right, where nothing keeps them apart."""
    pieces = sorted(set(pieces), key=lambda b: (b.left, b.top, b.right, b.bottom))
    index = Bands(pieces, 2 * body)
    group = list(range(len(pieces)))
    hulls = list(pieces)
    in_text = _in_text(pieces, index, body)

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    links = []
    for i, a in enumerate(pieces):
        for j in index.near(a, 0, 0):
            b = pieces[j]
            if j == i or (b.left, b.top, j) < (a.left, a.top, i):
                continue
            gap = max(0, b.left - a.right)
            size = max(a.height, b.height, 0.8 * body)
            reach = settings.display_join if size > settings.large * body else settings.join
            if gap <= reach * size and a.overlap_y(b) >= 0.5 * min(a.height, b.height):
                # what is of one height is put together first: a row of text beside a headline, its own pieces
                links.append((gap / min(a.height, b.height), i, j))
    for _, i, j in sorted(links):
        p, q = root(i), root(j)
        if p == q:
            continue
        a, b = hulls[p], hulls[q]
        if in_text[p] != in_text[q] and (b if in_text[p] else a).height > TOUCHING * body:
            continue
        if a.left > b.left:
            a, b = b, a
        if _belong(a, b, strips, ink, barriers, body, settings):
            group[q] = p
            hulls[p] = a.union(b)
            in_text[p] = in_text[p] or in_text[q]
    return tuple(sorted({hulls[root(i)] for i in range(len(pieces))}, key=lambda b: (b.top, b.left, b.right, b.bottom)))


def _in_text(pieces: list[Box], index: Bands, body: float) -> list[bool]:
    """For each of `pieces` whether it stands in a column of body type: no mark of a headline beside it."""
    low, high = PLAIN[0] * body, PLAIN[1] * body
    plain = [low <= piece.height <= high for piece in pieces]
    under = [
        [
            j
            for j in (index.near(piece, 0, LEADING * body) if plain[i] else ())
            if plain[j]
            and 0 <= pieces[j].top - piece.bottom <= LEADING * body
            and pieces[j].overlap_x(piece) >= 0.5 * min(pieces[j].width, piece.width)
        ]
        for i, piece in enumerate(pieces)
    ]
    found = [False] * len(pieces)
    for i, lower in enumerate(under):
        for j in lower:
            for k in under[j]:
                found[i] = found[j] = found[k] = True
    return found


def _belong(
    a: Box,
    b: Box,
    strips: Gutters,
    ink: NDArray[np.uint8],
    barriers: NDArray[np.uint8],
    body: float,
    settings: LineSettings,
) -> bool:
    """Whether two pieces, `a` to the left, are parts of one line."""
    low, high = sorted((a.height, b.height))
    merged = a.union(b)
    if merged.height > 1.25 * max(high, body):
        return False
    smaller = a if a.height < b.height else b
    gap = max(0, b.left - a.right)
    size = max(high, 0.8 * body)
    type_like = TYPE * body <= low <= LOWER * high and smaller.width > 2 * settings.sliver * body
    if max(smaller.width, smaller.height) < settings.dust * high and gap > settings.dust_gap * size:
        return False
    dash = high > settings.display * body and is_dash(smaller, a if smaller is b else b)
    dash = dash and (low < TYPE * body or bool(ink[smaller.slices].mean() > SOLID) or is_points(ink[smaller.slices]))
    if type_like and high > GREAT * body and not dash:
        return False
    # 二、 is low and two characters long, and yet of one size with what follows
    longest = settings.low_pair if low >= 0.5 * high else settings.sliver
    # 2016 is lower than 年, however long: in type of the body's size low ink inside the row is figures, letters, dashes
    within = high <= settings.display * body and a.overlap_y(b) >= INSIDE * low
    if high > settings.alike * low and (
        (smaller.width > longest * high and not within and not dash)
        or gap > settings.sliver_gap * size
        or (gap > FAR * body and not dash)
    ):
        return False
    reach = settings.display_join if size > settings.large * body else settings.join
    if gap > reach * size:
        return False
    if gap <= 0:
        return True
    headlines = low > settings.display * body and min(a.width, b.width) >= SHORT_HEADLINE * low
    if headlines and high > OTHER_SIZE * low and gap > settings.display_gutter * size:
        return False
    between = Box(a.right, max(a.top, b.top), b.left, max(max(a.top, b.top) + 1, min(a.bottom, b.bottom)))
    if (barriers[between.slices].mean(axis=0) >= RULED).any():
        return False
    if size > settings.display * body and gap < settings.stop_gutter * size and ends_with_stop(ink[a.slices], size):
        return True
    if size > settings.display * body and gap < settings.display_gutter * size:
        return (
            gap < settings.headline_gutter * size
            or not _parts_headlines(a, b, gap, size, ink)
            or not strips.separates(between)
        )
    return not strips.separates(between)


def _parts_headlines(a: Box, b: Box, gap: int, size: float, ink: NDArray[np.uint8]) -> bool:
    """Whether `gap` between two rows of display type is wider than any in them, and no blank of a mark."""
    if min(a.width, b.width) < SHORT_HEADLINE * size:
        return False
    edge = max(1, round(EDGE * size))
    ends = (ink[a.top : a.bottom, a.right - edge : a.right], ink[b.top : b.bottom, b.left : b.left + edge])
    if any(end.mean() < FULL for end in ends) or begins_with_bracket(ink[b.slices], size):
        return False
    return gap > WIDER * max(widest_white(ink[box.slices]) for box in (a, b))
