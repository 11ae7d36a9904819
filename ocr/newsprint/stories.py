"""One story in its place on the page: head, photos with captions, nested boxes, body, jump line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ocr.geometry import Box
from ocr.model import ArticleKind, Role, RuleStyle
from ocr.newsprint.faces import Face
from ocr.newsprint.heads import Head, set_lying_head, set_standing_head
from ocr.newsprint.news import Newsroom
from ocr.newsprint.pictures import halftone, landscape
from ocr.newsprint.pouring import BodyStyle, Copy, pour, subhead_type
from ocr.newsprint.press import Piece, Press, Story, Type
from ocr.newsprint.setting import break_lines

__all__ = ["Plot", "photo", "set_story"]

SCREEN_PITCH_EMS = 0.14
"""Newspaper screens run about 85 lines an inch, a seventh of a body character."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A story's ground: a rectangle, its columns below the head, and what stands out at the foot.

    Attributes:
        legs: more columns outside `box`, read after those inside: what makes it L- or stair-shaped.
    """

    box: Box
    columns: int
    gutter: int
    legs: tuple[Box, ...] = ()


def _columns(box: Box, count: int, gutter: int) -> list[Box]:
    width = (box.width - gutter * (count - 1)) / count
    lefts = [round(box.left + n * (width + gutter)) for n in range(count)]
    return [Box(left, box.top, round(left + width), box.bottom) for left in lefts]


def _caption(press: Press, story: Story, room: Newsroom, box: Box, em: int, *, credit: bool) -> int:
    """Sets caption and credit at the top of `box`; the row below them."""
    kind = Type(Face.KAI, round(em * 0.95))
    y, column, piece = box.top, press.new_column(), Piece(Role.CAPTION)
    for words, spacing in break_lines(room.say("caption"), box.width, lambda c: press.advance(c, kind), kind.size):
        piece.lines.append(press.line(words, box.left, y, kind, offsets=spacing.offsets, column=column))
        y += round(kind.size * 1.35)
    story.pieces.append(piece)
    if credit:
        column, piece = press.new_column(), Piece(Role.CREDIT)
        for words, _ in break_lines(room.say("credit"), box.width, lambda c: press.advance(c, kind), kind.size):
            x = max(float(box.left), box.right - press.measure(words, kind))
            piece.lines.append(press.line(words, x, y, kind, column=column))
            y += round(kind.size * 1.35)
        story.pieces.append(piece)
    return y


def photo(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> Box:
    """A photograph in the upper part of `box` and its caption below or beside; the box both take."""
    chance = room.chance
    rng = np.random.default_rng(chance.randrange(2**32))
    beside = box.width > 26 * em and chance.random() < 0.3
    image = (
        Box(box.left, box.top, box.right - 9 * em, box.bottom)
        if beside
        else Box(box.left, box.top, box.right, max(box.top + 4 * em, box.bottom - 4 * em))
    )
    scene = landscape(rng, image.height, image.width)
    pitch = SCREEN_PITCH_EMS * em if chance.random() < 0.5 else 0.0
    story.pictures.append(press.picture(image, halftone(scene, pitch)))
    words = Box(image.right + em, box.top, box.right, box.bottom) if beside else Box(*_under(image, em))
    foot = _caption(press, story, room, words, em, credit=True)
    return Box(box.left, box.top, box.right, max(image.bottom, foot))


def _under(image: Box, em: int) -> tuple[int, int, int, int]:
    return image.left, image.bottom + em // 2, image.right, image.bottom + 5 * em


def _copy(room: Newsroom, subheads: bool) -> Iterator[Copy]:
    for count, text in enumerate(room.paragraphs()):
        if subheads and count and count % 3 == 0:
            yield Copy(Role.SUBHEAD, room.say("subhead"))
        yield Copy(Role.BODY, text)


def _write_head(room: Newsroom, *, short: bool) -> Head:
    chance = room.chance
    return Head(
        room.say("short_headline" if short else "headline"),
        room.say("kicker") if chance.random() < 0.3 else "",
        room.say("deck") if chance.random() < 0.35 else "",
        room.say("byline") if chance.random() < 0.45 else "",
    )


def set_story(press: Press, room: Newsroom, plot: Plot, em: int, *, boxed: bool = False, jump: str = "") -> Story:
    """Sets one story into `plot`; what its ground holds follows from the chance of `room`."""
    chance, story = room.chance, press.story()
    box, count = plot.box, plot.columns
    if boxed:
        style = chance.choice((RuleStyle.THIN, RuleStyle.THIN, RuleStyle.DOUBLE, RuleStyle.THICK, RuleStyle.DOTTED))
        press.tint(box, chance.choice((255, 255, 228, 215)))
        press.frame(box, max(1, em // 12) if style is not RuleStyle.DOUBLE else max(3, em // 5), style)
        box = Box(box.left + em, box.top + em, box.right - em, box.bottom - em)
    leading = chance.uniform(1.25, 1.5)
    face = Face.SONG if chance.random() < 0.85 else chance.choice((Face.KAI, Face.FANGSONG))
    body = Type(face, em)
    style_of_body = BodyStyle(body, leading, subhead_type(body), chance.random() < 0.5)
    standing = not plot.legs and count >= 2 and box.height > 26 * em and chance.random() < 0.3
    head = _write_head(room, short=standing or box.width < 18 * em)
    obstacles: list[Box] = []
    if standing:
        _, rest = set_standing_head(press, story, head, box, em, chance, right=chance.random() < 0.6)
        box, count = rest, max(1, round(count * rest.width / max(1, box.width)))
        if head.byline:
            words = Piece(Role.BYLINE, [press.line(head.byline, box.left, box.top, Type(Face.KAI, em))])
            story.pieces.append(words)
            box = Box(box.left, box.top + round(2 * em), box.right, box.bottom)
    else:
        if chance.random() < 0.15 and box.width > 20 * em:
            box = _banner(press, story, room, box, em)
        largest = 5.5 if box.width > 45 * em else 4.0
        top = set_lying_head(press, story, head, box, em, chance, largest)
        box = Box(box.left, min(top, box.bottom), box.right, box.bottom)
    if count >= 2 and box.height > 22 * em and chance.random() < 0.45:
        obstacles.append(_place_photo(press, story, room, box, count, plot.gutter, em))
    columns = [*_columns(box, count, plot.gutter), *plot.legs]
    if jump:
        last = columns[-1]
        columns[-1] = Box(last.left, last.top, last.right, max(last.top, last.bottom - 2 * em))
    long = sum(column.area for column in columns) > 900 * em * em
    pour(press, story, columns, obstacles, _copy(room, long and chance.random() < 0.7), style_of_body)
    if jump:
        kind = Type(chance.choice((Face.SONG, Face.HEI_BOLD)), em)
        last = columns[-1]
        story.pieces.append(
            Piece(Role.JUMP, [press.line(jump, last.right - press.measure(jump, kind), last.bottom + 0.6 * em, kind)])
        )
    return story


def _banner(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> Box:
    """A column title, white on a dark or black on a grey panel; what is left of `box`."""
    chance, words = room.chance, room.say("column_title")
    dark = chance.random() < 0.7
    kind = Type(Face.HEI_BOLD, round(1.5 * em), dark)
    width = round(press.measure(words, kind, em * 0.2) + 2 * em)
    panel = Box(box.left, box.top, min(box.right, box.left + width), box.top + round(2.4 * em))
    press.tint(panel, chance.choice((25, 60, 90)) if dark else 205)
    line = press.line(words, panel.left + em, panel.top + 0.45 * em, kind, spacing=em * 0.2)
    story.pieces.append(Piece(Role.COLUMN_TITLE, [line]))
    return Box(box.left, panel.bottom + em // 2, box.right, box.bottom)


def _place_photo(press: Press, story: Story, room: Newsroom, box: Box, count: int, gutter: int, em: int) -> Box:
    """A photograph over whole columns, or cutting into them; with a margin round it."""
    chance = room.chance
    columns = _columns(box, count, gutter)
    span = chance.randint(1, count - 1) if count > 2 else 1
    first = chance.randint(0, count - span)
    left, right = columns[first].left, columns[first + span - 1].right
    if chance.random() < 0.35 and columns[0].width > 13 * em:
        shift = round(columns[0].width * 0.4)
        left, right = (left + shift, right) if first + span == count else (left, right + shift)
    height = round(min(box.height * 0.55, max(12 * em, (right - left) * chance.uniform(0.55, 0.8))))
    top = chance.choice((box.top, box.top + (box.height - height) // 2, box.bottom - height))
    taken = photo(press, story, room, Box(left, top, right, top + height), em)
    return Box(taken.left - em, taken.top - em // 2, taken.right + em, taken.bottom + em // 2)


def photo_story(press: Press, room: Newsroom, box: Box, em: int) -> Story:
    """Photographs with a title and captions of their own, several when there is room."""
    story = press.story(ArticleKind.PHOTO)
    top = box.top
    if room.chance.random() < 0.6:
        top = set_lying_head(press, story, Head(room.say("short_headline")), box, em, room.chance, 2.4)
    count = 2 if box.width > 40 * em else 1
    for column in _columns(Box(box.left, top, box.right, box.bottom), count, em):
        photo(press, story, room, column, em)
    return story


def legs_under(columns: Sequence[Box], tops: Sequence[int]) -> tuple[Box, ...]:
    """The lower parts of `columns`, each from its own row of `tops` on."""
    return tuple(Box(c.left, top, c.right, c.bottom) for c, top in zip(columns, tops, strict=True))
