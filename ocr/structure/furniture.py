"""What stands around the articles: masthead, folio, staff line, footer."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from ocr.geometry import Box, hull
from ocr.hanzi import (
    ends_as_newspaper,
    has_han,
    is_folio,
    is_kana,
    is_staff,
    parse_cn_number,
    parse_issue_number,
    parse_page_count,
)
from ocr.model import Role
from ocr.structure.barriers import Barriers
from ocr.structure.items import Item
from ocr.structure.old_masthead import OldMastheadSettings, find_old_masthead, join_name
from ocr.structure.ordering import reading_order

__all__ = ["Furniture", "FurnitureSettings", "find_furniture"]


@dataclass(frozen=True, slots=True)
class FurnitureSettings:
    """Where furniture stands; shares of the page unless said.

    Attributes:
        head: the rule under a folio or masthead lies in this part of the page.
        rule: the share of the width such a rule runs along.
        name: the newspaper's name is at least this large, in body characters.
        edge: a staff line or footer lies this near the page's top or bottom.
        masthead: without a rule, the masthead lies in this part of the page.
        doubt: ink that was read with less confidence is an ornament or a piece of a drawing.
        foreign_doubt, tiny: for a line under this size, in body characters, for no type is so small;
        few: so few characters that stand alone are held to more, for dust and strokes of drawings are read as such:
        few_doubt: for Hanzi;
        display_doubt, display: for Hanzi of type from this size on, in body characters: drawn emblems are read worse;
        lone: one character of this size, in body characters, is a piece of a picture and never believed;
        dust: nothing is printed in type under this size, in body characters: it is the edge of a rule;
        foreign_doubt: for letters and figures.
        text_rows: above the rule no block of text has more lines.
        old: the masthead of a vertical page.
    """

    head: float = 0.22
    folio: float = 0.09
    rule: float = 0.55
    name: float = 3.2
    edge: float = 0.05
    masthead: float = 0.2
    text_rows: int = 7
    doubt: float = 0.4
    few: int = 6
    few_doubt: float = 0.85
    display_doubt: float = 0.75
    display: float = 1.8
    lone: float = 5.0
    dust: float = 0.2
    foreign_doubt: float = 0.97
    tiny: float = 0.6
    old: OldMastheadSettings = field(default_factory=OldMastheadSettings)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The furniture of a page: the masthead in reading order, and the rest with its roles."""

    masthead: tuple[Item, ...]
    others: tuple[tuple[Item, Role], ...]


KANA = 0.5
"""Ink of which so many letters were read as kana is no text."""
FOLIO_ROWS = 2
"""A piece of a folio has no more lines: date and weekday may stand over each other."""
STOPS, NAME_LENGTH = re.compile("[。，]"), 8
"""What no folio has in it; a name with its noise is no longer."""
LEVEL = 0.5
"""Pieces stand on one level when they share this part of the lower one's height."""
PUBLISHER = re.compile(r"机关报|统一刊号|邮发代号|日报社出版|报社出版|出版日期|主管主办|農曆|农历")
"""Words that stand in mastheads and nowhere else at the head of a page."""


def is_masthead_line(text: str) -> bool:
    """Whether `text` is one of the lines beside a newspaper's name: publisher, CN number, issue number, page count."""
    return bool(PUBLISHER.search(text) or parse_cn_number(text) or parse_issue_number(text) or parse_page_count(text))


def find_furniture(
    items: list[Item], barriers: Barriers, page: Box, body: float, settings: FurnitureSettings
) -> tuple[Furniture, list[Item]]:
    """The furniture among `items`, and the items that are none; `page` is the page in the canonical frame."""
    line = _head_line(items, barriers, page, settings)
    top = [item for item in items if item.box.bottom <= line]
    marks = [item for item in top if any(is_masthead_line(row.text) for row in item.rows)]
    masthead: list[Item] = []
    folio: list[Item] = []
    unread = {item for item in items if not _is_read(item, body, settings)}
    if len(marks) >= 1 and any(item.size >= settings.name * body for item in top):
        masthead = _legible(top, unread, body)
    elif top:
        folio = top
    elif barriers.turned and (old := find_old_masthead(items, barriers, page, body, settings.old)):
        masthead = _legible(old, unread, body)
    else:
        masthead = _free_masthead(items, page, body, settings)
        folio = [] if masthead else _free_folio([i for i in items if i not in unread], page, settings)
    folio = [*folio, *_foot(items, barriers, page, body, settings)]
    others = [(item, Role.STAFF if is_staff(item.text) else Role.FOLIO) for item in folio if item not in masthead]
    taken = set(masthead) | {item for item, _ in others}
    for item in items:
        if item in unread and item not in taken:
            others.append((item, Role.ORNAMENT))
        if item in taken or item in unread or len(item.rows) > 2:
            continue
        at_edge = (
            item.box.top > page.bottom - settings.edge * page.height or item.box.bottom < settings.edge * page.height
        )
        if is_staff(item.text) and item.size < 1.3 * body:
            others.append((item, Role.STAFF))
        elif at_edge and is_folio(item.text) and item.box.bottom < settings.edge * page.height:
            others.append((item, Role.FOLIO))
    taken |= {item for item, _ in others}
    rest = [item for item in items if item not in taken]
    if barriers.turned:
        masthead = join_name(masthead, body, settings.old)
    return Furniture(tuple(_name_first(masthead, tiers=barriers.turned)), tuple(others)), rest


def _legible(masthead: list[Item], unread: set[Item], body: float) -> list[Item]:
    """`masthead` without dust and dots; a name drawn with the brush is read in doubt and stays."""
    return [item for item in masthead if item not in unread or (has_han(item.text) and item.size >= body)]


def _is_read(item: Item, body: float, settings: FurnitureSettings) -> bool:
    """Whether the ink of `item` is text: letters were read in it, with some confidence.

    A reader that knows kana sees them in dust and edges; Chinese papers print none.
    """
    glyphs = [glyph for row in item.rows for glyph in row.line.reading.glyphs if glyph.text.isalnum()]
    if not glyphs or sum(is_kana(glyph.text) for glyph in glyphs) >= KANA * len(glyphs):
        return False
    count = len(glyphs)
    return sum(glyph.confidence for glyph in glyphs) >= count * _doubt(item, count, body, settings)


def _doubt(item: Item, count: int, body: float, settings: FurnitureSettings) -> float:
    """The confidence that `count` characters of `item` must reach to be text."""
    if item.size < settings.dust * body:
        return math.inf
    if len(item.rows) == 1 and item.size < settings.tiny * body:
        return settings.foreign_doubt
    if count > settings.few or len(item.rows) > 1:
        return settings.doubt
    if count == 1 and item.size >= settings.lone * body:
        return math.inf
    if not has_han(item.text):
        return settings.foreign_doubt
    return settings.display_doubt if item.size >= settings.display * body else settings.few_doubt


def _head_line(items: list[Item], barriers: Barriers, page: Box, settings: FurnitureSettings) -> float:
    """The height of the rule under the page's head; 0 when there is none.

    The first rule with a masthead's lines or a folio over it; a lower one as long as there are more such lines between.
    """
    line = 0
    for rule in sorted(barriers.level, key=lambda r: r.top):
        if rule.width < settings.rule * page.width or rule.center_y > settings.head * page.height:
            continue
        above = [item for item in items if line < item.box.bottom <= rule.bottom]
        if not above or any(len(item.rows) > settings.text_rows for item in above):
            continue
        marked = any(is_masthead_line(row.text) for item in above for row in item.rows)
        if marked or (not line and rule.center_y <= settings.folio * page.height):
            line = rule.bottom
    return line


def _free_masthead(items: list[Item], page: Box, body: float, settings: FurnitureSettings) -> list[Item]:
    """A masthead that no rule closes: the lines with its marks and the great name beside or above them."""
    limit = settings.masthead * page.height
    marks = [
        item
        for item in items
        if item.box.bottom < limit
        and len(item.rows) <= settings.text_rows
        and any(is_masthead_line(r.text) for r in item.rows)
    ]
    if len(marks) < 2:
        return []
    zone = hull(item.box for item in marks).grow(round(2 * body))
    names = [
        item
        for item in items
        if item.size >= settings.name * body
        and item.box.bottom < limit
        and item.box.overlap_y(zone)
        and item not in marks
        and len(item.text.strip()) <= 8
    ]
    if not names:
        return []
    zone = hull(item.box for item in [*marks, *names])
    return [
        item
        for item in items
        if zone.contains_point(item.box.center_x, item.box.center_y) and len(item.rows) <= settings.text_rows
    ]


def _free_folio(items: list[Item], page: Box, settings: FurnitureSettings) -> list[Item]:
    """A folio that no rule closes: the page's first levels, down to the last that says what a folio says."""
    limit = page.top + settings.folio * page.height
    levels: list[list[Item]] = []
    for item in sorted(items, key=lambda i: (i.box.top, -i.box.height, i.box.left)):
        if item.box.bottom > limit or len(item.rows) > FOLIO_ROWS or item.stands:
            continue
        first = levels[-1][0].box if levels else item.box
        if not levels or item.box.overlap_y(first) < LEVEL * min(item.box.height, first.height):
            levels.append([])
        levels[-1].append(item)
    says = [is_folio(_told(level)) for level in levels]
    last = max((n for n, folio in enumerate(says, 1) if folio), default=0)
    return [item for level in levels[:last] for item in level]


def _told(level: list[Item]) -> str:
    """What the pieces on one level say, from left to right; a brush-drawn name may be read with stops in it."""
    texts = [item.text.strip() for item in sorted(level, key=lambda i: i.box.left)]
    return "  ".join(text for text in texts if len(text) > NAME_LENGTH or not STOPS.search(text))


def _foot(items: list[Item], barriers: Barriers, page: Box, body: float, settings: FurnitureSettings) -> list[Item]:
    """The lines under the rule that closes the page; none where anything but single small lines stands there."""
    limit = page.bottom - settings.folio * page.height
    for rule in sorted(barriers.level, key=lambda r: -r.top):
        level = [r for r in barriers.level if abs(r.center_y - rule.center_y) <= body / 2]
        if rule.center_y < limit or sum(r.width for r in level) < settings.rule * page.width:
            continue
        under = [item for item in items if item.box.top >= rule.top and item.text.strip()]
        if under and all(len(i.rows) == 1 and not i.stands and i.size < settings.display * body for i in under):
            return under
    return []


def _name_first(masthead: list[Item], *, tiers: bool) -> list[Item]:
    """The masthead with the newspaper's name in front, the rest in reading order."""
    if not masthead:
        return []
    name = max(
        masthead,
        key=lambda item: (item.size * (2 if _is_named(item) else 1), -item.box.top),
    )
    rest = [item for item in masthead if item is not name]
    return [name, *(rest[i] for i in reading_order([item.box for item in rest], tiers=tiers))]


def _is_named(item: Item) -> bool:
    text = item.text.strip()
    return ends_as_newspaper(text) or text.endswith("报》")
