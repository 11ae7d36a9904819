"""Lines that lie across a vertical page: read from right to left, as print did until the middle of the century."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.hanzi import ends_as_newspaper, has_han
from ocr.model import Direction, Reading, TextBlock, TextLine

__all__ = ["read_leftward"]

DATE = re.compile(r"年.{1,4}月|月.{1,5}日")
CLEAR = 2
"""So many more signs for one way than for the other settle it for the line."""


def read_leftward(blocks: tuple[TextBlock, ...]) -> tuple[TextBlock, ...]:
    """`blocks` of a vertical page, the lying lines read from right to left unless what they say speaks against it.

    Headlines take up words of the text: the pairs of characters that also stand in the vertical lines tell which way
    round a line makes sense. The page's lying lines go one way together; only one that speaks clearly goes its own.
    """
    pairs = {
        pair
        for block in blocks
        if block.direction is Direction.VERTICAL
        for line in block.lines
        for pair in itertools.pairwise(line.text)
    }
    lying = [line for block in blocks if block.direction is Direction.HORIZONTAL for line in block.lines]
    leftward = sum(_signs(line.text, pairs) for line in lying) <= 0
    return tuple(
        replace(block, lines=tuple(_turned(line, pairs, leftward) for line in block.lines))
        if block.direction is Direction.HORIZONTAL
        else block
        for block in blocks
    )


def _signs(text: str, pairs: set[tuple[str, str]]) -> int:
    """How much more `text` makes sense as it was read, from left to right, than the other way round."""
    back = text[::-1]
    return _sense(text, pairs) - _sense(back, pairs)


def _sense(text: str, pairs: set[tuple[str, str]]) -> int:
    known = sum(pair in pairs and pair[::-1] not in pairs for pair in itertools.pairwise(text))
    return known + len(DATE.findall(text)) + ends_as_newspaper(text)


def _turned(line: TextLine, pairs: set[tuple[str, str]], leftward: bool) -> TextLine:
    """`line` with its characters from right to left, when that is the way it is read."""
    signs = _signs(line.text, pairs)
    if not has_han(line.text) or signs >= CLEAR or (not leftward and signs > -CLEAR):
        return line
    reading = line.reading
    glyphs = tuple(reading.glyphs[index] for index in _backward([glyph.text for glyph in reading.glyphs]))
    witnesses = tuple((reader, "".join(text[index] for index in _backward(text))) for reader, text in line.witnesses)
    return TextLine(line.region, Reading(reading.reader, glyphs), witnesses)


def _backward(texts: Sequence[str]) -> list[int]:
    """The indexes of `texts` from the last to the first; a number or a foreign word keeps its own way."""
    runs = [
        (foreign, list(run))
        for foreign, run in itertools.groupby(range(len(texts)), key=lambda index: _is_foreign(texts[index]))
    ]
    return [index for foreign, run in reversed(runs) for index in (run if foreign else reversed(run))]


def _is_foreign(text: str) -> bool:
    return text.isascii() and text.isalnum()
