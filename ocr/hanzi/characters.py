"""Classes of characters: what is Han, what is full width, what may open or close."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "CLOSERS",
    "HAN",
    "NEVER_ENDS",
    "NEVER_STARTS",
    "OPENERS",
    "has_han",
    "is_digit",
    "is_han",
    "is_kana",
    "is_latin",
    "is_wide",
]

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af"
"""The ranges of Han characters for a pattern's brackets; 々 〆 〇 are among them, written inside words and years."""
_HAN = re.compile(f"[{HAN}]")

OPENERS = "（〔［｛〈《「『【〖“‘"
CLOSERS = "）〕］｝〉》」』】〗”’"
NEVER_STARTS = "。，、；：！？．·" + CLOSERS
"""Marks that a typesetter never lets stand at the head of a line."""
NEVER_ENDS = OPENERS
"""Marks that a typesetter never lets stand at the end of a line."""


def is_han(char: str) -> bool:
    """Whether `char` is a Han character, 〇 and 々 among them."""
    return "\u4e00" <= char <= "\u9fff" or _HAN.fullmatch(char) is not None


def is_kana(char: str) -> bool:
    """Whether `char` is of the Japanese syllabaries, full or half width."""
    return "\u3041" <= char <= "\u30ff" or "\uff66" <= char <= "\uff9f"


def has_han(text: str) -> bool:
    """Whether there is a Han character in `text`."""
    return _HAN.search(text) is not None


def is_wide(char: str) -> bool:
    """Whether `char` takes a full square in Chinese type: Han, full-width marks, curly quotes, dashes."""
    return len(char) == 1 and (unicodedata.east_asian_width(char) in "WF" or char in "“”‘’—…·")


def is_digit(char: str) -> bool:
    """Whether `char` is an ASCII digit."""
    return len(char) == 1 and "0" <= char <= "9"


def is_latin(char: str) -> bool:
    """Whether `char` is a letter of the Latin alphabet, plain or with marks."""
    return len(char) == 1 and char.isalpha() and ord(char) < 0x0250
