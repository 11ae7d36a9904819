"""Headlines: which pieces of display type are the lines, or the halves, of one."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.geometry import Box
from ocr.hanzi import is_dateline_start, normalise
from ocr.structure.barriers import Barriers
from ocr.structure.items import Item

__all__ = ["HeadlineSettings", "join_headlines"]


UNDER = 0.6
"""Text stands under a headline that covers this share of it, or is covered so."""


@dataclass(frozen=True, slots=True)
class HeadlineSettings:
    """What is one headline; lengths in its sizes unless said.

    Attributes:
        same: lines of one headline differ by less than this ratio.
        line_gap: white between the lines of a headline, in their sizes.
        quoted: white inside a headline, in its size, where a quotation or a book title begins or ends.
        space: white inside a headline of two halves, in its size; editors keep two headlines off one level, and where
            they do not, the faces differ.
        setting, setting_weight: how far sizes and levels (shares) and stroke widths (a ratio) of the halves differ.
        great, great_alike, great_weight: the same for type from this size on, in body characters, whose lower edges are
            on one level: next to a headline so large there is hardly another, and a drawing may stand over one half.
        middle: a line is set to the middle of another when it stands no farther off, in the other's size.
        under: the text of an article begins no farther under its headline.
    """

    same: float = 1.15
    line_gap: float = 0.9
    quoted: float = 1.8
    space: float = 1.4
    setting: float = 0.06
    setting_weight: float = 1.15
    great: float = 3.0
    great_alike: float = 0.85
    great_weight: float = 1.22
    middle: float = 0.4
    under: float = 3.0


def join_headlines(
    display: list[Item],
    large: list[Item],
    texts: list[Item],
    barriers: Barriers,
    body: float,
    settings: HeadlineSettings,
) -> list[list[Item]]:
    """The lines of each headline, in reading order.

    Args:
        display: the items in display type.
        large: the items that may be kickers, too.
        texts: the items that are not in display type.
        body: the body size in pixels.
    """
    groups: list[list[Item]] = []
    for item in sorted(display, key=lambda i: (i.box.top, i.box.left, i.index)):
        joined = [
            g
            for g in groups
            if any(
                _same_headline(other, item, barriers, body, settings)
                and not _set_apart(other, item, large, texts, settings)
                for other in g
            )
        ]
        groups = [g for g in groups if g not in joined] + [[*(i for g in joined for i in g), item]]
    return [_in_order(group) for group in groups]


def _in_order(group: list[Item]) -> list[Item]:
    """The pieces of a headline level by level, each from left to right; vertical lines from right to left."""
    if group[0].stands:
        return sorted(group, key=lambda i: (-i.box.left if i.leftward else i.box.left, i.box.top))
    levels: list[list[Item]] = []
    for item in sorted(group, key=lambda i: i.box.center_y):
        if levels and item.box.center_y - levels[-1][0].box.center_y < 0.5 * item.size:
            levels[-1].append(item)
        else:
            levels.append([item])
    return [item for level in levels for item in sorted(level, key=lambda i: i.box.left)]


def _same_headline(last: Item, item: Item, barriers: Barriers, body: float, settings: HeadlineSettings) -> bool:
    size = max(last.size, item.size)
    if last.stands != item.stands or size > settings.same * min(last.size, item.size):
        return False
    a, b = last.box, item.box
    if not item.stands and a.overlap_y(b) >= 0.7 * min(a.height, b.height):
        if b.left < a.left:
            a, b, last, item = b, a, item, last
        if b.left < a.right or barriers.upright_rule_between(a, b):
            return False
        if a.gap_x(b) <= settings.quoted * size and _runs_on(last.text, item.text):
            return True
        return a.gap_x(b) <= settings.space * size and _one_setting(last, item, body, settings)
    if barriers.frame_of(a) != barriers.frame_of(b):
        return False
    if item.stands:
        near = a.overlap_y(b) >= 0.5 * min(a.height, b.height) and a.gap_x(b) <= settings.line_gap * size
        return near and not barriers.upright_rule_between(*sorted((a, b), key=lambda box: box.left))
    if barriers.level_rule_between(a, b):
        return False
    return (
        b.top >= a.center_y and a.gap_y(b) <= settings.line_gap * size and a.overlap_x(b) >= 0.5 * min(a.width, b.width)
    )


def _set_apart(left: Item, right: Item, large: list[Item], texts: list[Item], settings: HeadlineSettings) -> bool:
    """Whether two pieces on one level are two headlines.

    A kicker or second line stands at the middle of each, or a news item begins with its dateline under each and no
    mark shows that they are one.
    """
    a, b = left.box, right.box
    if left.stands or a.overlap_y(b) < 0.7 * min(a.height, b.height):
        return False
    size = max(left.size, right.size)
    if not _runs_on(*(item.text for item in sorted((left, right), key=lambda i: i.box.left))) and all(
        _opens_news(half, texts, settings.under * size) for half in (a, b)
    ):
        return True
    return all(
        any(
            abs(other.box.center_x - half.center_x) <= settings.middle * size
            and other.box.width < half.width
            and not other.box.overlap_y(half)
            and other.box.gap_y(half) <= settings.line_gap * size
            for other in large
        )
        for half in (a, b)
    )


def _opens_news(half: Box, texts: list[Item], reach: float) -> bool:
    """Whether the first text right under `half` is a news item's, with the agency or the reporter it comes from."""
    under = [
        item
        for item in texts
        if not item.stands and item.box.overlap_x(half) >= UNDER * min(half.width, item.box.width)
        if half.center_y < item.box.top <= half.bottom + reach
    ]
    return bool(under) and is_dateline_start(min(under, key=lambda item: item.box.top).text)


def _one_setting(left: Item, right: Item, body: float, settings: HeadlineSettings) -> bool:
    """Whether two pieces on one level are set in one size, face and line."""
    size = max(left.size, right.size)
    great = size >= settings.great * body
    alike = settings.great_alike if great else 1 - settings.setting
    if min(left.size, right.size) < alike * size or len(left.rows) != 1 or len(right.rows) != 1:
        return False
    a, b = left.box, right.box
    level = abs(a.bottom - b.bottom) if great else abs(a.center_y - b.center_y)
    if level > settings.setting * size:
        return False
    heaviest = settings.great_weight if great else settings.setting_weight
    return max(left.weight, right.weight) <= heaviest * min(left.weight, right.weight)


def _runs_on(left: str, right: str) -> bool:
    """Whether the marks at the seam show one headline: a quotation's blank there is as wide as a gutter."""
    left, right = normalise(left), normalise(right)
    opens = sum(left.count(mark) for mark in "“《（『「") > sum(left.count(mark) for mark in "”》）』」")
    return (
        opens or left.endswith(("”", "》", "』", "：", "，", "、", "！")) or right.startswith(("“", "《", "『", "（"))
    )
