"""Lines of one paragraph put together again."""

from __future__ import annotations

from collections.abc import Iterable

from ocr.hanzi.characters import is_latin
from ocr.hanzi.normalising import PARAGRAPH_RULES
from ocr.hanzi.tracing import run

__all__ = ["join", "seam"]

_ROUNDS = 4
"""Joining seldom sets off more than one rule after another."""


def seam(left: str, right: str) -> tuple[str, str]:
    """What becomes of `left`'s end where `right` follows, and what stands between them.

    Returns:
        `left` (without the hyphen of a broken word) and the glue: a space between two Latin words, else nothing.
    """
    if not left or not right:
        return left, ""
    end, head = left[-1], right[0]
    if end == "-" and is_latin(left[-2:-1]) and is_latin(head) and head.islower():
        return left[:-1], ""
    worded = is_latin(end) or (end in ",.;:!?)" and is_latin(left.rstrip(",.;:!?)")[-1:]))
    if worded and (is_latin(head) or (head == "(" and is_latin(right[1:2]))):
        return left, " "
    return left, ""


def join(lines: Iterable[str]) -> str:
    """One paragraph from its normalised lines.

    Han characters and numbers run on without a space, Latin words get one, a hyphen at a line's end goes when the
    word goes on in lower case. Marks that the line break had cut in two (`——`, `……`, quotes) are made whole.
    """
    text = ""
    for line in lines:
        part = line.strip()
        left, glue = seam(text, part)
        text = left + glue + part
    return run(PARAGRAPH_RULES, text, _ROUNDS).text
