"""What the characters beside a place say of the one that stands there: how often they follow one another in words."""

from __future__ import annotations

import hashlib
import io
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ocr.errors import OutputError
from ocr.hanzi import common_form, is_han

__all__ = ["Context"]

TABLE = "context.npz"
"""Made by ``python -m models.training context``."""
STEPS = 8
"""How often a pair occurs is kept in eighths of a power of two."""
UNSEEN = 0.5
"""How often a character that no word of the dictionary begins or ends with is taken to."""
LEAST = 1e-3
"""How often a pair is taken to occur at the least."""
MOST = 8.0
"""What a character's neighbours say counts up to this, in natural logarithms: a dictionary does not know all names."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A text of words drawn by their frequency, each by itself.

    Attributes:
        places: of each character in the arrays of all ``N`` characters.
        counts: ``(N,)``: how often each occurs,
        begins: and how many words begin with it,
        ends: or end with it.
        pairs: ``(P,)`` int64, rising: the place of a character times ``N`` and of the one that follows it in words.
        times: ``(P,)``: how often.
        words: of the text, all together.
        fingerprint: of the table.
    """

    places: dict[str, int]
    counts: NDArray[np.float64]
    begins: NDArray[np.float64]
    ends: NDArray[np.float64]
    pairs: NDArray[np.int64]
    times: NDArray[np.float64]
    words: float
    fingerprint: str

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Context:
        """The table that comes with the program."""
        data = files("ocr.recognition").joinpath(TABLE).read_bytes()
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as table:
                counts, begins, ends = (table[name].astype(np.float64) for name in ("counts", "begins", "ends"))
                places = {chr(code): place for place, code in enumerate(table["characters"].tolist())}
                pairs, times = np.cumsum(table["pairs"], dtype=np.int64), np.exp2(table["times"] / STEPS)
        except (ValueError, KeyError, OSError, BadZipFile) as problem:
            raise OutputError(f"{TABLE}: not a table of words", cure="reinstall the program") from problem
        digest = hashlib.sha256(data).hexdigest()[:16]
        return cls(places, counts, begins, ends, pairs, times, float(ends.sum()), f"context sha256:{digest}")

    def lean(self, before: str, first: str, second: str, after: str) -> float:
        """How much better `first` goes with its neighbours than `second`: the logarithm of how many times likelier.

        How common the two are by themselves does not count. 0 where one of them is no Han character. Neighbours that
        are none (signs, figures, nothing) part words.
        """
        if not (is_han(first) and is_han(second)):
            return 0.0
        before, first, second, after = (common_form(text) for text in (before, first, second, after))
        leaning = self._beside(before, first, after) - self._beside(before, second, after)
        return max(-MOST, min(MOST, leaning))

    def _beside(self, before: str, text: str, after: str) -> float:
        """The logarithm of how likely `before` and `after` stand beside `text`, up to what all characters share."""
        times = self._times(before, text) * self._times(text, after)
        return math.log(times) - 2 * math.log(self._count(self.counts, text) + 1)

    def _times(self, one: str, two: str) -> float:
        """How often `two` follows `one`; words end and begin where one of them is no Han character."""
        if not is_han(one):
            return self._count(self.begins, two) + UNSEEN
        if not is_han(two):
            return self._count(self.ends, one) + UNSEEN
        between = (self._count(self.ends, one) + UNSEEN) * (self._count(self.begins, two) + UNSEEN) / self.words
        return self._inside(one, two) + between + LEAST

    def _inside(self, one: str, two: str) -> float:
        """How often `two` follows `one` inside a word."""
        first, second = self.places.get(one), self.places.get(two)
        if first is None or second is None:
            return 0.0
        pair = first * len(self.counts) + second
        place = int(np.searchsorted(self.pairs, pair))
        return float(self.times[place]) if place < len(self.pairs) and self.pairs[place] == pair else 0.0

    def _count(self, of: NDArray[np.float64], text: str) -> float:
        place = self.places.get(text)
        return 0.0 if place is None else float(of[place])
