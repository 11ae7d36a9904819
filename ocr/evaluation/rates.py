"""Rates that keep their count: errors of n, hits of n, F1; averaged over pages with an interval."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Balance", "Interval", "Rate", "bootstrap"]

T = TypeVar("T")
RESAMPLES = 1000
"""Enough for the second digit of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` of `total`; the share of nothing is 0. Rates add up to micro-averages."""

    count: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        return self.count / self.total if self.total else 0.0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.count + other.count, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Balance:
    """Found and wanted things: `hits` are both. Without any wanted and any found the F1 is 1."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else float(not self.found)

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.found + self.wanted) if self.found + self.wanted else 1.0

    def __add__(self, other: Balance) -> Balance:
        return Balance(self.hits + other.hits, self.found + other.found, self.wanted + other.wanted)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % bootstrap interval over `n` pages."""

    value: float
    low: float
    high: float
    n: int


def bootstrap(pages: Sequence[T], figure: Callable[[Sequence[T]], float], seed: int = 1) -> Interval:
    """`figure` of `pages` with the percentile interval of resampled pages (Efron 1979, doi:10.1214/aos/1176344552).

    Raises:
        ValueError: without pages.
    """
    if not pages:
        raise ValueError("no pages, no figure")
    chance = random.Random(seed)
    values = sorted(figure(chance.choices(pages, k=len(pages))) for _ in range(RESAMPLES))
    return Interval(
        figure(pages), values[round(0.025 * (RESAMPLES - 1))], values[round(0.975 * (RESAMPLES - 1))], len(pages)
    )
