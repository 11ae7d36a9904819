"""Printed boxes: four rules that enclose a piece of the page, or a ground of its own under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box, covered, hull
from ocr.model import Frame, LineRegion, Rule

__all__ = ["FrameSettings", "frames_of_grounds", "find_frames", "parting_grounds"]


@dataclass(frozen=True, slots=True)
class FrameSettings:
    """What counts as a frame; lengths in body characters.

    Attributes:
        corner: how far the ends of two sides may stay apart, rounded corners included.
        broken: a side goes on after a gap so long, and a top or bottom no wider than the frame closes it from so far:
            a stamp or a fold broke it there;
        line_up: the parts of such a side lie no farther beside each other.
        min_side: smaller boxes are parts of drawings.
        cover: the share of a top or bottom side that rules must draw; text may stand in a gap of it.
        margin: nothing is printed so near the sheet's edge; what lies there is the scanner's.
        ground: a narrower or lower ground is a bar under a line or two.
        pictured: a ground of which so much is a picture is a part of it.
        edge: type does not run over its edges, from so far inside to so far outside,
        crossed: but for this share of each: what type runs over is a stain, or smeared type.
        rows, upto: a ground with fewer lines of type no larger than that
        many: and fewer of any is a headline's or a banner's; what is shorter than
        line: may be specks.
    """

    corner: float = 1.6
    broken: float = 3.0
    line_up: float = 0.5
    min_side: float = 4.0
    cover: float = 0.75
    margin: float = 1.5
    ground: float = 6.0
    pictured: float = 0.5
    edge: float = 0.25
    crossed: float = 0.04
    rows: int = 3
    upto: float = 1.5
    many: int = 6
    line: float = 2.5


def find_frames(rules: tuple[Rule, ...], body: float, settings: FrameSettings) -> tuple[Frame, ...]:
    """The frames that `rules` draw; frames may lie inside each other."""
    corner, side = settings.corner * body, settings.min_side * body
    broken, beside = settings.broken * body, settings.line_up * body
    level = [rule.box for rule in rules if rule.is_horizontal]
    corners = [box.grow(round(corner)) for box in level]
    upright = _mended([rule.box for rule in rules if not rule.is_horizontal], corners, broken, beside)
    upright = [box for box in upright if box.height >= side]
    found: set[Box] = set()
    for left in upright:
        for right in upright:
            if right.left - left.right < side:
                continue
            if abs(left.top - right.top) > corner or abs(left.bottom - right.bottom) > corner:
                continue
            around = left.union(right)
            within = [box for box in level if around.left - corner <= box.left and box.right <= around.right + corner]
            whole = around
            for y in (around.top, around.bottom):
                closing = _near(level, y, corner)
                if _drawn(closing, around) < settings.cover * around.width:
                    closing = _near(within, y, broken)
                    whole = hull([whole, *closing])
                if _drawn(closing, around) < settings.cover * around.width:
                    break
            else:
                found.add(whole)
    return tuple(Frame(box) for box in sorted(found, key=lambda b: (b.top, b.left, b.right, b.bottom)))


def _mended(upright: list[Box], corners: list[Box], broken: float, beside: float) -> list[Box]:
    """`upright` rules, the parts of one put together that lie in one line and no more than `broken` apart.

    What ends near a level rule, in `corners`, is whole: two frames one above the other.
    """
    whole: list[Box] = []
    for box in sorted(upright, key=lambda b: (b.top, b.left)):
        for index, other in enumerate(whole):
            in_line = abs(other.center_x - box.center_x) <= beside and other.gap_y(box) <= broken
            if in_line and not _turn_between(other, box, corners):
                whole[index] = other.union(box)
                break
        else:
            whole.append(box)
    return whole


def _turn_between(upper: Box, lower: Box, corners: list[Box]) -> bool:
    """Whether one of `corners` lies between two parts of an upright rule, of which the first begins higher."""
    if lower.top <= upper.bottom:
        return False
    gap = Box(upper.left, upper.bottom, upper.right, lower.top)
    return any(gap.intersects(corner) for corner in corners)


def _near(level: list[Box], y: int, slack: float) -> list[Box]:
    """The rules near the height `y`."""
    return [box for box in level if abs(box.center_y - y) <= slack]


def _drawn(level: list[Box], around: Box) -> int:
    """How much of the width of `around` is drawn by the rules `level`."""
    return covered(((box.left, box.right) for box in level), around.left, around.right)


def parting_grounds(
    grounds: Iterable[Box], ink: NDArray[np.uint8], pictures: Iterable[Box], body: float, settings: FrameSettings
) -> list[Box]:
    """Those of `grounds` whose edges keep type apart; `ink` ``(H, W)`` is free of rules, all in its frame."""
    pictures = list(pictures)
    height, width = ink.shape
    margin, side = settings.margin * body, settings.ground * body
    return [
        box
        for box in grounds
        if min(box.width, box.height) >= side
        and min(box.left, box.top, width - box.right, height - box.bottom) >= margin
        and sum(picture.overlap_area(box) for picture in pictures) < settings.pictured * box.area
        and _most_crossed(ink, box, max(1, round(settings.edge * body))) <= settings.crossed
    ]


def _most_crossed(ink: NDArray[np.uint8], box: Box, near: int) -> float:
    """The largest share of a side of `box` on both sides of which there is ink, `near` to it."""
    outer, inner = box.grow(near).clip(ink.shape[1], ink.shape[0]), box.grow(-near)
    level = (
        ink[outer.top, box.left : box.right] & ink[inner.top, box.left : box.right],
        ink[outer.bottom - 1, box.left : box.right] & ink[inner.bottom - 1, box.left : box.right],
    )
    upright = (
        ink[box.top : box.bottom, outer.left] & ink[box.top : box.bottom, inner.left],
        ink[box.top : box.bottom, outer.right - 1] & ink[box.top : box.bottom, inner.right - 1],
    )
    return max(float(side.mean()) for side in (*level, *upright))


def frames_of_grounds(
    grounds: Iterable[Box],
    frames: tuple[Frame, ...],
    lines: Iterable[LineRegion],
    body: float,
    settings: FrameSettings,
) -> tuple[Frame, ...]:
    """The `grounds` that hold a piece of text and that none of the printed `frames` encloses so closely."""
    places = [
        (line.box.center_x, line.box.center_y, line.size <= settings.upto * body)
        for line in lines
        if max(line.box.width, line.box.height) >= settings.line * body
    ]
    found = []
    for box in grounds:
        inside = [small for x, y, small in places if box.contains_point(x, y)]
        told = sum(inside) >= settings.rows or len(inside) >= settings.many
        if told and not any(box.differs(frame.box) <= settings.corner * body for frame in frames):
            found.append(Frame(box))
    return tuple(found)
