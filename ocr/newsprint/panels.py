"""Panels that are no stories: figures in large type, words in bars, the weather without rules."""

from __future__ import annotations

import numpy as np

from ocr.geometry import Box
from ocr.model import Role
from ocr.newsprint.faces import Face
from ocr.newsprint.news import Newsroom
from ocr.newsprint.photographs import columns_of
from ocr.newsprint.pictures import emblem
from ocr.newsprint.press import Piece, Press, Story, Type
from ocr.newsprint.setting import break_lines

__all__ = ["figures", "slogans", "weather"]

WEATHER_ROWS = 10
"""A region has no more counties."""
GROUNDS = (205, 220, 235)
DARK_GROUNDS = (40, 70)


def _title(press: Press, story: Story, words: str, box: Box, kind: Type) -> int:
    """Sets `words` over the width of `box`, smaller when they are too long; the row below."""
    size = min(kind.size, int(box.width / max(1, len(words))))
    fitting = Type(kind.face, size, kind.white)
    x = box.left + max(0.0, (box.width - press.measure(words, fitting)) / 2)
    story.pieces.append(Piece(Role.HEADLINE, [press.line(words, x, box.top, fitting)]))
    return box.top + round(size * 1.6)


def figures(press: Press, room: Newsroom, box: Box, em: int) -> None:
    """An infographic: a tinted panel of great numbers, each with its unit and what it counts."""
    chance, story = room.chance, press.story()
    dark = chance.random() < 0.35
    press.tint(box, chance.choice(DARK_GROUNDS if dark else GROUNDS))
    inner = box.grow(-em)
    y = _title(press, story, room.say("figures_title"), inner, Type(Face.HEI_BOLD, round(1.6 * em), dark)) + em // 2
    number, word = Type(Face.HEI_BOLD, round(2.4 * em), dark), Type(Face.HEI, em, dark)
    signs, below = chance.random() < 0.5 and not dark, box.width < 16 * em
    pitch = round((4.6 if below else 3.6) * em)
    places = [
        (spot.left, row)
        for row in range(y, box.bottom - pitch, pitch)
        for spot in columns_of(inner, max(1, inner.width // (18 * em)), em)
    ]
    for left, row in places:
        x = left
        if signs:
            side = round(2.2 * em)
            sign = emblem(np.random.default_rng(chance.randrange(2**32)), side)
            story.pictures.append(press.picture(Box(x, row, x + side, row + side), sign))
            x += side + em // 2
        great = press.line(room.say("figure"), x, row, number)
        unit = press.line(room.say("unit"), great.box.right + em // 3, row + 1.2 * em, word)
        at = (x, row + 2.8 * em) if below else (unit.box.right + em, row + 1.2 * em)
        story.pieces.append(Piece(Role.TABLE, [great, unit, press.line(room.say("label"), *at, word)]))


def slogans(press: Press, room: Newsroom, box: Box, em: int) -> None:
    """Sentences in bars of grey under a dark title bar, each its own paragraph."""
    chance, story = room.chance, press.story()
    bar = Box(box.left, box.top, box.right, box.top + round(2.4 * em))
    press.tint(bar, 35)
    title = Box(bar.left + em, bar.top + round(0.5 * em), bar.right - em, bar.bottom)
    _title(press, story, room.say("slogans_title"), title, Type(Face.HEI_BOLD, round(1.4 * em), white=True))
    kind, y, level = Type(Face.HEI, em), bar.bottom + em, chance.choice(GROUNDS)
    while y + 4 * em < box.bottom:
        lines = break_lines(room.say("slogan"), box.width - 2 * em, lambda c: press.advance(c, kind), em)
        foot = y + round((1.2 + 1.4 * len(lines)) * em)
        if foot > box.bottom:
            break
        press.tint(Box(box.left, y, box.right, foot), level)
        piece, column = Piece(Role.BODY), press.new_column()
        for row, (words, _) in enumerate(lines):
            piece.lines.append(press.line(words, box.left + em, y + (0.7 + 1.4 * row) * em, kind, column=column))
        story.pieces.append(piece)
        y = foot + round(0.8 * em)


def weather(press: Press, room: Newsroom, box: Box, em: int) -> None:
    """The weather of the counties in rows without rules, under a title."""
    chance, story = room.chance, press.story()
    if chance.random() < 0.5:
        press.tint(box, chance.choice(GROUNDS))
    inner = box.grow(-em // 2)
    y = _title(press, story, room.say("weather_title"), inner, Type(Face.HEI_BOLD, round(1.5 * em)))
    kind = Type(Face.SONG, round(0.95 * em))
    keys = ("county", "sky", "degrees", "wind")[: max(2, min(4, inner.width // (6 * em)))]
    width = inner.width // len(keys)
    for _ in range(WEATHER_ROWS):
        if y + 2 * em > box.bottom:
            break
        for column, key in enumerate(keys):
            line = press.line(room.say(key), inner.left + column * width, y, kind)
            story.pieces.append(Piece(Role.TABLE, [line]))
        y += round(1.6 * em)
