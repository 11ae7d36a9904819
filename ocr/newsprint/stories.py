"""One story in its place on the page: head, summary, photographs, body, jump line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ocr.geometry import Box
from ocr.model import Role, RuleStyle
from ocr.newsprint.banners import column_title
from ocr.newsprint.faces import Face
from ocr.newsprint.heads import Head, set_lying_head, set_standing_head
from ocr.newsprint.news import Newsroom
from ocr.newsprint.photographs import columns_of, place_photo
from ocr.newsprint.pictures import swoosh
from ocr.newsprint.pouring import BodyStyle, Copy, pour, subhead_type
from ocr.newsprint.press import Piece, Press, Story, Type
from ocr.newsprint.setting import break_lines

__all__ = ["Plot", "set_story"]

LONG = 900
"""Square ems of body, two thirds as many characters, from which a story is given subheads."""


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


def _copy(room: Newsroom, subheads: bool, byline: str = "") -> Iterator[Copy]:
    if byline:
        yield Copy(Role.BYLINE, byline)
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
        box = _enclose(press, room, box, em)
    face = Face.SONG if chance.random() < 0.85 else chance.choice((Face.KAI, Face.FANGSONG))
    body = Type(face, em)
    style = BodyStyle(body, chance.uniform(1.25, 1.5), subhead_type(body), chance.random() < 0.5)
    standing = not plot.legs and count >= 2 and box.height > 26 * em and chance.random() < 0.3
    head, byline = _write_head(room, short=standing or box.width < 18 * em), ""
    if head.byline and chance.random() < 0.3:  # it opens the first column instead
        head, byline = replace(head, byline=""), head.byline
    if standing:
        rest = _open_beside(press, story, room, head, box, em)
        box, count = rest, max(1, round(count * rest.width / max(1, box.width)))
    else:
        box = _open_above(press, story, room, head, box, em, on_paper=not boxed)
    obstacles: list[Box] = []
    if count >= 2 and box.height > 22 * em and chance.random() < 0.45:
        obstacles = place_photo(press, story, room, box, count, plot.gutter, em)
    columns = [*columns_of(box, count, plot.gutter), *plot.legs]
    if jump:
        last = columns[-1]
        columns[-1] = Box(last.left, last.top, last.right, max(last.top, last.bottom - 2 * em))
    long = sum(column.area for column in columns) > LONG * em * em
    pour(press, story, columns, obstacles, _copy(room, long and chance.random() < 0.7, byline), style)
    if jump:
        kind, last = Type(chance.choice((Face.SONG, Face.HEI_BOLD)), em), columns[-1]
        line = press.line(jump, last.right - press.measure(jump, kind), last.bottom + 0.6 * em, kind)
        story.pieces.append(Piece(Role.JUMP, [line]))
    return story


def _enclose(press: Press, room: Newsroom, box: Box, em: int) -> Box:
    """Frames `box`, on white or tinted ground; the room inside."""
    chance = room.chance
    style = chance.choice((RuleStyle.THIN, RuleStyle.THIN, RuleStyle.DOUBLE, RuleStyle.THICK, RuleStyle.DOTTED))
    press.tint(box, chance.choice((255, 255, 228, 215)))
    press.frame(box, max(1, em // 12) if style is not RuleStyle.DOUBLE else max(3, em // 5), style)
    return box.grow(-em)


def _open_beside(press: Press, story: Story, room: Newsroom, head: Head, box: Box, em: int) -> Box:
    """Stands the head at one side of `box`; what is left, the byline over it."""
    chance = room.chance
    _, rest = set_standing_head(press, story, head, box, em, chance, right=chance.random() < 0.6)
    if not head.byline:
        return rest
    story.pieces.append(Piece(Role.BYLINE, [press.line(head.byline, rest.left, rest.top, Type(Face.KAI, em))]))
    return Box(rest.left, rest.top + 2 * em, rest.right, rest.bottom)


def _open_above(press: Press, story: Story, room: Newsroom, head: Head, box: Box, em: int, *, on_paper: bool) -> Box:
    """Lays the head over `box`, with a column title, a pale ground or a summary now and then; what is left."""
    chance = room.chance
    if chance.random() < 0.2 and box.width > 20 * em:
        box = column_title(press, story, room, box, em)
    if on_paper and box.width > 45 * em and chance.random() < 0.15:
        ground = Box(box.left, box.top, box.right, min(box.bottom, box.top + 11 * em))
        press.ground(ground, swoosh(np.random.default_rng(chance.randrange(2**32)), ground.height, ground.width))
    largest = 5.5 if box.width > 45 * em else 4.0
    top = set_lying_head(press, story, head, box, em, chance, largest)
    box = Box(box.left, min(top, box.bottom), box.right, box.bottom)
    if box.width > 26 * em and box.height > 30 * em and chance.random() < 0.15:
        box = _summary(press, story, room, box, em)
    return box


def _summary(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> Box:
    """An abstract in a panel under the head; what is left of `box`."""
    kind, chance = Type(Face.KAI, round(1.1 * em)), room.chance
    inner = Box(box.left + em, box.top + em, box.right - em, box.bottom)
    lines = break_lines(room.say("summary"), inner.width, lambda char: press.advance(char, kind), kind.size)
    step = round(1.5 * kind.size)
    panel = Box(box.left, box.top, box.right, inner.top + len(lines) * step + em // 2)
    if chance.random() < 0.6:
        press.tint(panel, chance.choice((215, 230)))
    else:
        press.frame(panel, max(1, em // 12))
    piece, column = Piece(Role.SUMMARY), press.new_column()
    for row, (words, spacing) in enumerate(lines):
        y = inner.top + row * step
        piece.lines.append(press.line(words, inner.left, y, kind, offsets=spacing.offsets, column=column))
    story.pieces.append(piece)
    return Box(box.left, panel.bottom + em, box.right, box.bottom)
