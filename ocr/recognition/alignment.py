"""Lays two readings of one line side by side, character by character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from ocr.model import Direction, Glyph

__all__ = ["Pair", "align", "fold"]

GAP = 0.75
"""The price of a character that only one reader saw; two of them are dearer than one mistaken for another."""
DRIFT = 0.25
"""The price of every character size by which two paired characters stand apart; engines place within half of one."""
FARTHEST = 3.0
"""Character sizes apart beyond which distance costs no more: one reader's places may be off for a whole line."""

_FOLDED = str.maketrans(
    {
        "。": "。", "．": ".", "、": "、", "—": "—", "–": "—", "―": "—", "─": "—", "━": "—",
        "〈": "<", "〉": ">", "【": "[", "】": "]", "“": '"', "”": '"', "‘": "'", "’": "'", "＂": '"', "＇": "'",
        "〔": "[", "〕": "]", "○": "〇", "◯": "〇", "•": "·", "・": "·", "‧": "·", "…": "…", "⋯": "…", "∶": ":",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """What two readers saw in one place; None where one saw nothing. Never both None."""

    first: Glyph | None
    second: Glyph | None

    @property
    def agrees(self) -> bool:
        """Whether both saw the same character, widths and looks that print does not tell apart aside."""
        return self.first is not None and self.second is not None and fold(self.first.text) == fold(self.second.text)

    @property
    def lone(self) -> Glyph | None:
        """The character that only one reader saw; None when both saw one."""
        if self.first is None:
            return self.second
        return self.first if self.second is None else None


def fold(text: str) -> str:
    """`text` with full-width forms made half-width and look-alike punctuation made one: for comparison only."""
    return normalize("NFKC", text.translate(_FOLDED)) if text != "…" else text


def align(first: Sequence[Glyph], second: Sequence[Glyph], direction: Direction, size: float) -> tuple[Pair, ...]:
    """The cheapest pairing of two readings that keeps the order of both.

    Args:
        first: a reading.
        second: the other, boxes in the same frame.
        direction: of the line.
        size: of its characters, to measure distances with.
    """
    if not first or not second:
        return tuple(Pair(glyph, None) for glyph in first) + tuple(Pair(None, glyph) for glyph in second)
    folded = [fold(glyph.text) for glyph in first], [fold(glyph.text) for glyph in second]
    if folded[0] == folded[1]:
        return tuple(Pair(one, two) for one, two in zip(first, second, strict=True))
    places = _places(first, direction, size), _places(second, direction, size)
    prices = [
        [
            (one != two) + DRIFT * min(abs(here - there), FARTHEST)
            for two, there in zip(folded[1], places[1], strict=True)
        ]
        for one, here in zip(folded[0], places[0], strict=True)
    ]
    cost = [[GAP * j for j in range(len(second) + 1)]]
    for i, row in enumerate(prices):
        above, current = cost[i], [GAP * (i + 1)]
        for j, price in enumerate(row):
            current.append(min(above[j] + price, above[j + 1] + GAP, current[j] + GAP))
        cost.append(current)
    return _trace(first, second, cost, prices)


def _places(reading: Sequence[Glyph], direction: Direction, size: float) -> list[float]:
    """The middle of each character along the line, in character sizes."""
    em = max(size, 1.0)
    if direction is Direction.HORIZONTAL:
        return [glyph.box.center_x / em for glyph in reading]
    return [glyph.box.center_y / em for glyph in reading]


def _trace(
    first: Sequence[Glyph], second: Sequence[Glyph], cost: list[list[float]], prices: list[list[float]]
) -> tuple[Pair, ...]:
    """The pairs on the cheapest way back through the table; pairing is preferred where the price is the same."""
    pairs = []
    i, j = len(first), len(second)
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + prices[i - 1][j - 1]:
            i, j = i - 1, j - 1
            pairs.append(Pair(first[i], second[j]))
        elif i and cost[i][j] == cost[i - 1][j] + GAP:
            i -= 1
            pairs.append(Pair(first[i], None))
        else:
            j -= 1
            pairs.append(Pair(None, second[j]))
    return tuple(reversed(pairs))
