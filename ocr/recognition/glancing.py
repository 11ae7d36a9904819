"""Readers that look at a line quickly first, and closely where that is not enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from ocr.model import Glyph
from ocr.ports import LineImage
from ocr.recognition.scripts import alike

__all__ = ["Glance", "Glancing", "same_text", "surer"]


@dataclass(frozen=True, slots=True)
class Glance:
    """A line as a reader saw it.

    Attributes:
        glyphs: the reading.
        sure: how sure of it the reader is, 0 to 1: of one of two readings of a line the surer is kept.
    """

    glyphs: tuple[Glyph, ...]
    sure: float


@runtime_checkable
class Glancing(Protocol):
    """A reader whose readings at first sight are cheap; its `read` looks closely by itself where it is not sure.

    Attributes:
        sure_enough: a line seen less surely is worth a close look, unless another reader saw the same.
    """

    sure_enough: float

    def glance(self, images: Sequence[LineImage]) -> tuple[Glance, ...]:
        """The lines at first sight."""
        ...

    def look_closely(self, images: Sequence[LineImage]) -> tuple[Glance, ...]:
        """The lines with care, at twice the cost."""
        ...


def surer(seen: Glance, closer: Glance) -> Glance:
    """Of two looks at a line the surer one; the closer look where both are as sure."""
    return closer if closer.sure >= seen.sure else seen


def same_text(one: Sequence[Glyph], other: Sequence[Glyph]) -> bool:
    """Whether two readings say the same, spaces, look-alike signs and scripts aside."""
    return _folded(one) == _folded(other)


def _folded(glyphs: Sequence[Glyph]) -> str:
    return "".join(alike(glyph.text) for glyph in glyphs if glyph.text.strip())
