"""Text as compared: graphemes, with or without punctuation, and the folded form in which print variants are equal."""

from __future__ import annotations

import unicodedata

__all__ = ["fold", "graphemes", "without_punctuation"]

# Printed or read one way or the other without any difference to a reader; list marks say nothing.
_SAME = str.maketrans(
    {
        **dict.fromkeys("“”『』「」", '"'),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("—－–―", "-"),
        **dict.fromkeys("·•●□■▲▶▼◆|│", ""),
    }
)


def graphemes(text: str) -> tuple[str, ...]:
    """The characters of `text` in NFC without white space; marks stay with what they sit on."""
    found: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if char.isspace():
            continue
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return tuple(found)


def without_punctuation(signs: tuple[str, ...]) -> tuple[str, ...]:
    """`signs` without punctuation and symbols (Unicode categories P and S)."""
    return tuple(sign for sign in signs if unicodedata.category(sign[0])[0] not in "PS")


def fold(text: str) -> str:
    """`text` for comparing articles and titles: NFKC, plain quotes and dashes, no spaces, no list marks."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME).split())
