"""Printed boxes: four rules that enclose a piece of the page."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.geometry import Box
from ocr.model import Frame, Rule

__all__ = ["FrameSettings", "find_frames"]


@dataclass(frozen=True, slots=True)
class FrameSettings:
    """What counts as a frame; lengths in body characters.

    Attributes:
        corner: how far the ends of two sides may stay apart, rounded corners included.
        min_side: smaller boxes are parts of drawings.
        cover: the share of a top or bottom side that rules must draw; text may stand in a gap of it.
    """

    corner: float = 1.6
    min_side: float = 4.0
    cover: float = 0.75


def find_frames(rules: tuple[Rule, ...], body: float, settings: FrameSettings) -> tuple[Frame, ...]:
    """The frames that `rules` draw; frames may lie inside each other."""
    corner, side = settings.corner * body, settings.min_side * body
    upright = [rule.box for rule in rules if not rule.is_horizontal and rule.box.height >= side]
    level = [rule.box for rule in rules if rule.is_horizontal]
    found: set[Box] = set()
    for left in upright:
        for right in upright:
            if right.left - left.right < side:
                continue
            if abs(left.top - right.top) > corner or abs(left.bottom - right.bottom) > corner:
                continue
            around = left.union(right)
            top = _side(level, around, around.top, corner)
            bottom = _side(level, around, around.bottom, corner)
            if min(top, bottom) >= settings.cover * around.width:
                found.add(around)
    return tuple(Frame(box) for box in sorted(found, key=lambda b: (b.top, b.left, b.right, b.bottom)))


def _side(level: list[Box], around: Box, y: int, slack: float) -> int:
    """How much of the width of `around` is drawn by rules near the height `y`."""
    spans = sorted(
        (max(box.left, around.left), min(box.right, around.right))
        for box in level
        if abs(box.center_y - y) <= slack and box.overlap_x(around) > 0
    )
    drawn, end = 0, around.left
    for left, right in spans:
        drawn += max(0, right - max(left, end))
        end = max(end, right)
    return drawn
