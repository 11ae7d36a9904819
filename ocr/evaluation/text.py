"""How well the text is read: character errors, the confusions behind them, and what order costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr.evaluation.rates import Balance, Rate
from ocr.evaluation.signs import graphemes, without_punctuation

__all__ = [
    "Confusion",
    "bigram_balance",
    "character_errors",
    "confusions",
    "ordered_similarity",
    "order_loss",
    "ranked",
]


@dataclass(frozen=True, slots=True)
class Confusion:
    """`truth` was read as `read`, `count` times; an empty side is a character lost or made up."""

    truth: str
    read: str
    count: int


def character_errors(truth: str, read: str, *, punctuation: bool = True) -> Rate:
    """Substitutions, insertions and deletions (Levenshtein 1966) over the characters of the truth.

    Counted on NFC graphemes without white space. An empty truth against some text has a total of 0 and counts its
    errors all the same; two empty texts have none.
    """
    a, b = graphemes(truth), graphemes(read)
    if not punctuation:
        a, b = without_punctuation(a), without_punctuation(b)
    return Rate(Levenshtein.distance(a, b), len(a))


def confusions(truth: str, read: str) -> tuple[Confusion, ...]:
    """Every difference of a shortest alignment, the most frequent first."""
    a, b = graphemes(truth), graphemes(read)
    counts: Counter[tuple[str, str]] = Counter()
    for step in Levenshtein.editops(a, b):
        match step.tag:
            case "replace":
                counts[a[step.src_pos], b[step.dest_pos]] += 1
            case "delete":
                counts[a[step.src_pos], ""] += 1
            case _:
                counts["", b[step.dest_pos]] += 1
    return ranked(counts)


def ranked(counts: Mapping[tuple[str, str], int]) -> tuple[Confusion, ...]:
    """Counted pairs of truth and reading, the most frequent first, equals by their characters."""
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Confusion(pair[0], pair[1], count) for pair, count in order)


def bigram_balance(truth: str, read: str) -> Balance:
    """Neighbouring pairs of characters found and wanted, as multisets: reading and coverage, blind to order."""
    a, b = graphemes(truth), graphemes(read)
    wanted = Counter(pairwise(a))
    found = Counter(pairwise(b))
    return Balance((wanted & found).total(), found.total(), wanted.total())


def ordered_similarity(truth: str, read: str) -> float:
    """One less the edit distance over the longer text's length: reading, coverage and order; 1 for two empty texts."""
    a, b = graphemes(truth), graphemes(read)
    return 1 - Levenshtein.distance(a, b) / max(len(a), len(b), 1)


def order_loss(truth: str, read: str) -> float:
    """What order alone costs: the bigrams' F1 less the ordered similarity, not below 0."""
    return max(0.0, bigram_balance(truth, read).f1 - ordered_similarity(truth, read))
