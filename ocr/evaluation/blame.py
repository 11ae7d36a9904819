"""Whose error it is: the reader's, the layout's or the structure's, by giving each the truth of the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ocr.evaluation.rates import Rate
from ocr.evaluation.text import character_errors

__all__ = ["Blame", "blame", "line_errors"]


@dataclass(frozen=True, slots=True)
class Blame:
    """What each station loses by itself.

    Attributes:
        reader: character errors when the truth's lines are read.
        structure: the article share lost when the truth's lines, without a misread character, are put together.
        layout: what is lost on top of that with the lines that were found; below 0 when they did better.
    """

    reader: Rate
    structure: float
    layout: float


def line_errors(truth: Iterable[str], read: Iterable[str]) -> Rate:
    """Character errors line by line.

    Raises:
        ValueError: when there are more lines of the one than of the other.
    """
    return sum((character_errors(*pair) for pair in zip(truth, read, strict=True)), Rate())


def blame(reader: Rate, with_true_layout: float, with_found_layout: float) -> Blame:
    """The split, from the article shares of faultless text on the true and on the found layout."""
    return Blame(reader, 1 - with_true_layout, with_true_layout - with_found_layout)
