"""One story in its place on the page: head, summary, photographs, body, jump line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr.geometry import Box
from ocr.model import Role, RuleStyle
from ocr.newsprint.banners import column_title
from ocr.newsprint.faces import Face
from ocr.newsprint.heads import Head, set_lying_head, set_standing_head
from ocr.newsprint.jumps import NUMERALS
from ocr.newsprint.news import Newsroom
from ocr.newsprint.photographs import columns_of, place_photo
from ocr.newsprint.pictures import swoosh
from ocr.newsprint.pouring import BodyStyle, Copy, pour, subhead_type
from ocr.newsprint.press import Piece, Press, Story, Type
from ocr.newsprint.setting import break_lines

__all__ = ["Plot", "set_story"]

REVERSED_LARGEST = 1400
"""Square ems: more text than a thousand characters is never printed white on black."""
REVERSED_SHARE = 0.35
NESTED_SHARE = 0.6
RAGGED_SHARE = 0.08
"""Shares of the boxed stories that fit, and of all; rarer in print, but sixty pages must show each."""
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


def _copy(room: Newsroom, subheads: bool, opening: Copy | None) -> Iterator[Copy]:
    if opening:
        yield opening
    for count, text in enumerate(room.paragraphs()):
        if subheads and count and count % 3 == 0:
            yield Copy(Role.SUBHEAD, room.say("subhead"))
        yield Copy(Role.BODY, text)


def _write_head(room: Newsroom, *, short: bool) -> tuple[Head, Copy | None]:
    """The words over a story, and what opens its first column: a byline, or where the story comes from."""
    chance = room.chance
    arrived = room.jumps.take_up()
    if arrived:
        return Head(arrived.headline), Copy(Role.JUMP, f"（上接第{NUMERALS[arrived.start]}版）")
    head = Head(
        room.headline("short_headline" if short else "headline"),
        room.say("kicker") if chance.random() < 0.3 else "",
        room.say("deck") if chance.random() < 0.35 else "",
        room.say("byline") if chance.random() < 0.45 else "",
    )
    if head.byline and chance.random() < 0.3:
        return replace(head, byline=""), Copy(Role.BYLINE, head.byline)
    return head, None


def set_story(press: Press, room: Newsroom, plot: Plot, em: int, *, boxed: bool = False, jump: bool = False) -> Story:
    """Sets one story into `plot`; what its ground holds follows from the chance of `room`.

    `boxed` stories stand in a frame, on a tint, or white on a dark panel; one with a `jump` goes on on another page.
    """
    chance, box = room.chance, plot.box
    if not boxed:
        return _set(press, room, plot, em, on_paper=True, jump=jump)
    if not press.dark_panels and box.area < REVERSED_LARGEST * em * em and chance.random() < REVERSED_SHARE:
        with press.on_dark(box, chance.choice((35, 60))):
            return _set(press, room, replace(plot, box=box.grow(-em)), em, jump=jump)
    return _set(press, room, replace(plot, box=_enclose(press, room, box, em)), em, nested=True, jump=jump)


def _set(
    press: Press, room: Newsroom, plot: Plot, em: int, *, on_paper: bool = False, nested: bool = False, jump: bool
) -> Story:
    """The story itself; a `nested` one may hold another in a box of its own."""
    chance, story = room.chance, press.story()
    box, count = plot.box, plot.columns
    face = Face.SONG if chance.random() < 0.85 else chance.choice((Face.KAI, Face.FANGSONG))
    body, ragged = Type(face, em), chance.random() < RAGGED_SHARE
    style = BodyStyle(body, chance.uniform(1.25, 1.5), subhead_type(body), chance.random() < 0.5, ragged)
    standing = not plot.legs and count >= 2 and box.height > 26 * em and chance.random() < 0.3
    head, opening = _write_head(room, short=standing or box.width < 18 * em)
    if standing:
        rest = _open_beside(press, story, room, head, box, em)
        box, count = rest, max(1, round(count * rest.width / max(1, box.width)))
    else:
        box = _open_above(press, story, room, head, box, em, on_paper=on_paper)
    obstacles: list[Box] = []
    columns = [*columns_of(box, count, plot.gutter), *plot.legs]
    inner = _nest(columns, em) if nested and chance.random() < NESTED_SHARE else None
    if inner:
        columns[-1] = Box(inner.left, columns[-1].top, inner.right, inner.top - em)
    elif count >= 2 and box.height > 22 * em and chance.random() < 0.45:
        obstacles = place_photo(press, story, room, box, count, plot.gutter, em)
    words = room.jumps.send(chance, head.headline) if jump else ""
    if words:
        last = columns[-1]
        columns[-1] = Box(last.left, last.top, last.right, max(last.top, last.bottom - 2 * em))
    long = sum(column.area for column in columns) > LONG * em * em
    pour(press, story, columns, obstacles, _copy(room, long and chance.random() < 0.7, opening), style)
    if words:
        kind, last = Type(chance.choice((Face.SONG, Face.HEI_BOLD)), em), columns[-1]
        line = press.line(words, last.right - press.measure(words, kind), last.bottom + 0.6 * em, kind)
        story.pieces.append(Piece(Role.JUMP, [line]))
    if inner:
        _set(press, room, Plot(_enclose(press, room, inner, em), 1, plot.gutter), em, jump=False)
    return story


def _nest(columns: Sequence[Box], em: int) -> Box | None:
    """The foot of the last column, where a box of its own may stand; None when it would be too small."""
    last = columns[-1]
    if last.width < 11 * em or last.height < 24 * em:
        return None
    return Box(last.left, last.bottom - round(0.45 * last.height), last.right, last.bottom)


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
