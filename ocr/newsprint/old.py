"""Old pages: vertical lines from right to left, traditional characters, tiers across the sheet."""

from __future__ import annotations

from datetime import date

from ocr.geometry import Box
from ocr.model import ArticleKind, Role, RuleStyle
from ocr.newsprint.faces import Face, TypeCase
from ocr.newsprint.front import PageSpec
from ocr.newsprint.furniture import issue_date
from ocr.newsprint.news import Newsroom
from ocr.newsprint.press import Piece, Press, Story, Type
from ocr.newsprint.setting import take_line

__all__ = ["print_old_page"]

TIER_EMS = 24
"""The height of a tier; dailies before 1956 ran eight to sixteen short tiers a page."""


def print_old_page(spec: PageSpec, case: TypeCase, room: Newsroom, issue: tuple[str, date] | None = None) -> Press:
    """One page printed in the old manner; the name stands in the upper right corner."""
    em, chance = spec.em, room.chance
    press = Press(spec.pixels(spec.width), spec.pixels(spec.height), case)
    margin = spec.pixels(min(14.0, spec.width * 0.05))
    paper, day = issue or ("瀾溪日報", issue_date(chance))
    area = Box(margin, margin, press.width - margin, press.height - margin)
    tiers = max(1, area.height // (TIER_EMS * em))
    pitch = area.height / tiers
    for tier in range(tiers):
        box = Box(area.left, round(area.top + tier * pitch), area.right, round(area.top + (tier + 1) * pitch) - em)
        if tier:
            press.rule(Box(box.left, box.top - em // 2, box.right, box.top - em // 2 + max(1, em // 12)))
        if tier == 0:
            box = Box(box.left, box.top, _name(press, paper, day, box, em), box.bottom)
        _tier(press, room, box, em)
    return press


def _name(press: Press, paper: str, day: date, box: Box, em: int) -> int:
    """The masthead down the right side; the column where the news begins."""
    story = press.story(ArticleKind.MASTHEAD)
    size = round(min(box.height / len(paper) / 1.15, 6 * em))
    x = box.right - round(size * 1.2)
    name = press.line(paper, x, box.top, Type(Face.SONG_BLACK, size), spacing=size * 0.1, vertical=True)
    story.pieces.append(Piece(Role.MASTHEAD, [name]))
    words = f"中華民國{'十二三'[day.day % 3]}年{'二三四五六七'[day.month % 6]}月{'三四五六七八九'[day.day % 7]}日"
    x -= round(2 * em)
    story.pieces.append(Piece(Role.MASTHEAD, [press.line(words, x, box.top, Type(Face.SONG, em), vertical=True)]))
    press.rule(Box(x - em, box.top, x - em + max(2, em // 6), box.bottom), RuleStyle.DOUBLE)
    return x - round(1.5 * em)


def _tier(press: Press, room: Newsroom, box: Box, em: int) -> None:
    """Stories side by side in one tier, from right to left."""
    chance, step = room.chance, round(1.35 * em)
    x = box.right
    while x - box.left > 8 * em:
        story = press.story()
        size = round(em * chance.uniform(1.5, 2.4))
        words, kind = room.say("classical_headline"), Type(chance.choice((Face.SONG_BLACK, Face.SONG_BOLD)), size)
        spacing = min(size * 0.5, max(0.0, (box.height - len(words) * size) / len(words)))
        x -= round(size * 1.2)
        line = press.line(words, x, box.top + em // 2, kind, spacing=spacing, vertical=True)
        story.pieces.append(Piece(Role.HEADLINE, [line]))
        x -= em // 2
        x = _body(press, room, story, Box(box.left, box.top, x, box.bottom), em, step, chance.randint(1, 3))
        if x - box.left > 8 * em and chance.random() < 0.7:
            thin = max(1, em // 12)
            press.rule(Box(x - em // 2, box.top, x - em // 2 + thin, box.bottom))
        x -= em


def _body(press: Press, room: Newsroom, story: Story, box: Box, em: int, step: int, count: int) -> int:
    x, column, kind = box.right, press.new_column(), Type(Face.SONG, em)
    for _, text in zip(range(count), room.classical(), strict=False):
        piece, at, words = Piece(Role.BODY), 0, "　" + text
        while at < len(words) and x - step >= box.left:
            x -= step
            spacing = take_line(words, at, box.height, lambda _: float(em), em)
            blank = 1 if at == 0 else 0
            offsets = spacing.offsets[blank:]
            printed = press.line(
                words[at + blank : spacing.end], x, box.top, kind, offsets=offsets, vertical=True, column=column
            )
            piece.lines.append(printed)
            at = spacing.end
        if piece.lines:
            story.pieces.append(piece)
    return x
