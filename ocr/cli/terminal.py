"""What the person at the terminal sees: a progress bar and a row a page, on standard error."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from ocr.model import ArticleKind, Page

__all__ = ["Progress", "row_of"]

REVIEW_BELOW = 0.9
"""Characters surer than this need no second look."""
BAR = 24
BOLD, RED, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[0m"


class Progress:
    """A bar that shows the page and stage at work; silent when standard error is no terminal."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = total
        self._done = 0
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._colour = self._live and not os.environ.get("NO_COLOR")

    def stage(self, name: str, stage: str) -> None:
        if self._live:
            filled = BAR * self._done // max(1, self._total)
            bar = "█" * filled + "░" * (BAR - filled)
            self._stream.write(f"\r\x1b[K{bar} {self._done}/{self._total}  {name}: {stage}")
            self._stream.flush()

    def line(self, text: str, *, bad: bool = False) -> None:
        """Writes a line above the bar."""
        if self._live:
            self._stream.write("\r\x1b[K")
        self._stream.write(f"{RED}{text}{PLAIN}\n" if bad and self._colour else f"{text}\n")
        self._stream.flush()

    def page_done(self) -> None:
        self._done += 1

    def clear(self) -> None:
        if self._live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def row_of(name: str, page: Page, seconds: float) -> str:
    """What there is to say of a finished page, in one line."""
    glyphs = [glyph for block in page.blocks for line in block.lines for glyph in line.glyphs]
    if not glyphs:
        return f"{name}: no text found on this page ({seconds:.1f} s)"
    unsure = sum(1 for glyph in glyphs if glyph.confidence < REVIEW_BELOW)
    kinds = (ArticleKind.ARTICLE, ArticleKind.TEASER, ArticleKind.PHOTO)
    articles = sum(1 for article in page.articles if article.kind in kinds)
    return (
        f"{name}: {articles} articles, {len(glyphs)} characters, confidence {page.confidence:.3f}, "
        f"to review {100 * unsure / len(glyphs):.1f} % ({seconds:.1f} s)"
    )
