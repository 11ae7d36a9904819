"""The head of an article: its headline and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ocr.geometry import Box, hull
from ocr.structure.items import Item

__all__ = ["EMBLEM_LENGTH", "Head"]

EMBLEM_LENGTH = 6
"""The name of a column, drawn as an emblem, has no more characters; it may be larger than a headline."""


@dataclass(frozen=True, eq=False)  # without slots: every step of reading asks for the boxes, which are kept
class Head:
    """One head of an article.

    Attributes:
        lines: the items of the headline itself, top to bottom (or right to left).
        kickers, decks, bylines: the items around it.
        titles: column titles that stand over single columns of the article.
        size: the character size of the headline in pixels.
        frame: the index of the frame around it, -1 without.
    """

    lines: tuple[Item, ...]
    kickers: tuple[Item, ...]
    decks: tuple[Item, ...]
    bylines: tuple[Item, ...]
    size: float
    stands: bool
    frame: int
    titles: tuple[Item, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return (*self.kickers, *self.lines, *self.decks, *self.bylines)

    @property
    def headline(self) -> Box:
        return hull(item.box for item in self.lines)

    @cached_property
    def unsigned(self) -> Box:
        """The box without bylines, which may stand in a column already."""
        return hull(item.box for item in (*self.kickers, *self.lines, *self.decks))

    @cached_property
    def box(self) -> Box:
        return hull(item.box for item in self.items)
