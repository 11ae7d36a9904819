"""What stands between two places on a page: rules, frames, pictures."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.geometry import Box, covered, hull
from ocr.model import Layout
from ocr.structure.items import Canon, Item

__all__ = ["Barriers"]

CROSSED = 0.5
"""A rule keeps two boxes apart when it runs along this share of what faces each other."""
WALLED = 0.75
"""Rules run along this share of two boxes together, the white between them included."""
INSIDE = 0.8
"""A frame holds a box when it covers this share of it."""
DISPLAY = 1.5
"""Type from this size on, in body characters, is a headline's."""
LEAD_ROWS = 5
"""A lead in a box of its own has no more lines."""
HUGS = 1.0
"""Characters of a line by which the ends of a rule that belongs to it, and the white between, may differ."""
WIDER = 1.4
"""A column is this much wider than a subhead's rule."""
EVEN, GUTTER = 0.6, 2.5
"""Pictures side by side are as high as each other but for this, and stand no farther apart, in body characters."""
REACH = 6.0
"""Characters from a subhead's rule or a lead's frame within which the lines of its article stand."""


class Barriers:
    """The rules, frames and pictures of a page, in the canonical frame.

    The little rules over and under a subhead, and the frame around an article's lead, keep nothing apart; they are left
    out.

    Attributes:
        turned: whether the page is a vertical one.
        level, upright: the rules.
        frames: from the smallest to the largest.
        leads: the frames around leads.
        spreads: for each picture the box of all that stand side by side with it: one report shows them.
    """

    def __init__(self, layout: Layout, canon: Canon, items: Sequence[Item] = ()) -> None:
        self.turned = canon.turned
        boxes = [canon.box(rule.box) for rule in layout.rules]
        frames = sorted((canon.box(frame.box) for frame in layout.frames), key=lambda b: (b.area, b))
        self.leads = [frame for frame in frames if _frames_a_lead(frame, items, layout.body_size)]
        self.level = [
            box
            for box in boxes
            if box.width >= box.height
            and not _adorns(box, items)
            and not any(frame.grow(round(layout.body_size / 2)).contains(box) for frame in self.leads)
        ]
        self.upright = [box for box in boxes if box.width < box.height]
        self.frames = [frame for frame in frames if frame not in self.leads]
        self.pictures = [canon.box(picture.box) for picture in layout.pictures]
        self.spreads = [self._spread(picture, layout.body_size) for picture in self.pictures]

    def _spread(self, picture: Box, body: float) -> Box:
        """The box of `picture` and all that stand side by side with it."""
        whole, rest = picture, [other for other in self.pictures if other != picture]
        while True:
            beside = [
                other
                for other in rest
                if max(abs(other.top - whole.top), abs(other.bottom - whole.bottom)) <= EVEN * body
                and other.gap_x(whole) <= GUTTER * body
                and not self.part(other, whole)
            ]
            if not beside:
                return whole
            whole = hull([whole, *beside])
            rest = [other for other in rest if other not in beside]

    def frame_of(self, box: Box) -> int:
        """The index of the innermost frame around `box`; -1 when there is none."""
        for index, frame in enumerate(self.frames):
            if frame.area > box.area and frame.overlap_area(box) >= INSIDE * box.area:
                return index
        return -1

    def holds_lead(self, box: Box) -> bool:
        """Whether `box` is an article's lead, framed between headline and text."""
        return any(frame.overlap_area(box) >= INSIDE * box.area for frame in self.leads)

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

    def part(self, one: Box, other: Box) -> bool:
        """Whether a rule keeps two boxes apart that stand beside, above or askew of each other."""
        upper, lower = sorted((one, other), key=lambda box: (box.top, box.left))
        left, right = sorted((one, other), key=lambda box: (box.left, box.top))
        beside, above = one.overlap_y(other) > 0, one.overlap_x(other) > 0
        return (not above and self.upright_rule_between(left, right)) or (
            not beside and self.level_rule_between(upper, lower)
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

    def walled_off(self, first: Box, second: Box) -> bool:
        """Whether vertical rules between `first` (on the left) and `second` run along most of both together."""
        top, bottom = min(first.top, second.top), max(first.bottom, second.bottom)
        between = [rule for rule in self.upright if first.right <= rule.center_x <= second.left]
        return covered(((rule.top, rule.bottom) for rule in between), top, bottom) >= WALLED * (bottom - top)


def _frames_a_lead(frame: Box, items: Sequence[Item], body: float) -> bool:
    """Whether `frame` holds a few lines of text between a headline and the text that goes on under it."""
    inside = [item for item in items if frame.overlap_area(item.box) >= INSIDE * item.box.area and item.text.strip()]
    if not inside or any(item.stands or item.size >= DISPLAY * body for item in inside):
        return False
    if sum(len(item.rows) for item in inside) > LEAD_ROWS:
        return False
    near = [
        item
        for item in items
        if item not in inside and not item.stands and item.text.strip() and item.box.gap_y(frame) <= REACH * body
        if item.box.overlap_x(frame) > CROSSED * min(item.box.width, frame.width)
    ]
    over = [item for item in near if item.box.center_y < frame.top]
    under = [item for item in near if item.box.center_y > frame.bottom]
    if not under or not any(
        item.size >= DISPLAY * body and item.box.overlap_x(frame) >= CROSSED * frame.width for item in over
    ):
        return False
    first = min(under, key=lambda item: item.box.top)
    column = [item for item in under if item.box.overlap_x(first.box) > CROSSED * min(item.box.width, first.box.width)]
    return first.size < DISPLAY * body and sum(len(item.rows) for item in column) > LEAD_ROWS / 2


def _adorns(rule: Box, items: Sequence[Item]) -> bool:
    """Whether `rule` is as long as one short line next to it, in the midst of a column that is wider.

    Over a subhead the column may show by the short end of a paragraph alone.
    """
    near = [row for item in items for row in item.rows if not row.stands and row.box.gap_x(rule) <= row.size]
    hugs = [
        row
        for row in near
        if max(abs(row.box.left - rule.left), abs(row.box.right - rule.right), row.box.gap_y(rule)) <= HUGS * row.size
    ]
    column = [
        row.box
        for row in near
        if row.box.width >= WIDER * rule.width
        and row.box.overlap_x(rule) == rule.width
        and row.box.gap_y(rule) <= REACH * row.size
    ]
    under = [box for box in column if box.top >= rule.bottom]
    over = [
        row.box
        for row in near
        if row not in hugs and row.box.bottom <= rule.top and row.box.gap_y(rule) <= REACH * row.size
    ]
    return bool(hugs) and any(
        box in column or abs(box.left - below.left) <= HUGS * rule.height + below.height
        for box in over
        for below in under
    )


def _share(low: int, high: int, start: int, end: int) -> float:
    """The share of ``start..end`` that ``low..high`` covers."""
    return max(0, min(high, end) - max(low, start)) / max(1, end - start)
