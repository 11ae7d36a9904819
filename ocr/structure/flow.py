"""Which stack follows which headline or stack: one assignment of least cost over the whole page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Set
from dataclasses import dataclass

from ocr.assignment import assign
from ocr.geometry import Box
from ocr.hanzi import JumpDirection, find_jump, is_byline, is_unit_line
from ocr.structure.barriers import Barriers
from ocr.structure.columns import Stack
from ocr.structure.head import Head

__all__ = ["FlowSettings", "Link", "link_stacks"]


@dataclass(frozen=True, slots=True)
class FlowSettings:
    """The prices of one step of reading; distances in body characters.

    Attributes:
        orphan: a stack that follows nothing.
        unowned, unowned_size: a headline without text, and more for each body size above the smallest headline.
        pictured: the share of that for one over a picture with its words, when a text does not begin as one does.
        drop: per body character of white between a headline and the text under it.
        column: per column that the first text lies right of its headline's left end.
        aside: a first column that no part of the headline covers.
        no_indent: an article that does not begin with a paragraph.
        sentence: a sentence that runs on over the break (a gain).
        broken, restarted: a sentence that breaks off before a new paragraph; a paragraph that ends before none begins.
        gutter: per body character of white between two columns.
        width: per unit of the logarithm of the ratio of two columns' widths.
        level: per body character of difference of two columns' tops, at most `level_limit`.
        headed: a step into a column that another headline stands on.
        risen: a step into a column that begins over the headline of the one before.
        parted: a step to the other side of a standing headline.
        ruled: a step over a rule in one column.
        below: a step down in one column; `wrap` one down and back to the left.
        white: per body character of white on the way down that no picture fills.
        skip: a step over another column.
        around: a step from under a picture to the next column, whose text stands over it.
    """

    orphan: float = 6.0
    unowned: float = 2.0
    unowned_size: float = 1.5
    pictured: float = 0.1
    drop: float = 0.2
    column: float = 0.8
    aside: float = 1.3
    no_indent: float = 1.5
    sentence: float = 2.0
    broken: float = 3.0
    restarted: float = 3.0
    gutter: float = 0.15
    width: float = 1.5
    level: float = 0.08
    level_limit: float = 2.0
    headed: float = 4.5
    risen: float = 4.5
    parted: float = 4.5
    ruled: float = 8.0
    below: float = 0.5
    wrap: float = 3.0
    white: float = 0.25
    skip: float = 3.0
    around: float = 0.5
    ended: float = 5.0


@dataclass(frozen=True, slots=True)
class Link:
    """What a stack follows: a head, another stack, or nothing; with the price and the reason."""

    head: int = -1
    stack: int = -1
    cost: float = 0.0
    why: str = ""


FORBIDDEN = math.inf
"""The price of a step that nobody takes."""
FEW_ROWS = 2
FEW_WEIGHT = 0.25
"""The ink of so few rows says little about the width of their column."""
CAPTION = 4.0
"""Over a column that goes on under a picture there is no more white, and captions, in body characters."""
LEAD_ROWS, LEAD_WIDTH = 4, 1.5
"""A lead set over the columns of its article has no more rows, and is so many columns wide."""
JUMP_LENGTH = 16
"""A jump line is no longer."""


def link_stacks(
    heads: list[Head],
    stacks: list[Stack],
    pictured: Set[Head],
    barriers: Barriers,
    body: float,
    settings: FlowSettings,
) -> list[Link]:
    """For each stack what it follows; no head and no stack is followed twice, and there are no circles.

    Args:
        pictured: the heads that need no text, for they have a picture with its words under them.
    """
    if not stacks:
        return []
    scene = _Scene(heads, stacks, pictured, barriers, body, settings)
    count, n = len(stacks), len(heads)
    # a stack may follow a head (0 to n - 1), another stack (from n on), or nothing: the last number is its own
    choices = [
        {i: price for i in range(n) if (price := scene.opens(i, j)) < FORBIDDEN}
        | {n + k: price for k in range(count) if k != j and (price := scene.follows(k, j)) < FORBIDDEN}
        | {n + count + j: settings.orphan}
        for j in range(count)
    ]
    while True:
        links = [Link()] * count
        for j, c in enumerate(assign(choices)):
            price = choices[j][c]
            if c < n:
                links[j] = Link(head=c, cost=price, why=f"opens: the first text under its headline ({price:.1f})")
            elif c < n + count:
                links[j] = Link(stack=c - n, cost=price, why=f"runs on: from the column before ({price:.1f})")
            else:
                links[j] = Link(cost=price, why="alone: no headline and no column leads here")
        circle = _circle(links)
        if not circle:
            return links
        worst = max(circle, key=lambda j: (links[j].cost, j))
        del choices[worst][n + links[worst].stack]


def _circle(links: list[Link]) -> list[int]:
    """The stacks of one circle; empty when there is none."""
    for start in range(len(links)):
        seen, at = [start], links[start].stack
        while at >= 0 and at not in seen:
            seen.append(at)
            at = links[at].stack
        if at >= 0:
            return seen[seen.index(at) :]
    return []


class _Scene:
    """The page as the prices see it."""

    def __init__(
        self,
        heads: list[Head],
        stacks: list[Stack],
        pictured: Set[Head],
        barriers: Barriers,
        body: float,
        settings: FlowSettings,
    ) -> None:
        self.heads, self.stacks, self.pictured = heads, stacks, pictured
        self.barriers, self.body, self.s = barriers, body, settings

    # ---- headline → first stack

    def opens(self, i: int, j: int) -> float:
        head, stack = self.heads[i], self.stacks[j]
        if head.frame != stack.frame:
            return FORBIDDEN
        place = self._beside(head, stack) if head.stands else self._under(i, stack)
        if place >= FORBIDDEN:
            return FORBIDDEN
        first = stack.rows[0].text
        begins = stack.begins_paragraph or is_byline(first) or find_jump(first) is not None
        wanted = self.s.unowned + self.s.unowned_size * max(0.0, head.size / self.body - 1.5)
        if head in self.pictured and not begins:
            wanted *= self.s.pictured
        return place + (0.0 if begins else self.s.no_indent) - min(wanted, 10.0)

    def _under(self, i: int, stack: Stack) -> float:
        head = self.heads[i]
        box, column = head.unsigned, stack.column
        if column.top < box.bottom - 0.6 * self.body:
            return self._right_of(head, stack)
        if self.barriers.level_rule_between(box, column):
            return FORBIDDEN
        drop = (column.top - box.bottom) / self.body
        for k, other in enumerate(self.heads):
            if k == i or other.stands or other.box.top < box.bottom - 0.3 * self.body:
                continue
            if (
                other.unsigned.bottom <= column.top + 0.5 * self.body
                and other.box.overlap_x(column) > 0.2 * column.width
            ):
                if other.size > 0.7 * head.size or other.box.overlap_x(box) < 0.5 * other.box.width:
                    return FORBIDDEN
                drop *= 0.7
        cost = self.s.drop * max(0.0, drop - self._pictures_between(box, column))
        if box.overlap_x(column) >= 0.25 * min(box.width, column.width):
            return cost + self.s.column * max(0.0, (column.left - box.left) / column.width - 0.15)
        if column.center_x < box.left:
            away = (box.left - column.left) / column.width
            if away > 3.2 or self._text_above(column, box.top) or self._own_head(column, head):
                return FORBIDDEN
            if self.barriers.upright_rule_between(column, Box(box.left, column.top, box.right, column.bottom)):
                return FORBIDDEN
            return cost + self.s.aside + 0.5 * away
        return FORBIDDEN

    def _right_of(self, head: Head, stack: Stack) -> float:
        """The price of text that starts beside a horizontal headline."""
        box, column = head.box, stack.column
        level = abs(column.top - box.top) / self.body
        if column.left < box.right or box.gap_x(column) > 4 * self.body or level > 4:
            return FORBIDDEN
        if self.barriers.upright_rule_between(box, column):
            return FORBIDDEN
        return 3.0 + 0.2 * level

    def _beside(self, head: Head, stack: Stack) -> float:
        """The price of text that starts beside a vertical headline."""
        box, column = head.box, stack.column
        if column.overlap_y(box) < 0.3 * min(box.height, column.height):
            return FORBIDDEN
        level = 0.1 * abs(column.top - box.top) / self.body
        left, right = (column, box) if column.center_x < box.center_x else (box, column)
        if self.barriers.upright_rule_between(left, right):
            return FORBIDDEN
        between = Box(
            min(left.right, right.left),
            max(left.top, right.top),
            max(left.right, right.left),
            max(left.top, right.top) + 1,
        )
        for other in self.heads:
            if other is not head and other.box.overlap_x(between) > 0 and other.box.overlap_y(box) > 0.3 * box.height:
                return FORBIDDEN
        away = right.left - left.right
        columns = max(0.0, (away - 3 * self.body) / column.width)
        if columns > 4.5:
            return FORBIDDEN
        side = 0.4 if column.center_x < box.center_x else 0.9
        return side + level + 0.25 * columns

    def _pictures_between(self, upper: Box, lower: Box) -> float:
        """The height of the pictures between two boxes, in body characters."""
        heights = [
            p.height
            for p in self.barriers.pictures
            if p.top >= upper.bottom - self.body
            and p.bottom <= lower.top + self.body
            and (p.overlap_x(lower) or p.overlap_x(upper))
        ]
        return max(heights, default=0) / self.body + (2.0 if heights else 0.0)

    def _text_above(self, column: Box, top: int) -> bool:
        """Whether another stack stands over `column`, below the height `top`."""
        return any(
            other.column.top < column.top
            and other.column.bottom <= column.top + self.body
            and other.column.bottom > top + self.body
            and other.column.overlap_x(column) > 0.3 * column.width
            for other in self.stacks
        )

    # ---- stack → next stack

    def follows(self, k: int, j: int) -> float:
        a, b = self.stacks[k], self.stacks[j]
        if a.frame != b.frame:
            return FORBIDDEN
        place = self._step(a.column, b.column, min(len(a.rows), len(b.rows)) <= FEW_ROWS)
        if place >= FORBIDDEN:
            return FORBIDDEN
        return place + self._seam(a, b) + self._headed(a.column, b)

    def _step(self, a: Box, b: Box, few: bool) -> float:
        s, body = self.s, self.body
        width = s.width * abs(math.log(max(1, b.width) / max(1, a.width)))
        width *= FEW_WEIGHT if few else 1.0
        if b.center_x > a.right - 0.3 * body and b.left > a.left:
            if self.barriers.upright_rule_between(a, b):
                return FORBIDDEN
            around = 0.0
            if b.bottom < a.top:
                whole = self._over_picture(a)
                around = s.around if whole != a else 0.0
                a = whole
            apart = a.gap_y(b) / body
            if apart > 8:
                return FORBIDDEN
            if apart > 0 and self._crossed(a, b):
                return FORBIDDEN
            level = min(s.level_limit, s.level * abs(b.top - a.top) / body)
            cost = width + s.gutter * max(0.0, (b.left - a.right) / body - 1) + level + 0.3 * apart
            cost += s.risen if self._risen(a, b) else 0.0
            cost += s.parted if self._parted(a, b) else 0.0
            lean = 1.0 if a.overlap_y(b) < 0.15 * min(a.height, b.height) else 0.0
            return cost + around + lean + s.skip * self._between(a, b)
        if b.top < a.bottom - 0.6 * body or self._crossed(a, b):
            return FORBIDDEN
        ruled = s.ruled if self.barriers.level_rule_between(a, b) else 0.0
        if a.overlap_x(b) >= 0.4 * min(a.width, b.width):
            gap = max(0.0, (b.top - a.bottom) / body - self._pictures_between(a, b))
            return s.below + ruled + 0.5 * width + s.white * gap
        if b.right <= a.left + body and not self.barriers.walled_off(b, a):
            return s.wrap + ruled + 0.5 * width + 0.1 * (b.top - a.bottom) / body
        return FORBIDDEN

    def _over_picture(self, column: Box) -> Box:
        """`column` with what stands over it in its column when but a picture lies between."""
        for other in sorted((stack.column for stack in self.stacks), key=lambda box: -box.bottom):
            if other.bottom > column.top or other.overlap_x(column) < 0.6 * max(other.width, column.width):
                continue
            pictured = self._pictures_between(other, column)
            filled = pictured > 0 and column.top - other.bottom <= (pictured + CAPTION) * self.body
            crossed = self._crossed(other, column) or self.barriers.level_rule_between(other, column)
            return other.union(column) if filled and not crossed else column
        return column

    def _risen(self, a: Box, b: Box) -> bool:
        """Whether the column `b` begins over the headline that stands right on `a`."""
        return any(not head.box.overlap_x(b) and b.top < head.box.top - 2 * self.body for head in self._heads_on(a))

    def _parted(self, a: Box, b: Box) -> bool:
        """Whether a standing headline parts two columns: it belongs to one of them."""
        return any(
            head.stands
            and a.right <= head.box.center_x <= b.left
            and min(head.box.overlap_y(a), head.box.overlap_y(b)) >= 0.3 * min(head.box.height, a.height, b.height)
            for head in self.heads
        )

    def _heads_on(self, column: Box) -> Iterator[Head]:
        """The headlines that stand right over `column`."""
        for head in self.heads:
            box = head.box
            if (
                not head.stands
                and box.bottom <= column.top + 0.5 * self.body
                and column.top - box.bottom <= 4 * self.body
                and box.overlap_x(column) >= 0.25 * min(column.width, box.width)
            ):
                yield head

    def _between(self, a: Box, b: Box) -> int:
        """The number of stacks that stand between two columns."""
        return sum(
            1
            for other in self.stacks
            if other.column.left >= a.right - self.body
            and other.column.right <= b.left + self.body
            and other.column.overlap_y(a) > 0.4 * min(other.column.height, a.height)
            and other.column.overlap_y(b) > 0.4 * min(other.column.height, b.height)
        )

    def _crossed(self, a: Box, b: Box) -> bool:
        """Whether a headline lies on the way down from `a` to `b`."""
        top, bottom = min(a.bottom, b.bottom), max(a.bottom, b.top)
        return any(
            not head.stands
            and head.box.center_y > top - self.body
            and head.box.center_y < bottom
            and (
                head.box.overlap_x(a) > 0.3 * min(a.width, head.box.width)
                or head.box.overlap_x(b) > 0.3 * min(b.width, head.box.width)
            )
            for head in self.heads
        )

    def _headed(self, a: Box, into: Stack) -> float:
        """The price of stepping into a column that a headline not over `a` stands on."""
        b = into.column
        for head in self.heads:
            box = head.box
            if head in self.pictured and not into.begins_paragraph:
                continue
            if head.stands or box.bottom > b.top + 0.5 * self.body or box.overlap_x(b) < 0.3 * min(b.width, box.width):
                continue
            bottom = self._under_lead(box, b)
            if (b.top - bottom) / self.body - self._pictures_between(box, b) > 5:
                continue
            if self.barriers.level_rule_between(box, b) or self._stack_between(box, b):
                continue
            if box.left > a.right - 0.3 * a.width and a.overlap_y(box) + a.overlap_y(b) > 0:
                level = abs(a.top - b.top) <= 2 * self.body and a.top >= box.bottom - self.body
                return self.s.aside if level and not self._own_head(a, head) else self.s.headed
        return 0.0

    def _own_head(self, a: Box, other: Head) -> bool:
        """Whether a headline that is not `other` stands right over `a`."""
        return any(
            head is not other and not self.barriers.level_rule_between(head.box, a) for head in self._heads_on(a)
        )

    def _between_head_and(self, upper: Box, lower: Box) -> Iterator[Stack]:
        """The texts between a headline and a column; its author's name is none."""
        for other in self.stacks:
            if (
                other.column.top >= upper.bottom - self.body
                and other.column.bottom <= lower.top + self.body
                and other.column.overlap_x(lower) > 0.3 * lower.width
                and (len(other.rows) > 1 or not is_byline(other.rows[0].text))
            ):
                yield other

    def _stack_between(self, upper: Box, lower: Box) -> bool:
        """Whether text that is no lead stands between a headline and a column."""
        return any(not _is_lead(other, lower) for other in self._between_head_and(upper, lower))

    def _under_lead(self, head: Box, column: Box) -> int:
        """Where a headline ends, the lead set over its columns included."""
        leads = (other for other in self._between_head_and(head, column) if _is_lead(other, column))
        return max((lead.column.bottom for lead in leads), default=head.bottom)

    def _seam(self, a: Stack, b: Stack) -> float:
        if _ends_article(a) or _begins_anew(b):
            return self.s.ended
        if is_byline(a.rows[-1].text) or (len(a.rows) == 1 and a.column.width < 0.85 * b.column.width):
            return 0.0
        if a.breaks_off:
            return self.s.broken if b.begins_paragraph else -self.s.sentence
        if a.edges[-1].short:
            return 0.0 if b.begins_paragraph else self.s.restarted
        return -0.2 if b.begins_paragraph else 0.0


def _is_lead(stack: Stack, column: Box) -> bool:
    """Whether `stack` is a few rows set over `column` and others beside it."""
    return len(stack.rows) <= LEAD_ROWS and stack.column.width >= LEAD_WIDTH * column.width


def _ends_article(stack: Stack) -> bool:
    """Whether the foot of `stack` is a jump line or says where the author works."""
    jump = find_jump(stack.rows[-1].text)
    if jump is not None and jump.direction is JumpDirection.FORWARD:
        return True
    return is_unit_line("".join(row.text for row in stack.items[-1].rows[-4:]))


def _begins_anew(stack: Stack) -> bool:
    """Whether `stack` opens with its author's name, or a line that says on which page its article began."""
    if is_byline(stack.rows[0].text):
        return True
    jump = find_jump(stack.rows[0].text[:JUMP_LENGTH])
    return jump is not None and jump.direction is JumpDirection.BACK
