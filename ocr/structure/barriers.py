"""What stands between two places on a page: rules, frames, pictures."""

from __future__ import annotations

from ocr.geometry import Box
from ocr.model import Layout
from ocr.structure.items import Canon

__all__ = ["Barriers"]

CROSSED = 0.5
"""A rule keeps two boxes apart when it runs along this share of what faces each other."""
INSIDE = 0.8
"""A frame holds a box when it covers this share of it."""


class Barriers:
    """The rules, frames and pictures of a page, in the canonical frame.

    Attributes:
        turned: whether the page is a vertical one.
    """

    def __init__(self, layout: Layout, canon: Canon) -> None:
        self.turned = canon.turned
        boxes = [canon.box(rule.box) for rule in layout.rules]
        self.level = [box for box in boxes if box.width >= box.height]
        self.upright = [box for box in boxes if box.width < box.height]
        self.frames = sorted((canon.box(frame.box) for frame in layout.frames), key=lambda b: (b.area, b))
        self.pictures = [canon.box(picture.box) for picture in layout.pictures]

    def frame_of(self, box: Box) -> int:
        """The index of the innermost frame around `box`; -1 when there is none."""
        for index, frame in enumerate(self.frames):
            if frame.area > box.area and frame.overlap_area(box) >= INSIDE * box.area:
                return index
        return -1

    def level_rule_between(self, upper: Box, lower: Box) -> bool:
        """Whether a horizontal rule keeps `upper` and `lower` apart."""
        left, right = max(upper.left, lower.left), min(upper.right, lower.right)
        if right <= left:
            left, right = min(upper.right, lower.right), max(upper.left, lower.left)
        top, bottom = min(upper.bottom, lower.top), max(upper.bottom, lower.top)
        return any(
            top <= rule.center_y <= bottom and _share(rule.left, rule.right, left, right) >= CROSSED
            for rule in self.level
        )

    def upright_rule_between(self, first: Box, second: Box) -> bool:
        """Whether a vertical rule keeps `first` (on the left) and `second` apart."""
        top, bottom = max(first.top, second.top), min(first.bottom, second.bottom)
        if bottom <= top:
            top, bottom = min(first.bottom, second.bottom), max(first.top, second.top)
        left, right = min(first.right, second.left), max(first.right, second.left)
        return any(
            left <= rule.center_x <= right and _share(rule.top, rule.bottom, top, bottom) >= CROSSED
            for rule in self.upright
        )


def _share(low: int, high: int, start: int, end: int) -> float:
    """The share of ``start..end`` that ``low..high`` covers."""
    return max(0, min(high, end) - max(low, start)) / max(1, end - start)
