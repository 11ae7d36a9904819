"""The key under which a text is found: width, case, variants and punctuation do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from ocr.hanzi.characters import HAN

__all__ = ["SearchKey", "common_form", "search_key", "search_tokens", "trace_search_key"]

SearchKey = tuple[str, tuple[int, ...]]
"""A key with, for each of its characters, the offset in the text that it stands for."""


@cache
def _variants() -> dict[int, str]:
    table: dict[int, str] = {}
    for row in files("ocr.hanzi").joinpath("variants.txt").read_text("utf-8").splitlines():
        if not row.startswith("#"):
            common, _, others = row.partition(" ")
            table.update({ord(other): common for other in others})
    return table


def common_form(text: str) -> str:
    """`text` with each traditional or variant character in its common, simplified form."""
    return text.translate(_variants())


def search_key(text: str) -> str:
    """`text` folded: NFKC, lower case, traditional and variant characters as one, only letters and digits."""
    folded = common_form(unicodedata.normalize("NFKC", text).lower())
    return "".join(char for char in folded if char.isalnum())


@lru_cache(maxsize=1 << 16)
def _fold(char: str) -> str:
    return search_key(char)


_RUN = re.compile(f"([{HAN}]+)|[^{HAN}]+")


def trace_search_key(text: str) -> SearchKey:
    """The key of `text`, character by character, with the way back to the text."""
    key: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        folded = _fold(char)
        key.append(folded)
        origin += [at] * len(folded)
    return "".join(key), tuple(origin)


def search_tokens(text: str, *, query: bool = False) -> list[str]:
    """The tokens of a full-text index: pairs of neighbouring Han, whole words of Latin letters and digits.

    A run of Han ends with its last character alone, so that single characters are found; in a query the last run
    does not, since the text may go on there (the last token of a query is a prefix).
    """
    key = search_key(text)
    tokens: list[str] = []
    for match in _RUN.finditer(key):
        run = match.group()
        if not match[1]:
            tokens.append(run)
            continue
        tokens += [run[at : at + 2] for at in range(len(run) - 1)]
        if not query or match.end() < len(key) or len(run) == 1:
            tokens.append(run[-1])
    return tokens
