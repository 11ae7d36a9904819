"""Photographs on the page: their captions below, beside or in columns, titles, and pictures cut out of their ground."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import ArticleKind, Role
from ocr.newsprint.faces import Face
from ocr.newsprint.heads import Head, set_lying_head
from ocr.newsprint.news import Newsroom
from ocr.newsprint.pictures import cut_out, halftone, landscape, photograph
from ocr.newsprint.press import Piece, Press, Story, Type
from ocr.newsprint.setting import break_lines

__all__ = ["columns_of", "photo", "photo_story", "place_photo"]

SCREEN_EMS = (0.085, 0.14)
"""Newspaper screens run 55 to 90 lines an inch; with body type of 9.5 points their dots stand this far apart."""
REAL_SHARE = 0.5
"""Of the pictures; the others show skies, ridges and houses, of which there is no end."""
STRIPS = 24
"""An oval is hugged by text in this many steps."""


def columns_of(box: Box, count: int, gutter: int) -> list[Box]:
    """`box` cut into `count` columns of one width."""
    width = (box.width - gutter * (count - 1)) / count
    lefts = [round(box.left + n * (width + gutter)) for n in range(count)]
    return [Box(left, box.top, round(left + width), box.bottom) for left in lefts]


def _scene(rng: np.random.Generator, box: Box) -> NDArray[np.uint8]:
    """What a picture in `box` shows: a real photograph as often as not."""
    return (photograph if rng.random() < REAL_SHARE else landscape)(rng, box.height, box.width)


def _set_words(press: Press, story: Story, role: Role, text: str, columns: Sequence[Box], kind: Type) -> int:
    """Sets `text` into `columns` of equal width, evenly filled; the row below the longest."""
    lines = break_lines(text, columns[0].width, lambda char: press.advance(char, kind), kind.size)
    deep = -(-len(lines) // len(columns))
    piece, step = Piece(role), round(kind.size * 1.35)
    for number, box in enumerate(columns):
        column = press.new_column()
        for row, (words, spacing) in enumerate(lines[number * deep : (number + 1) * deep]):
            y = box.top + row * step
            piece.lines.append(press.line(words, box.left, y, kind, offsets=spacing.offsets, column=column))
    story.pieces.append(piece)
    return columns[0].top + deep * step


def _caption(press: Press, story: Story, room: Newsroom, box: Box, em: int, columns: int = 1) -> int:
    """Sets caption and credit at the top of `box`; the row below them."""
    kind = Type(Face.KAI, round(em * 0.95))
    text = room.say("caption") + (room.say("caption") if columns > 1 else "")
    y = _set_words(press, story, Role.CAPTION, text, columns_of(box, columns, round(1.5 * em)), kind)
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
    scene = _scene(rng, image)
    pitch = chance.uniform(*SCREEN_EMS) * em if chance.random() < 0.5 else 0.0
    story.pictures.append(press.picture(image, halftone(scene, pitch)))
    words = (
        Box(image.right + em, box.top, box.right, box.bottom)
        if beside
        else Box(image.left, image.bottom + em // 2, image.right, image.bottom + 5 * em)
    )
    columns = 2 if words.width > 30 * em and chance.random() < 0.5 else 1
    foot = _caption(press, story, room, words, em, columns)
    return Box(box.left, box.top, box.right, max(image.bottom, foot))


def photo_story(press: Press, room: Newsroom, box: Box, em: int) -> Story:
    """Photographs with a title and captions of their own, several when there is room."""
    story = press.story(ArticleKind.PHOTO)
    top, draw = box.top, room.chance.random()
    if draw < 0.3 and box.width > 24 * em:
        return _titled_photo(press, story, room, box, em)
    if draw < 0.7:
        top = set_lying_head(press, story, Head(room.headline("short_headline")), box, em, room.chance, 2.4)
    count = 2 if box.width > 40 * em else 1
    for column in columns_of(Box(box.left, top, box.right, box.bottom), count, em):
        photo(press, story, room, column, em)
    return story


def _titled_photo(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> Story:
    """A photograph with its title under it at the left and the caption beside the title."""
    rng = np.random.default_rng(room.chance.randrange(2**32))
    image = Box(box.left, box.top, box.right, max(box.top + 6 * em, box.bottom - 6 * em))
    story.pictures.append(press.picture(image, _scene(rng, image)))
    title, words = Type(Face.HEI_BOLD, round(1.5 * em)), room.say("photo_title")
    line = press.line(words, box.left, image.bottom + 0.8 * em, title)
    story.pieces.append(Piece(Role.HEADLINE, [line]))
    left = max(line.box.right + 2 * em, box.left + box.width // 3)
    _caption(press, story, room, Box(left, image.bottom + round(0.8 * em), box.right, box.bottom), em)
    return story


def place_photo(press: Press, story: Story, room: Newsroom, box: Box, count: int, gutter: int, em: int) -> list[Box]:
    """A photograph over whole columns, cutting into them or cut out of its ground; what text must keep clear of."""
    chance = room.chance
    columns = columns_of(box, count, gutter)
    if count >= 2 and columns[0].width > 11 * em and chance.random() < 0.2:
        return _place_cut_out(press, story, room, box, columns, em)
    span = chance.randint(1, count - 1) if count > 2 else 1
    first = chance.randint(0, count - span)
    left, right = columns[first].left, columns[first + span - 1].right
    if chance.random() < 0.35 and columns[0].width > 13 * em:
        shift = round(columns[0].width * 0.4)
        left, right = (left + shift, right) if first + span == count else (left, right + shift)
    height = round(min(box.height * 0.55, max(12 * em, (right - left) * chance.uniform(0.55, 0.8))))
    top = chance.choice((box.top, box.top + (box.height - height) // 2, box.bottom - height))
    taken = photo(press, story, room, Box(left, top, right, top + height), em)
    return [Box(taken.left - em, taken.top - em // 2, taken.right + em, taken.bottom + em // 2)]


def _place_cut_out(press: Press, story: Story, room: Newsroom, box: Box, columns: Sequence[Box], em: int) -> list[Box]:
    """An oval picture across a gutter, without caption; the strips that hug it."""
    chance = room.chance
    rng = np.random.default_rng(chance.randrange(2**32))
    gap = chance.randrange(len(columns) - 1)
    middle = (columns[gap].right + columns[gap + 1].left) // 2
    half = round(columns[0].width * chance.uniform(0.35, 0.55))
    height = round(min(box.height * 0.5, half * chance.uniform(1.6, 2.4)))
    top = box.top + round((box.height - height) * chance.uniform(0.2, 0.8))
    oval = Box(middle - half, top, middle + half, top + height)
    scene = landscape(rng, oval.height, oval.width)
    story.pictures.append(press.picture(oval, cut_out(scene)))
    strips = []
    for number in range(STRIPS):
        share = abs((number + 0.5) / STRIPS * 2 - 1)
        reach = round(half * (1 - share**2) ** 0.5) + em
        upper = oval.top + height * number // STRIPS
        strips.append(Box(middle - reach, upper - em // 4, middle + reach, upper + height // STRIPS + em // 4))
    return strips
