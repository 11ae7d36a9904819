"""Pages: bands of plots down the sheet, each band with columns of its own, filled with stories."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from ocr.geometry import Box
from ocr.model import RuleStyle
from ocr.newsprint.faces import TypeCase
from ocr.newsprint.furniture import advertisement, folio, issue_date, masthead, staff_line, table, teasers
from ocr.newsprint.news import Newsroom
from ocr.newsprint.panels import figures, slogans, weather
from ocr.newsprint.photographs import photo_story
from ocr.newsprint.press import Press
from ocr.newsprint.stories import Plot, set_story

__all__ = ["PageSpec", "print_page"]

MILLIMETRES_AN_INCH = 25.4
POINTS_AN_INCH = 72
MASTHEAD_EMS = 13
"""Five lines of date and numbers with air between them; about an eighth of a broadsheet."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page's format.

    Attributes:
        width, height: in millimetres; a full broadsheet by default.
        dpi: of the page image.
        body: the body type in points.
        number: of the page in its issue; 1 has a masthead, others a folio.
    """

    width: float = 390.0
    height: float = 545.0
    dpi: int = 300
    body: float = 9.5
    number: int = 1

    @property
    def em(self) -> int:
        """The body size in pixels."""
        return max(8, round(self.body * self.dpi / POINTS_AN_INCH))

    def pixels(self, millimetres: float) -> int:
        return round(millimetres * self.dpi / MILLIMETRES_AN_INCH)


def _split(chance: random.Random, total: int, least: int) -> list[int]:
    """`total` columns dealt out in groups of `least` or more."""
    groups: list[int] = []
    while total >= 2 * least and (not groups or chance.random() < 0.85):
        take = chance.randint(least, max(least, min(total - least, least + 2)))
        groups.append(take)
        total -= take
    groups.append(total)
    chance.shuffle(groups)
    return groups


def print_page(spec: PageSpec, case: TypeCase, room: Newsroom, issue: tuple[str, date] | None = None) -> Press:
    """One printed page; `issue` is the paper's name and day, drawn when not given."""
    chance, em = room.chance, spec.em
    press = Press(spec.pixels(spec.width), spec.pixels(spec.height), case)
    margin = spec.pixels(min(18.0, spec.width * 0.046))
    paper, day = issue or (room.say("paper"), issue_date(chance))
    area = Box(margin, margin, press.width - margin, press.height - margin)
    top = area.top + (MASTHEAD_EMS * em if spec.number == 1 else 3 * em)
    if spec.number == 1:
        masthead(press, room, paper, day, Box(area.left, area.top, area.right, top), em)
    else:
        folio(press, room, paper, day, spec.number, Box(area.left, area.top, area.right, top - em // 2), em)
    foot = area.bottom - round(2 * em)
    bands = 3 if area.height > 110 * em else 2 if area.height > 60 * em else 1
    weights = [chance.uniform(0.8, 1.25) for _ in range(bands)]
    y, space = top + em, foot - top - em
    for index, weight in enumerate(weights):
        height = round(space * weight / sum(weights))
        bottom = foot - em if index == bands - 1 else y + height - 2 * em
        _band(press, room, Box(area.left, y, area.right, bottom), em, lead=index == 0, last=index == bands - 1)
        if index < bands - 1 and chance.random() < 0.8:
            style = chance.choice((RuleStyle.THIN, RuleStyle.DOUBLE, RuleStyle.DOTTED, RuleStyle.WAVY, RuleStyle.THICK))
            thick = max(3, em // 6) if style in (RuleStyle.DOUBLE, RuleStyle.WAVY) else max(1, em // 12)
            at = bottom + em
            press.rule(Box(area.left, at, area.right, at + thick), style)
        y = bottom + 2 * em
    staff_line(press, room, Box(area.left, foot, area.right, area.bottom), em)
    return press


def _band(press: Press, room: Newsroom, box: Box, em: int, *, lead: bool, last: bool) -> None:
    chance = room.chance
    gutter = round(em * chance.uniform(0.9, 1.9))
    count = max(2, round((box.width + gutter) / (chance.uniform(12.5, 19) * em + gutter)))
    pitch = (box.width + gutter) / count
    groups = _split(chance, count, 2 if count >= 4 else 1)
    if lead:
        groups.sort(reverse=True)
    first = 0
    for index, columns in enumerate(groups):
        left, right = round(box.left + first * pitch), round(box.left + (first + columns) * pitch) - gutter
        slot = Box(left, box.top, right, box.bottom)
        if index and chance.random() < 0.65:
            at, thin = left - gutter // 2, max(1, em // 14)
            press.rule(Box(at, box.top, at + thin, box.bottom), RuleStyle.THIN)
        own = columns
        if chance.random() < 0.35:  # a slot may have columns of its own width
            own = max(1, round((slot.width + gutter) / (chance.uniform(11.5, 17) * em + gutter)))
        _fill(press, room, slot, own, gutter, em, last=last and index == len(groups) - 1)
        first += columns


def _fill(press: Press, room: Newsroom, slot: Box, columns: int, gutter: int, em: int, *, last: bool) -> None:
    """One slot: a story, a story with another in its corner, two stacked, or something that is no story."""
    chance, draw = room.chance, room.chance.random()
    jump = chance.random() < 0.2
    if slot.height > 46 * em and draw < 0.3:
        cut = slot.top + round(slot.height * chance.uniform(0.42, 0.58))
        _fill(press, room, Box(slot.left, slot.top, slot.right, cut - em), columns, gutter, em, last=False)
        if chance.random() < 0.7:
            press.rule(Box(slot.left, cut - em // 4, slot.right, cut - em // 4 + max(1, em // 14)))
        _fill(press, room, Box(slot.left, cut + em, slot.right, slot.bottom), columns, gutter, em, last=last)
    elif columns >= 3 and slot.height > 40 * em and draw < 0.75:
        _corner(press, room, slot, columns, gutter, em, jump=jump)
    elif last and draw < 0.6 and slot.height < 60 * em:
        chance.choice((advertisement, table, teasers, figures, weather))(press, room, slot, em)
    elif draw > 0.93:
        photo_story(press, room, slot, em)
    else:
        set_story(press, room, Plot(slot, columns, gutter), em, boxed=chance.random() < 0.25, jump=jump)


def _corner(press: Press, room: Newsroom, slot: Box, columns: int, gutter: int, em: int, *, jump: bool) -> None:
    """An L- or stair-shaped story round smaller pieces in its upper right corner."""
    chance = room.chance
    pitch = (slot.width + gutter) / columns
    aside = 1 if columns == 3 else chance.randint(1, 2)
    lefts = [round(slot.left + n * pitch) for n in range(columns)]
    split = lefts[columns - aside]
    width = round(pitch) - gutter
    stairs = aside == 2 and chance.random() < 0.4 and width > 11 * em
    depth = round(slot.height * chance.uniform(0.4, 0.6))
    depths = [depth, round(depth * 0.72)] if stairs else [depth] * aside
    legs = tuple(
        Box(left, slot.top + depths[n] + 2 * em, left + width, slot.bottom)
        for n, left in enumerate(lefts[columns - aside :])
    )
    main = Plot(Box(slot.left, slot.top, split - gutter, slot.bottom), columns - aside, gutter, legs)
    set_story(press, room, main, em, jump=jump)
    pieces = [(left, left + width, depths[n]) for n, left in enumerate(lefts[columns - aside :])]
    if not stairs:
        pieces = [(split, slot.right, depth)]
    for left, right, deep in pieces:
        box = Box(left, slot.top, right, slot.top + deep)
        span = max(1, round((right - left + gutter) / pitch))
        draw = chance.random()
        if draw < 0.25:
            chance.choice((teasers, figures, slogans, weather))(press, room, box, em)
        elif draw < 0.4:
            photo_story(press, room, box, em)
        else:
            set_story(press, room, Plot(box, span, gutter), em, boxed=draw < 0.75)
            if draw >= 0.75:
                at, thin = box.bottom + em, max(1, em // 14)
                press.rule(Box(left, at - em // 4, right, at - em // 4 + thin))
                press.rule(Box(left - gutter // 2, box.top, left - gutter // 2 + thin, at))
