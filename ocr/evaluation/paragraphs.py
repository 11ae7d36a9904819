"""How well paragraphs are kept: whole, split in several, or glued to a neighbour."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr.evaluation.reference import Told
from ocr.evaluation.signs import fold

__all__ = ["Paragraphs", "judge_paragraphs"]

SHORTEST = 12
"""Shorter paragraphs (credits, pointers) say little about joining lines."""
WHOLE = 0.9
"""A paragraph this similar to a found one stands whole, a few characters misread."""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The truth's paragraphs by their fate; `lost` ones lie in no found paragraph."""

    whole: int = 0
    split: int = 0
    glued: int = 0
    lost: int = 0

    @property
    def total(self) -> int:
        return self.whole + self.split + self.glued + self.lost

    def __add__(self, other: Paragraphs) -> Paragraphs:
        return Paragraphs(
            self.whole + other.whole, self.split + other.split, self.glued + other.glued, self.lost + other.lost
        )


def judge_paragraphs(truth: Told, found: Told) -> Paragraphs:
    """The fate of every paragraph of the truth's news of at least 12 characters.

    Whole: one found paragraph is 0.9 alike. Glued: a longer found one contains it, 0.9 alike. Split: a shorter found
    one of 12 characters or more lies inside it. Lost: none of these.
    """
    wanted = [fold(text) for piece in truth.news for text in piece.paragraphs]
    got = [text for text in (fold(text) for piece in found.pieces for text in piece.paragraphs) if text]
    fate = Paragraphs()
    for text in wanted:
        if len(text) >= SHORTEST:
            fate += _judge(text, got)
    return fate


def _judge(text: str, got: list[str]) -> Paragraphs:
    if any(Levenshtein.normalized_similarity(text, other, score_cutoff=WHOLE) >= WHOLE for other in got):
        return Paragraphs(whole=1)
    cutoff = 100 * WHOLE
    if any(len(other) > len(text) and fuzz.partial_ratio(text, other, score_cutoff=cutoff) for other in got):
        return Paragraphs(glued=1)
    if any(
        SHORTEST <= len(other) <= len(text) and fuzz.partial_ratio(other, text, score_cutoff=cutoff) for other in got
    ):
        return Paragraphs(split=1)
    return Paragraphs(lost=1)
