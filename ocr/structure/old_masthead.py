"""The masthead of a vertical page: down its right side, or across its top."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.geometry import Box
from ocr.hanzi import ends_as_newspaper, has_han
from ocr.structure.barriers import Barriers
from ocr.structure.items import Item, item_of

__all__ = ["OldMastheadSettings", "find_old_masthead", "join_name"]


@dataclass(frozen=True, slots=True)
class OldMastheadSettings:
    """Where it stands; shares of the page unless said.

    Attributes:
        name: the newspaper's name is at least this large, in body characters.
        longest: it has no more characters.
        corner: it begins in this part of the page from the right and from the top.
        head: the rule under a masthead across the top lies in this part of the page.
        rule: the share of the page's width such a rule runs along.
        closed: a rule down the left side of the masthead runs along this share of the name.
        beside: without a rule, its lines are no farther from the name, in body characters,
        smaller: and no larger than this share of it.
        rows: no piece of it has more lines.
    """

    name: float = 3.2
    longest: int = 8
    corner: float = 0.2
    head: float = 0.22
    rule: float = 0.5
    closed: float = 0.6
    beside: float = 2.5
    smaller: float = 0.6
    rows: int = 3


def find_old_masthead(
    items: list[Item], barriers: Barriers, page: Box, body: float, settings: OldMastheadSettings
) -> list[Item]:
    """The items of the masthead; none when the page has none.

    Everything is in the canonical frame: its top is the right side of the page, its left side the page's top.
    """
    return _across(items, barriers, page, body, settings) or _down(items, barriers, page, body, settings)


def join_name(masthead: list[Item], body: float, settings: OldMastheadSettings) -> list[Item]:
    """`masthead` with the great characters that stand apart on one level, from right to left, made one name."""
    great = [item for item in masthead if item.size >= settings.name * body]
    if len(great) < 2:
        return masthead
    largest = max(great, key=lambda item: item.size)
    name = [item for item in great if item.box.overlap_x(largest.box) >= settings.closed * item.box.width]
    rows = tuple(row for item in sorted(name, key=lambda item: item.box.top) for row in item.rows)
    return [item_of(largest.index, rows), *(item for item in masthead if item not in name)]


def _across(items: list[Item], barriers: Barriers, page: Box, body: float, settings: OldMastheadSettings) -> list[Item]:
    """What stands over a rule from side to side, with the great name among it."""
    for rule in sorted(barriers.upright, key=lambda box: box.left):
        if rule.height < settings.rule * page.height or rule.center_x > page.left + settings.head * page.width:
            continue
        over = [item for item in items if item.box.right <= rule.right and item.box.overlap_y(rule) > 0]
        if any(len(item.rows) > settings.rows for item in over):
            return []
        if any(item.size >= settings.name * body and has_han(item.text) for item in over):
            return over
    return []


def _down(items: list[Item], barriers: Barriers, page: Box, body: float, settings: OldMastheadSettings) -> list[Item]:
    """The great name in the upper right corner with what stands beside it."""
    names = [
        item
        for item in items
        if item.size >= settings.name * body
        and len(item.rows) == 1
        and has_han(item.text)
        and len(item.text.strip()) <= settings.longest
        and item.box.top <= page.top + settings.corner * page.height
        and item.box.left <= page.left + settings.corner * page.width
    ]
    if not names:
        return []
    name = max(names, key=lambda item: (item.size, -item.box.top))
    closing = min(
        (
            rule.center_y
            for rule in barriers.level
            if name.box.bottom <= rule.center_y <= name.box.bottom + settings.corner * page.height
            and rule.overlap_x(name.box) >= settings.closed * name.box.width
        ),
        default=0.0,
    )
    reach = closing if closing else name.box.bottom + settings.beside * body
    strip = Box(page.left, page.top, max(name.box.right, name.box.left + 1), round(reach))
    small = [
        item
        for item in items
        if item is not name
        and len(item.rows) <= settings.rows
        and item.size <= settings.smaller * name.size
        and strip.overlap_area(item.box) >= 0.5 * item.box.area
        and item.box.bottom <= reach
    ]
    # without the word for a newspaper in it, only the rule and the lines beside it make a great word its name
    return [name, *small] if ends_as_newspaper(name.text.strip()) or (closing and small) else []
