"""Heads: kicker, headline, deck and byline, lying over the columns or standing beside them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from ocr.geometry import Box
from ocr.model import Role
from ocr.newsprint.faces import Face
from ocr.newsprint.press import Piece, Press, Story, Type
from ocr.newsprint.setting import break_lines

__all__ = ["Head", "headline_size", "set_lying_head", "set_standing_head"]

SPACED = 0.7
"""The widest space between the letters of a headline, in its ems; wider ones are taken for two headlines."""
HEADLINE_FACES = (Face.HEI_BOLD, Face.SONG_BLACK, Face.SONG_BOLD, Face.HEI_BOLD)


@dataclass(frozen=True, slots=True)
class Head:
    """The words over a story; empty ones are not printed."""

    headline: str
    kicker: str = ""
    deck: str = ""
    byline: str = ""


def _line(press: Press, story: Story, role: Role, text: str, box: Box, y: int, kind: Type, spacing: float = 0.0) -> int:
    """Sets `text` centred over `box`, on as many lines as it takes; the foot of the last line."""
    piece = Piece(role)
    column = press.new_column()
    for words, _ in break_lines(text, box.width, lambda char: press.advance(char, kind) + spacing, kind.size):
        width = press.measure(words, kind, spacing)
        x = box.left + max(0.0, (box.width - width) / 2)
        piece.lines.append(press.line(words, x, y, kind, spacing=spacing, column=column))
        y += round(kind.size * 1.22)
    story.pieces.append(piece)
    return y


def headline_size(text: str, width: int, em: int, chance: random.Random, largest: float = 5.0) -> int:
    """The size at which `text` fills most of `width` on one line or two, between 1.7 and `largest` ems."""
    one = width / max(1, len(text)) * chance.uniform(0.78, 0.98)
    two = one * 1.9 if one < 1.9 * em else one
    return round(min(largest * em, max(1.7 * em, two)))


def _letter_space(text: str, size: int, width: int, chance: random.Random) -> float:
    """The space after each character: none, or what makes a short headline fill its place."""
    room = 0.92 * width - len(text) * size
    if room < 0.2 * width or chance.random() < 0.5:
        return 0.0
    return min(SPACED * size, room / len(text))


def set_lying_head(
    press: Press, story: Story, head: Head, box: Box, em: int, chance: random.Random, largest: float = 5.0
) -> int:
    """Sets `head` over `box`, its words in the order they are printed; the row where the body may begin."""
    y = box.top
    face = chance.choice(HEADLINE_FACES)
    size = headline_size(head.headline, box.width, em, chance, largest)
    if head.kicker:
        y = _line(press, story, Role.KICKER, head.kicker, box, y, Type(Face.SONG_BOLD, max(round(1.3 * em), size // 2)))
        y += em // 3
    spacing = _letter_space(head.headline, size, box.width, chance)
    y = _line(press, story, Role.HEADLINE, head.headline, box, y, Type(face, size), spacing) + em // 3
    if head.deck:
        deck = Type(chance.choice((Face.KAI, Face.SONG_BOLD, Face.HEI)), max(round(1.25 * em), round(size * 0.45)))
        y = _line(press, story, Role.DECK, head.deck, box, y, deck) + em // 3
    if head.byline:
        y = _line(press, story, Role.BYLINE, head.byline, box, y + em // 6, Type(Face.KAI, em))
    return y + round(0.5 * em)


def set_standing_head(
    press: Press, story: Story, head: Head, box: Box, em: int, chance: random.Random, *, right: bool
) -> tuple[Box, Box]:
    """Sets a vertical headline, its kicker and deck beside it, at one side of `box`.

    Returns:
        The box the head takes, and what is left of `box`.
    """
    longest = box.height - em
    text = head.headline
    rows = 1 if len(text) * 1.9 * em <= longest * 1.05 else 2
    per_row = -(-len(text) // rows)
    size = round(min(4.2 * em, longest / per_row / 1.08, box.width * 0.3 / rows))
    kind = Type(chance.choice(HEADLINE_FACES), size)
    small = Type(Face.SONG_BOLD, round(1.35 * em))
    lines: list[tuple[Role, str, Type]] = []
    if head.kicker:
        lines.append((Role.KICKER, head.kicker, small))
    lines += [(Role.HEADLINE, text[row * per_row : (row + 1) * per_row], kind) for row in range(rows)]
    if head.deck and len(head.deck) * small.size * 1.1 < longest:
        lines.append((Role.DECK, head.deck, small))
    width = round(sum(kind.size * 1.25 for _, _, kind in lines))
    left = box.right - width if right else box.left
    x = float(left + width)
    headline = Piece(Role.HEADLINE)
    column = press.new_column()
    for role, words, kind in lines:
        x -= kind.size * 1.25
        spacing = min(kind.size * 0.3, max(0.0, (longest - len(words) * kind.size) / max(1, len(words))))
        y = box.top + (em if role is Role.DECK else 0) * 2
        printed = press.line(words, x + kind.size * 0.12, y, kind, spacing=spacing, vertical=True, column=column)
        if role is Role.HEADLINE:
            if not headline.lines:
                story.pieces.append(headline)
            headline.lines.append(printed)
        else:
            story.pieces.append(Piece(role, [printed]))
    area = Box(left, box.top, left + width, box.bottom)
    rest = (
        Box(box.left, box.top, max(box.left, left - em), box.bottom)
        if right
        else Box(left + width + em, box.top, box.right, box.bottom)
    )
    return area, rest
