"""The width of marks, letters and digits, and the spaces between them."""

from __future__ import annotations

import re
import unicodedata

from ocr.hanzi.characters import CLOSERS, OPENERS, has_han, is_digit, is_han, is_latin, is_wide
from ocr.hanzi.tracing import Edit

__all__ = [
    "find_compositions",
    "find_half_width_marks",
    "find_invisible_characters",
    "find_kept_spaces",
    "find_loose_spaces",
    "find_number_marks",
    "find_wide_latin",
]

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_BLANK = re.compile(r"\s+")
_HALF_WIDTH = re.compile(r"[,;:?!().]")
_WIDE_OF = str.maketrans(",;:?!()", "，；：？！（）")
_SPACED_THROUGH = 0.8
"""From this share of Han pairs with a space between them, the spaces are the reader's (or the setter's tracking)."""
_FEW_PAIRS = 5
"""With fewer pairs of Han than this a share says nothing: `范 捷 张 选` are names set wide, not noise."""


def find_compositions(text: str) -> list[Edit]:
    """Clusters that NFC writes otherwise."""
    if unicodedata.is_normalized("NFC", text):
        return []
    edits, start = [], 0
    composed = unicodedata.normalize
    for end in range(1, len(text) + 1):
        if end < len(text):
            cluster, char = text[start:end], text[end]
            starts = not unicodedata.combining(char)
            if not starts or composed("NFC", cluster + char) != composed("NFC", cluster) + composed("NFC", char):
                continue
        new = composed("NFC", text[start:end])
        if new != text[start:end]:
            edits.append(Edit(start, end, new))
        start = end
    return edits


def find_invisible_characters(text: str) -> list[Edit]:
    """Controls, marks of direction and characters without width: no printer ever set them."""
    return [Edit(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)]


def find_wide_latin(text: str) -> list[Edit]:
    """Full-width letters, digits and signs of calculation, which belong to the ASCII of numbers and Latin words."""
    edits = []
    for at, char in enumerate(text):
        if "\uff01" <= char <= "\uff5e":
            narrow = chr(ord(char) - 0xFEE0)
            if narrow.isalnum() or narrow in "%+@#&=":
                edits.append(Edit(at, at + 1, narrow))
        elif char in "＂＇":
            edits.append(Edit(at, at + 1, "\"'"["＂＇".index(char)]))
    return edits


_NUMBER_MARKS = (
    (re.compile(r"(?<=\d)[．。](?=\d)"), "."),  # 84。5%: a full stop never stands between two digits
    (re.compile(r"(?<=\d)：(?=\d)"), ":"),
)
_THOUSANDS = re.compile(r"(?<![\d.,，])\d{1,3}(?:[,，]\d{3})+(?![\d，,])")
_LETTER_IN_NUMBER = re.compile(r"(?<=\d)[OoＯ](?=\d)|(?<=\d)[lI](?=\d)")


def find_number_marks(text: str) -> list[Edit]:
    """Marks and look-alike letters inside a number: `84．5`, `8：30`, `1，000`, `2O22`."""
    edits = [Edit(m.start(), m.end(), mark) for pattern, mark in _NUMBER_MARKS for m in pattern.finditer(text)]
    for number in _THOUSANDS.finditer(text):
        edits += [Edit(at, at + 1, ",") for at in range(number.start(), number.end()) if text[at] == "，"]
    for m in _LETTER_IN_NUMBER.finditer(text):
        edits.append(Edit(m.start(), m.end(), "1" if m.group() in "lI" else "0"))
    return sorted(edits, key=lambda edit: edit.start)


def _neighbour(text: str, at: int, step: int) -> str:
    """The next character that is not a space; empty at the end of the text."""
    at += step
    while 0 <= at < len(text) and text[at].isspace():
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _stop_mark(text: str, at: int) -> str:
    """What a half-width full stop after a Han character means: `。`, unless it closes a list number."""
    before, after = _neighbour(text, at, -1), _neighbour(text, at, 1)
    numbered = re.fullmatch(r"\s*[一二三四五六七八九十]{1,3}\s*", text[:at]) is not None
    sure = is_han(before) and not numbered and (not after or is_han(after) or after in CLOSERS + '"')
    return "。" if sure else text[at]


def find_half_width_marks(text: str) -> list[Edit]:
    """Half-width marks beside a Han character or a full-width mark; the two brackets of a pair go together."""
    if not has_han(text):
        return []
    edits: dict[int, str] = {}
    opened: list[int] = []
    for m in _HALF_WIDTH.finditer(text):
        at, char = m.start(), m.group()
        before, after = _neighbour(text, at, -1), _neighbour(text, at, 1)
        beside = is_wide(before) or is_wide(after)
        if char in ",;:?!":
            between = (is_digit(before) or is_latin(before)) and (is_digit(after) or is_latin(after))
            last = not after and (is_digit(before) or is_latin(before) or before in "%)")
            if (beside or last) and not between:
                edits[at] = char.translate(_WIDE_OF)
        elif char == ".":
            edits[at] = _stop_mark(text, at)
        elif char == "(":
            opened.append(at)
            if beside:
                edits[at] = "（"
        elif char == ")":
            partner = opened.pop() if opened else None
            if beside or (partner is not None and partner in edits):
                edits[at] = "）"
                if partner is not None:
                    edits[partner] = "（"
    return [Edit(at, at + 1, mark) for at, mark in sorted(edits.items())]


_REPORTERS = r"(?:记\s*者|通\s*讯\s*员|评\s*论\s*员|实\s*习\s*生)"
_REPORTER_BRACKET = re.compile(
    rf"[（(〈《\[【]\s*[^（()）〈〉《》，。]{{0,12}}?{_REPORTERS}[^（()）〈〉《》，。]{{0,40}}"
)
"""`（记者 李明璇 通讯员 张选`: between names, print separates by a space even in running text."""


def _is_spaced_through(text: str) -> bool:
    pairs = [
        text[at + 1].isspace() for at in range(len(text) - 1) if is_han(text[at]) and is_han(_neighbour(text, at, 1))
    ]
    return len(pairs) >= _FEW_PAIRS and sum(pairs) >= _SPACED_THROUGH * len(pairs)


def _is_narrow(char: str) -> bool:
    return bool(char) and not is_wide(char)


def find_loose_spaces(text: str) -> list[Edit]:
    """Spaces in running text: gone, but one is kept between Latin words and between names in a reporters' bracket."""
    noisy = _is_spaced_through(text)
    kept = [] if noisy else [m.span() for m in _REPORTER_BRACKET.finditer(text)]
    edits = []
    for m in _BLANK.finditer(text):
        before = text[m.start() - 1] if m.start() else ""
        after = text[m.end()] if m.end() < len(text) else ""
        words = _is_narrow(before) and _is_narrow(after) and after not in ")%,;:!?" and before != "("
        names = any(start < m.start() and m.end() < end for start, end in kept) and is_han(before) and is_han(after)
        edits.append(Edit(m.start(), m.end(), " " if words or names else ""))
    return edits


def find_kept_spaces(text: str) -> list[Edit]:
    """Spaces where print separates (bylines, headlines): one each, none beside full-width marks or at the ends."""
    noisy = _is_spaced_through(text)
    edits = []
    for m in _BLANK.finditer(text):
        before = text[m.start() - 1] if m.start() else ""
        after = text[m.end()] if m.end() < len(text) else ""
        marks = before in "。，、；：！？" + OPENERS or after in "。，、；：！？" + CLOSERS
        tracked = noisy and is_han(before) and is_han(after)
        edits.append(Edit(m.start(), m.end(), "" if not before or not after or marks or tracked else " "))
    return edits
