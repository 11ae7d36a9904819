"""Classes of characters: what is Han, what is full width, what may open or close."""

from __future__ import annotations

import unicodedata

__all__ = ["CLOSERS", "NEVER_ENDS", "NEVER_STARTS", "OPENERS", "has_han", "is_digit", "is_han", "is_latin", "is_wide"]

_HAN_RANGES = (
    (0x3005, 0x3007),  # 々 〆 〇: written inside words and years
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2FA1F),
    (0x30000, 0x323AF),
)

OPENERS = "（〔［｛〈《「『【〖“‘"
CLOSERS = "）〕］｝〉》」』】〗”’"
NEVER_STARTS = "。，、；：！？．·" + CLOSERS
"""Marks that a typesetter never lets stand at the head of a line."""
NEVER_ENDS = OPENERS
"""Marks that a typesetter never lets stand at the end of a line."""


def is_han(char: str) -> bool:
    """Whether `char` is a Han character, 〇 and 々 among them."""
    code = ord(char) if len(char) == 1 else 0
    return any(first <= code <= last for first, last in _HAN_RANGES)


def has_han(text: str) -> bool:
    return any(is_han(char) for char in text)


def is_wide(char: str) -> bool:
    """Whether `char` takes a full square in Chinese type: Han, full-width marks, curly quotes, dashes."""
    return len(char) == 1 and (unicodedata.east_asian_width(char) in "WF" or char in "“”‘’—…·")


def is_digit(char: str) -> bool:
    """Whether `char` is an ASCII digit."""
    return len(char) == 1 and "0" <= char <= "9"


def is_latin(char: str) -> bool:
    """Whether `char` is a letter of the Latin alphabet, plain or with marks."""
    return len(char) == 1 and char.isalpha() and ord(char) < 0x0250
