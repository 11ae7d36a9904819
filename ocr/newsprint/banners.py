"""Column titles over a story: on panels, between bars, beside an emblem, as a pair of squares."""

from __future__ import annotations

import numpy as np

from ocr.geometry import Box
from ocr.model import Role, RuleStyle
from ocr.newsprint.faces import Face
from ocr.newsprint.news import Newsroom
from ocr.newsprint.pictures import emblem
from ocr.newsprint.press import Piece, Press, Story, Type

__all__ = ["column_title"]


def column_title(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> Box:
    """Prints a column title at the top of `box` in one of four manners; what is left of `box`."""
    draw = room.chance.random()
    if draw < 0.4:
        bottom = _panel(press, story, room, box, em)
    elif draw < 0.6:
        bottom = _between_bars(press, story, room, box, em)
    elif draw < 0.8:
        bottom = _with_emblem(press, story, room, box, em)
    else:
        bottom = _pair(press, story, room, box, em)
    return Box(box.left, bottom + em // 2, box.right, box.bottom)


def _panel(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> int:
    """White on a dark or black on a grey panel."""
    chance, words = room.chance, room.say("column_title")
    dark = chance.random() < 0.7
    kind = Type(Face.HEI_BOLD, round(1.5 * em), dark)
    width = round(press.measure(words, kind, em * 0.2) + 2 * em)
    panel = Box(box.left, box.top, min(box.right, box.left + width), box.top + round(2.4 * em))
    press.tint(panel, chance.choice((25, 60, 90)) if dark else 205)
    line = press.line(words, panel.left + em, panel.top + 0.45 * em, kind, spacing=em * 0.2)
    story.pieces.append(Piece(Role.COLUMN_TITLE, [line]))
    return panel.bottom


def _between_bars(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> int:
    """Centred between a thick and a thin rule across the story."""
    words, kind = room.say("column_title"), Type(Face.KAI, round(1.6 * em))
    thick, thin = max(2, em // 5), max(1, em // 14)
    press.rule(Box(box.left, box.top, box.right, box.top + thick), RuleStyle.THICK)
    x = box.left + max(0.0, (box.width - press.measure(words, kind, em * 0.4)) / 2)
    line = press.line(words, x, box.top + thick + 0.4 * em, kind, spacing=em * 0.4)
    story.pieces.append(Piece(Role.COLUMN_TITLE, [line]))
    foot = box.top + thick + round(2.4 * em)
    press.rule(Box(box.left, foot, box.right, foot + thin))
    return foot + thin


def _with_emblem(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> int:
    """Large words beside an emblem."""
    side = round(3.2 * em)
    sign = emblem(np.random.default_rng(room.chance.randrange(2**32)), side)
    story.pictures.append(press.picture(Box(box.left, box.top, box.left + side, box.top + side), sign))
    line = press.line(room.say("column_title"), box.left + side + em // 2, box.top + 0.6 * em, Type(Face.BRUSH, 2 * em))
    story.pieces.append(Piece(Role.COLUMN_TITLE, [line]))
    return box.top + side


def _pair(press: Press, story: Story, room: Newsroom, box: Box, em: int) -> int:
    """Two dark panels side by side, read as one title."""
    kind, piece = Type(Face.HEI_BOLD, round(1.4 * em), white=True), Piece(Role.COLUMN_TITLE)
    left, bottom = box.left, box.top + round(2.3 * em)
    for words in room.chance.sample(room.choices("paired_title"), 2):
        right = left + round(press.measure(words, kind)) + round(1.6 * em)
        press.tint(Box(left, box.top, right, bottom), 30)
        piece.lines.append(press.line(words, left + 0.8 * em, box.top + 0.4 * em, kind))
        left = right + round(1.2 * em)
    story.pieces.append(piece)
    return bottom
