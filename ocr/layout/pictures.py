"""Photographs and drawings: masses of ink and grey that are no type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.components import Components, find_components

__all__ = ["PictureSettings", "find_pictures"]

SMALLEST, LARGEST = 0.6, 5.0
"""The sizes of characters and their larger parts, in body characters."""

ROW, ROW_REACH, ROW_LENGTH, SQUARE = 0.1, 2.5, 2, 1.3
"""How far the middles of characters in one row differ and how far apart they stand, in their heights; how many more
characters show that a mass of ink is one of them; and how far it is from a square."""

LEVEL = 0.35
"""Characters of one row stand on one level but for this, in body characters."""


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """What counts as a picture; lengths in body characters.

    Attributes:
        tone: grey under this where even the lightest pixel nearby lies under it is tone, not type.
        lightest: how far "nearby" reaches; no stroke but those of the largest headlines is so thick.
        close: patches as near as this are one picture.
        min_side: smaller patches are bits of type.
        min_cover: the share of the picture's box that tone must fill.
        screen_cover, strokes: ink of this share of its box, with so many runs in a square's row, is a screen of dots.
        pale, smooth: grey under this is a picture's light part where it hangs together with its dark one; the screen
            is smoothed over this length.
        pale_cover: the share of the whole picture's box that pale tone must fill.
        inked: great ink of which so much lies in a picture belongs to it whole.
        typed: a part with so many pieces of ink of a character's size beside each other is a panel with text.
        within: a panel of which so much lies in a picture belongs to it, such as a label; of any other the picture
            keeps off;
        row: so many characters of one row that the upper or lower side runs through are no part of it.
        bit: what then remains of the picture and is narrower is no part of it.
        gutter, level: between two pictures side by side there is white from top to bottom, so wide at the least and at
            the most, and their upper sides and their lower ones are level but for this;
        white: paper is lighter than the pale parts of pictures on this share of that white.
    """

    tone: int = 225
    lightest: float = 1.3
    close: float = 1.0
    min_side: float = 3.0
    min_cover: float = 0.3
    screen_cover: float = 0.2
    strokes: float = 12.0
    pale: int = 246
    smooth: float = 0.35
    pale_cover: float = 0.7
    inked: float = 0.3
    typed: int = 8
    within: float = 0.5
    row: int = 3
    bit: float = 1.0
    gutter: tuple[float, float] = (0.35, 2.5)
    level: float = 0.6
    white: float = 0.98


def find_pictures(
    grey: NDArray[np.uint8], rest: NDArray[np.uint8], panels: Sequence[Box], body: float, settings: PictureSettings
) -> tuple[Box, ...]:
    """The boxes of the pictures on a page, apart from each other, in the frame of `grey` ``(H, W)``.

    Args:
        rest: ``(H, W)``, the ink without rules.
        panels: with text, white on dark in print.
    """
    reach = max(3, round(settings.lightest * body)) | 1
    lightest = cv2.dilate(grey, np.ones((reach, reach), np.uint8))
    dark = (np.asarray(lightest) < settings.tone).astype(np.uint8)
    tone = cv2.dilate(dark, np.ones((reach, reach), np.uint8))
    close = max(3, round(settings.close * body)) | 1
    mass = cv2.morphologyEx(tone, cv2.MORPH_CLOSE, np.ones((close, close), np.uint8))
    patches = find_components(mass)
    side = settings.min_side * body
    ink = find_components(rest)
    boxes = _screens(ink, body, settings)
    for i in range(len(patches)):
        box = patches.box(i)
        if box.width >= side and box.height >= side and patches.areas[i] >= settings.min_cover * box.area:
            boxes.append(box)
    boxes = [box for box in boxes if not _is_character(box, boxes, ink, side)]
    if not boxes:
        return ()
    pale = _pale(grey, reach, body, settings)
    whole = _apart(
        [_whole(_with_its_ink(box, ink, body, settings), pale, ink, body, settings) for box in _apart(boxes)]
    )
    clear = [_off_type(box, ink, body, settings) for box in whole]
    single = [part for box in clear for part in _side_by_side(box, grey, body, settings)]
    return tuple(sorted(part for box in single for part in _off_panels(box, panels, body, settings)))


def _screens(ink: Components, body: float, settings: PictureSettings) -> list[Box]:
    """The boxes of ink that is a screen of joined dots: no character has so many strokes side by side."""
    side = settings.min_side * body
    found = []
    for i in np.flatnonzero((ink.widths >= side) & (ink.heights >= side)):
        box = ink.box(int(i))
        mask = ink.labels[box.slices] == i + 1
        across = _strokes(mask) / max(1.0, box.width / box.height)
        down = _strokes(mask.T) / max(1.0, box.height / box.width)
        if mask.mean() >= settings.screen_cover and min(across, down) >= settings.strokes:
            found.append(box)
    return found


def _is_character(box: Box, boxes: list[Box], ink: Components, side: float) -> bool:
    """Whether `box` is, or lies in, a character of a headline, blurred or noisy: it stands in a row of its like.

    Args:
        boxes: what is taken for pictures so far.
        side: the height of the smallest such character.
    """
    around = (ink.boxes[:, 0] <= box.left) & (ink.boxes[:, 1] <= box.top)
    around &= (ink.boxes[:, 2] >= box.right) & (ink.boxes[:, 3] >= box.bottom)
    whole = min((ink.box(int(i)) for i in np.flatnonzero(around)), key=lambda b: b.area, default=box)
    if max(whole.width, whole.height) > SQUARE * min(whole.width, whole.height):
        return False
    middles = ink.boxes[:, :2] + ink.boxes[:, 2:]
    apart = np.abs(middles / 2 - (whole.center_x, whole.center_y))
    row = (np.abs(ink.heights - whole.height) <= 2 * ROW * whole.height) & (apart[:, 1] <= ROW * whole.height)
    row &= ink.widths <= SQUARE * whole.height
    column = (np.abs(ink.widths - whole.width) <= 2 * ROW * whole.width) & (apart[:, 0] <= ROW * whole.width)
    column &= ink.heights <= SQUARE * whole.width
    large = (ink.heights >= side) & (ink.widths >= side)
    for like in (row & (ink.heights >= side), column & large):
        beside = [
            other
            for other in (ink.box(int(i)) for i in np.flatnonzero(like))
            if other != whole
            and whole.gap_x(other) + whole.gap_y(other) <= ROW_REACH * whole.height
            and all(b.overlap_area(other) < 0.5 * other.area for b in boxes)
        ]
        if len(beside) >= ROW_LENGTH:
            return True
    return False


def _with_its_ink(box: Box, ink: Components, body: float, settings: PictureSettings) -> Box:
    """`box` with the ink that runs on beyond its sides, such as rays between which the paper is white."""
    shares = np.bincount(ink.labels[box.slices].ravel(), minlength=len(ink) + 1)[1:] / np.maximum(1, ink.areas)
    for i in np.flatnonzero((shares >= settings.inked) & (ink.longer >= settings.min_side * body)):
        whole = box.union(ink.box(int(i)))
        if _typed(whole, box, ink, body) < settings.typed:
            box = whole
    return box


def _strokes(mask: NDArray[np.bool_]) -> float:
    """How many runs of ink a row of `mask` has where there are many."""
    return float(np.percentile((mask[:, 1:] & ~mask[:, :-1]).sum(axis=1) + mask[:, 0], 75))


def _pale(grey: NDArray[np.uint8], reach: int, body: float, settings: PictureSettings) -> Components:
    """The patches of paper that are nowhere white."""
    window = max(3, round(settings.smooth * body)) | 1
    lightest = cv2.dilate(cv2.blur(grey, (window, window)), np.ones((reach, reach), np.uint8))
    dark = (np.asarray(lightest) < settings.pale).astype(np.uint8)
    return find_components(cv2.dilate(dark, np.ones((reach, reach), np.uint8)))


def _whole(box: Box, pale: Components, ink: Components, body: float, settings: PictureSettings) -> Box:
    """`box` with the light parts of the picture, such as a sky, in which no text stands."""
    labels, counts = np.unique(pale.labels[box.slices], return_counts=True)
    found = [(int(count), int(label)) for label, count in zip(labels, counts, strict=True) if label]
    if not found or max(found)[0] < 0.5 * box.area:
        return box
    patch = max(found)[1] - 1
    around = pale.box(patch)
    if pale.areas[patch] < settings.pale_cover * around.area:
        return box
    whole = box.union(around)
    return box if _typed(whole, box, ink, body) >= settings.typed else whole


def _typed(whole: Box, box: Box, ink: Components, body: float) -> int:
    """How many pieces of ink of a character's size, a headline's included, stand in `whole` outside `box`."""
    middle_x, middle_y = (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2, (ink.boxes[:, 1] + ink.boxes[:, 3]) / 2
    inside = (middle_x > whole.left) & (middle_x < whole.right) & (middle_y > whole.top) & (middle_y < whole.bottom)
    inside &= ~((middle_x > box.left) & (middle_x < box.right) & (middle_y > box.top) & (middle_y < box.bottom))
    sides = ink.longer
    return int((inside & (sides > SMALLEST * body) & (sides < LARGEST * body)).sum())


def _off_type(box: Box, ink: Components, body: float, settings: PictureSettings) -> Box:
    """`box` without the row of type over or under it that its tone reaches into."""
    left, top, right, bottom = (ink.boxes[:, k] for k in range(4))
    middles = (left + right) / 2
    type_like = (ink.heights >= SMALLEST * body) & (ink.longer <= LARGEST * body)
    type_like &= (middles > box.left) & (middles < box.right)
    upper, lower = box.top, box.bottom
    over = _row(ink.boxes[type_like & (top < upper) & (bottom > upper)], body)
    under = _row(ink.boxes[type_like & (top < lower) & (bottom > lower)], body)
    if len(over) >= settings.row:
        upper = int(over[:, 3].max())
    if len(under) >= settings.row:
        lower = int(under[:, 1].min())
    return Box(box.left, upper, box.right, lower) if lower - upper >= settings.min_side * body else box


def _row(boxes: NDArray[np.int32], body: float) -> NDArray[np.int32]:
    """Those of `boxes` ``(N, 4)`` that stand on one level with most of them."""
    if not len(boxes):
        return boxes
    sides = boxes[:, [1, 3]]
    row: NDArray[np.int32] = boxes[np.abs(sides - np.median(sides, axis=0)).max(axis=1) <= LEVEL * body]
    return row


def _side_by_side(box: Box, grey: NDArray[np.uint8], body: float, settings: PictureSettings) -> list[Box]:
    """The pictures that `box` holds side by side, as high as each other, with a gutter of paper between them."""
    paper = grey[box.slices] >= settings.pale
    empty = np.concatenate([[False], paper.mean(axis=0) >= settings.white, [False]])
    edges = np.flatnonzero(empty[1:] != empty[:-1]).reshape(-1, 2)
    low, high = (width * body for width in settings.gutter)
    side = settings.min_side * body
    gutters = [(a, b) for a, b in edges if low <= b - a <= high and a >= side and box.width - b >= side]
    if not gutters:
        return [box]
    starts, ends = [0, *(b for _, b in gutters)], [*(a for a, _ in gutters), box.width]
    parts = [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
    printed = [np.flatnonzero(paper[:, a:b].mean(axis=1) < settings.white) for a, b in parts]
    if not all(rows.size for rows in printed):
        return [box]
    uneven = max(np.ptp([rows[0] for rows in printed]), np.ptp([rows[-1] for rows in printed]))
    if uneven > settings.level * body:
        return [box]
    return [Box(box.left + a, box.top, box.left + b, box.bottom) for a, b in parts]


def _off_panels(box: Box, panels: Sequence[Box], body: float, settings: PictureSettings) -> list[Box]:
    """`box`, which reaches over the corner or the side of a panel, in the parts that do not."""
    parts = [box]
    for panel in panels:
        if 0 < panel.overlap_area(box) < settings.within * panel.area:
            parts = [rest for part in parts for rest in part.without(panel)]
    return [part for part in parts if min(part.width, part.height) >= settings.bit * body]


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
