"""A vertical line on its side, its first character at the left: PP-OCR's network has learnt to read columns so.

Nothing has to be cut into characters, so blurred and touching ones are read better than when they are laid side by
side, and Latin letters and figures, which vertical setting lays on their side, stand upright. But marks get lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import Direction, Glyph
from ocr.ports import LineImage
from ocr.recognition.alignment import Pair, align

__all__ = ["TurnedLine", "both_ways"]

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/+% -]*[A-Za-z0-9%+]")
"""Two or more Latin letters or figures, and what may stand between them."""
TURNED_SIGNS = "“”（）《》〈〉「」『』【】〔〕［］()[]"
"""Signs that vertical setting turns, so that they stand upright in the turned line."""
LONE = 0.5
"""A character that was seen in one way only is kept when its reader was at least so sure."""


@dataclass(frozen=True, slots=True, eq=False)
class TurnedLine:
    """A vertical line after a quarter turn counterclockwise.

    Attributes:
        pixels: ``(H, W)`` grey; the characters lie on their left side, the first at the left.
        origin: the line as it stands.
    """

    pixels: NDArray[np.uint8]
    origin: LineImage

    @classmethod
    def of(cls, origin: LineImage) -> TurnedLine:
        """The vertical line `origin`, turned."""
        return cls(np.ascontiguousarray(np.rot90(origin.pixels)), origin)

    @property
    def direction(self) -> Direction:
        return Direction.HORIZONTAL

    @property
    def size(self) -> float:
        return self.origin.size

    def to_page(self, box: Box) -> Box:
        """`box` of this image in the frame of the page."""
        width = self.origin.pixels.shape[1]
        return self.origin.to_page(Box(width - box.bottom, box.left, width - box.top, box.right))


def both_ways(laid: Sequence[Glyph], turned: Sequence[Glyph], size: float) -> tuple[Glyph, ...]:
    """One reading of a vertical line, of the one of its characters laid side by side and the one of the turned line.

    Args:
        laid: its marks count,
        turned: of its letters, where the two differ, the surer ones; and figures with all that is in them.
        size: of the characters on the page.
    """
    pairs = align(laid, turned, Direction.VERTICAL, size)
    aside = _figures(pairs)
    chosen = (pair.second if pair in aside else _choose(pair) for pair in pairs)
    return tuple(glyph for glyph in chosen if glyph is not None)


def _figures(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs in which the turned line has a word of Latin letters or figures: such words lie on their side."""
    text = "".join(_sign(pair.second) for pair in pairs)
    return [pair for word in WORD.finditer(text) for pair in pairs[word.start() : word.end()]]


def _sign(glyph: Glyph | None) -> str:
    """What `glyph` is in a word, as one character: itself, blank where nothing was seen, or 一 for all else."""
    if glyph is None:
        return " "
    return glyph.text if len(glyph.text) == 1 and glyph.text.isascii() and glyph.text.strip() else "一"


def _choose(pair: Pair) -> Glyph | None:
    laid, turned = pair.first, pair.second
    if turned is not None and turned.text in TURNED_SIGNS and turned.confidence >= LONE:
        return turned
    if laid is None or turned is None:
        lone = laid or turned
        assert lone is not None
        counts = lone.confidence >= LONE if lone.text.isalnum() else lone is laid and not lone.text.isascii()
        return lone if counts else None
    if not (laid.text.isalnum() or turned.text.isalnum()):
        return laid
    return turned if turned.confidence > laid.confidence else laid
