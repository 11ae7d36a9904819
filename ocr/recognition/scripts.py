"""Which characters a reader writes: a model of simplified ones reads traditional print, but writes it simplified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ocr.hanzi import common_form, is_han
from ocr.model import Glyph
from ocr.recognition.alignment import Pair, fold

__all__ = ["alike", "in_the_same_form", "write_differently"]

APART = 0.1
"""Of the Han characters of traditional text three in ten have another form in simplified text: so many more of them in
one reading than in the other, as a share of all,"""
TIMES = 3.0
"""and so many times as many, tell that the readers do not write the same script."""


def write_differently(one: Iterable[Sequence[Glyph]], other: Iterable[Sequence[Glyph]]) -> bool:
    """Whether of two readings of the same lines one is in traditional characters and the other in simplified ones."""
    shares = sorted((_share(one), _share(other)))
    return shares[1] - shares[0] >= APART and shares[1] >= TIMES * shares[0]


def _share(lines: Iterable[Sequence[Glyph]]) -> float:
    """The share of Han characters that are a traditional form, or another variant, of a common one."""
    written = [glyph.text for line in lines for glyph in line if is_han(glyph.text)]
    return sum(common_form(text) != text for text in written) / max(1, len(written))


def alike(text: str) -> str:
    """`text` with signs, widths and forms that readers use for one another made one: for comparison only."""
    return common_form(fold(text))


def in_the_same_form(pair: Pair) -> Pair:
    """`pair` with the character that both saw, each in its own script, as the second reader wrote it."""
    first, second = pair.first, pair.second
    if first is None or second is None or alike(first.text) != alike(second.text):
        return pair
    return Pair(replace(first, text=second.text), second)
