"""Marks that are longer than a character, or one of several look-alikes: dashes, ellipses, middle dots, 〇."""

from __future__ import annotations

import re

from ocr.hanzi.characters import has_han, is_han, is_latin, is_wide
from ocr.hanzi.tracing import Edit

__all__ = ["find_dashes", "find_ellipses", "find_middle_dots", "find_zeros"]

_STROKES = re.compile(r"[—―─━](?:\s*[—―─━])*")
_HYPHENS = re.compile(r"-{2,4}")
_LONGEST_DASH = 4
"""A run of more strokes than this is a printed rule or a leader, not a dash."""
_MIXED = re.compile(r"(?:[—―─━-]\s*一|一\s*[—―─━])(?![\w])|(?<![\w])(?:[—―─━-]\s*一|一\s*[—―─━])|[—―─━]\s*一\s*[—―─━]")
_ONES_AFTER_MARK = re.compile(r"(?<=[：，。；”’》！？…])\s*一\s*一(?=[\w《“‘])(?![对列介作])")
_ONES_AT_START = re.compile(r"^\s*一\s*一(?=[记访写来从《“‘])")
_STROKE_AT_START = re.compile(r"^\s*[—―─━](?=[\w《“‘])")


def find_dashes(text: str) -> list[Edit]:
    """Dashes of two squares: `——`, whole, from runs of strokes, double hyphens and strokes read as 一.

    A single `—` between two words joins them (`张北—尚义`) and stays.
    """
    spans: dict[tuple[int, int], str] = {}
    for m in _STROKES.finditer(text):
        strokes = sum(not char.isspace() for char in m.group())
        if strokes == 1:
            spans[m.span()] = "—"
        elif strokes <= _LONGEST_DASH:
            spans[m.span()] = "——"
    for m in _HYPHENS.finditer(text):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        if is_wide(before) or is_wide(after):
            spans[m.span()] = "——"
    for pattern in (_MIXED, _ONES_AFTER_MARK, _ONES_AT_START, _STROKE_AT_START):
        for m in pattern.finditer(text):
            spans = {span: mark for span, mark in spans.items() if span[1] <= m.start() or span[0] >= m.end()}
            spans[m.span()] = "——"
    return [Edit(start, end, mark) for (start, end), mark in sorted(spans.items())]


_DOTS = re.compile(r"[…⋯](?:\s*[…⋯.·])*|(?<!\.)\.{3,9}(?!\.)|[·・•]{3,9}|。{3,9}")
_LONGEST_ELLIPSIS = 9
"""More dots than this are a leader (as in a table of contents), which stays."""


def find_ellipses(text: str) -> list[Edit]:
    """Ellipses of two squares and six dots: `……`, whole."""
    if not has_han(text):
        return []
    return [Edit(m.start(), m.end(), "……") for m in _DOTS.finditer(text) if len(m.group()) <= _LONGEST_ELLIPSIS]


_DOT_VARIANTS = re.compile(r"(?<=\S)\s*[・‧•∙･⋅]\s*(?=\S)")


def find_middle_dots(text: str) -> list[Edit]:
    """Look-alikes of the middle dot inside a name (`弗拉基米尔•普京`); one at a line's head is a bullet and stays."""
    edits = []
    for m in _DOT_VARIANTS.finditer(text):
        before, after = text[m.start() - 1], text[m.end()]
        if all(is_han(char) or is_latin(char) or char in "》”“《" for char in (before, after)):
            edits.append(Edit(m.start(), m.end(), "·"))
    return edits


_NUMERALS = "一二三四五六七八九十百千零〇"
_RING = re.compile(rf"(?<=[{_NUMERALS}○◯])[○◯](?=[{_NUMERALS}○◯年号期版页])|[○◯](?=[{_NUMERALS}]{{1,3}}年)")
_YEAR = re.compile(r"(?<![一二三四五六七八九〇\d])[一二三四五六七八九〇○◯零OoＯ0０]{4}(?=\s*年)")
_LEAST_NUMERALS = 2
"""A year needs so many Chinese numerals before its rings are believed to be 〇: `2000年` has none."""


def find_zeros(text: str) -> list[Edit]:
    """Rings, letters and Arabic zeros that mean 〇 in a number written with Chinese numerals: `二○一○年`."""
    spans = {m.start(): "〇" for m in _RING.finditer(text)}
    for year in _YEAR.finditer(text):
        if sum(char in _NUMERALS for char in year.group()) >= _LEAST_NUMERALS:
            spans.update({at: "〇" for at in range(year.start(), year.end()) if text[at] in "○◯OoＯ0０"})
    return [Edit(at, at + 1, zero) for at, zero in sorted(spans.items())]
