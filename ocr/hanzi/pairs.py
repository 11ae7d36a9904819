"""Marks that come in pairs: which quote opens and which closes, which bracket was meant."""

from __future__ import annotations

import re

from ocr.hanzi.characters import has_han, is_latin
from ocr.hanzi.tracing import Edit

__all__ = ["find_brackets", "find_double_quotes", "find_single_quotes"]

_TURNED = 1.0
"""The cost of reading a curly quote the other way round: readers seldom mistake its direction."""
_UNPAIRED = 1.2
"""The cost of two quotes in a row that both open or both close: dearer than one turned quote, cheaper than two."""
_OUT_OF_PLACE = 0.6
"""The cost of a quote that closes where only an opening one stands in print, or the other way round."""

_CUT = 0.1
"""The cost of a quotation that runs in from the line above or on into the next: it happens, whole ones happen more."""

_AFTER_CLOSING = "，。、；：！？）》"


def _misfit(text: str, at: int, end: int, opens: bool) -> float:
    """How badly a quote at ``[at, end)`` sits between its neighbours."""
    before, after = text[:at].rstrip()[-1:], text[end:].lstrip()[:1]
    if opens:
        return _OUT_OF_PLACE if not after or after in _AFTER_CLOSING else 0.0
    stranded = (not before and bool(after) and after not in _AFTER_CLOSING) or (bool(before) and before in "：（《")
    return _OUT_OF_PLACE if stranded else 0.0


def _directions(text: str, spots: list[tuple[int, int]], opening: str, closing: str) -> list[bool]:
    """For each quote whether it opens: the cheapest story of the line (Viterbi over open and closed)."""
    costs: dict[bool, tuple[float, tuple[bool, ...]]] = {False: (0.0, ())}
    for index, (start, end) in enumerate(spots):
        read = text[start]
        step: dict[bool, tuple[float, tuple[bool, ...]]] = {}
        for opens in (True, False):
            turned = (read in opening and not opens) or (read in closing and opens)
            own = _misfit(text, start, end, opens) + (_TURNED if turned else 0.0)
            if not index and not opens:
                own += _CUT
            ways = [(cost + (_UNPAIRED if path and path[-1] == opens else 0.0), path) for cost, path in costs.values()]
            cheapest = min(ways, key=lambda way: way[0])
            step[opens] = (cheapest[0] + own, (*cheapest[1], opens))
        costs = step
    best = min((costs[True][0] + _CUT, costs[True][1]), costs[False], key=lambda way: way[0])
    return list(best[1])


def _find_quotes(text: str, spots: list[tuple[int, int]], opening: str, closing: str) -> list[Edit]:
    if not spots:
        return []
    directions = _directions(text, spots, opening, closing)
    return [
        Edit(start, end, opening[0] if opens else closing[0])
        for (start, end), opens in zip(spots, directions, strict=True)
    ]


_DOUBLE = re.compile("[“”„‟\"]|[‘’`']{2}|``")
_SINGLE = re.compile("(?<![‘’`'])[‘’`'](?![‘’`'])")


def find_double_quotes(text: str) -> list[Edit]:
    """Double quotes, two single ones read for one included, turned the way that pairs them."""
    if not has_han(text):
        return []
    return _find_quotes(text, [m.span() for m in _DOUBLE.finditer(text)], "“", "”")


def find_single_quotes(text: str) -> list[Edit]:
    """Single quotes turned the way that pairs them; an apostrophe between Latin letters becomes plain."""
    if not has_han(text):
        return []
    spots, edits = [], []
    for m in _SINGLE.finditer(text):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        if is_latin(before) and is_latin(after):
            edits.append(Edit(m.start(), m.end(), "'"))
        else:
            spots.append(m.span())
    return sorted(edits + _find_quotes(text, spots, "‘", "’"), key=lambda edit: edit.start)


_ANGLES, _ROUNDS, _SQUARES = "〈《<", "（(", "[［【"
_KIND = {**dict.fromkeys("〈〉<>", "angle"), **dict.fromkeys("《》", "title"), **dict.fromkeys("（）()", "round")}
_CLOSING_OF = {"〈": "〉", "《": "》", "<": ">", "（": "）", "(": ")", "[": "]", "［": "］", "【": "】", "〔": "〕"}
_CUE = re.compile(
    r"(?P<open>[〈《<\[［【{「])\s*"
    r"(?P<cue>(?:(?:本报|新华社|特约|见习|实习|首席|驻\w{1,6})\s*)*(?:记\s*者|通\s*讯\s*员|评\s*论\s*员)"
    r"|[下上紧续]\s*[转接]\s*第?|作者(?:单位|系|为|：))"
    r"(?P<inside>[^（）()〈〉《》<>\[\]［］【】{}「」]{0,60}?)(?P<close>[〉》>\]］】}」）)]|$)"
)
_CUE_CLOSE = re.compile(
    r"（(?P<cue>(?:本报|新华社|特约|见习|实习|首席)?(?:记者|通讯员)|[下上紧续][转接])"
    r"[^（）()〈〉《》<>\[\]［］【】{}「」，。]{0,60}?(?P<close>[〉》>\]］】}」])"
)
_JUMP_OPEN = re.compile(r"（[下上紧续][转接]第?\s*[A-D]?[\d一二三四五六七八九十]{1,3}版$")


def _find_cued(text: str) -> dict[int, str]:
    """Brackets around reporters and jumps: there print has round ones, or square ones that match."""
    found: dict[int, str] = {}
    for m in _CUE.finditer(text):
        opened, closed = m["open"], m["close"]
        if opened in "[［【「" and closed == {**_CLOSING_OF, "「": "」"}[opened]:
            continue
        if not closed and opened in _SQUARES:
            continue
        found[m.start("open")] = "（"
        if closed:
            found[m.start("close")] = "）"
    for m in _CUE_CLOSE.finditer(text):
        found[m.start("close")] = "）"
    return found


def _find_crossed(text: str, known: dict[int, str]) -> dict[int, str]:
    """Pairs that open as one kind and close as another: `〈甲）` is round, `《甲〉` a title."""
    found: dict[int, str] = {}
    opened: list[int] = []
    for at, char in enumerate(text):
        if at in known or char not in _KIND:
            continue
        if char in _CLOSING_OF:
            opened.append(at)
            continue
        if not opened:
            continue
        first = opened.pop()
        kinds = (_KIND[text[first]], _KIND[char])
        match kinds:
            case ("angle", "round"):
                found[first] = "（"
            case ("round", "angle"):
                found[at] = "）"
            case ("title", "angle"):
                found[at] = "》"
            case ("angle", "title") if text[first] in "〈<":
                found[first] = "《"
            case _:
                pass
    return found


def find_brackets(text: str) -> list[Edit]:
    """Brackets that were read as another kind, where the pattern leaves no doubt."""
    if not has_han(text):
        return []
    known = _find_cued(text)
    found = {**known, **_find_crossed(text, known)}
    edits = [Edit(at, at + 1, bracket) for at, bracket in sorted(found.items())]
    if _JUMP_OPEN.search(text):
        edits.append(Edit(len(text), len(text), "）"))
    return edits
