"""Simplified or traditional: what a page is printed in, and what its readers write.

A model of simplified characters reads traditional print, but writes it simplified; and a network that knows both writes
a traditional character now and then where a simplified one is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ocr.hanzi import common_form, is_han
from ocr.model import Glyph
from ocr.recognition.alignment import Pair, fold

__all__ = ["Scripts", "alike", "in_one_form", "scripts_of"]

APART = 0.1
"""Of the Han characters of traditional text three in ten have another form in simplified text: so many of them, as a
share of all, tell a page in traditional print, and so many more in one reading than in the other,"""
TIMES = 3.0
"""and so many times as many, tell that the readers do not write the same script."""


@dataclass(frozen=True, slots=True)
class Scripts:
    """The script of a page, by the reader that knows both.

    Attributes:
        traditional: whether it is printed in traditional characters.
        differently: whether the other reader writes another script.
    """

    traditional: bool = False
    differently: bool = False


def scripts_of(first: Iterable[Sequence[Glyph]], second: Iterable[Sequence[Glyph]]) -> Scripts:
    """The scripts of two readings of the same lines; the reader of the `second` knows both."""
    one, two = _share(first), _share(second)
    return Scripts(two >= APART, abs(one - two) >= APART and max(one, two) >= TIMES * min(one, two))


def _share(lines: Iterable[Sequence[Glyph]]) -> float:
    """The share of Han characters that are a traditional form, or another variant, of a common one."""
    written = [glyph.text for line in lines for glyph in line if is_han(glyph.text)]
    return sum(common_form(text) != text for text in written) / max(1, len(written))


def alike(text: str) -> str:
    """`text` with signs, widths and forms that readers use for one another made one: for comparison only."""
    return common_form(fold(text))


def in_one_form(pair: Pair, scripts: Scripts) -> Pair:
    """`pair` with the character that both saw, each in another form, in the form of the page's script."""
    first, second = pair.first, pair.second
    if first is None or second is None or pair.agrees or alike(first.text) != alike(second.text):
        return pair
    forms = [text for text in (second.text, first.text) if _is_traditional(text) == scripts.traditional]
    text = forms[0] if forms else second.text
    return Pair(replace(first, text=text), replace(second, text=text))


def _is_traditional(text: str) -> bool:
    """Whether simplified text has another form for `text`; some traditional forms it uses as well, such as 著."""
    if common_form(text) == text:
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
