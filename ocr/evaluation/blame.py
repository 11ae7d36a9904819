"""Whose error it is: the reader's, the layout's or the structure's, by giving each the truth of the one before."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.evaluation.rates import Rate
from ocr.evaluation.text import character_errors
from ocr.model import Page, TextBlock

__all__ = ["Blame", "blame", "line_errors"]


@dataclass(frozen=True, slots=True)
class Blame:
    """The article share a page loses, by station, and what the reader errs on the truth's own lines.

    Attributes:
        reader: character errors when the truth's lines are read.
        structure: the share lost when the truth's regions are read and put together; the reader's errors included.
        layout: what is lost on top of that with the regions that were found; below 0 when they did better.
    """

    reader: Rate
    structure: float
    layout: float


def line_errors(truth: Page, read: tuple[TextBlock, ...]) -> Rate:
    """Character errors line by line; `read` are the blocks of `layout_of(truth)`, in the same order.

    Raises:
        ValueError: when the lines are not the truth's.
    """
    errors = Rate()
    for block, blocks_read in zip(truth.blocks, read, strict=True):
        for line, line_read in zip(block.lines, blocks_read.lines, strict=True):
            errors += character_errors(line.text, line_read.text)
    return errors


def blame(reader: Rate, with_true_layout: float, whole: float) -> Blame:
    """The split, from the article share with the true layout and that of the whole program."""
    return Blame(reader, 1 - with_true_layout, with_true_layout - whole)
