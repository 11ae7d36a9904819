"""Which pages of a document are wanted: ``1,3-5``, ``7-``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.errors import ArgumentError

__all__ = ["PageRanges"]

_PART = re.compile(r"(\d+)(?:(-)(\d+)?)?")
_CURE = "write page numbers and ranges from 1, such as 1,3-5 or 7-"


@dataclass(frozen=True, slots=True)
class PageRanges:
    """Page numbers as a person writes them, from 1.

    Attributes:
        parts: first and last page of each part; the last is None where the range is open.
    """

    parts: tuple[tuple[int, int | None], ...]

    @classmethod
    def parse(cls, text: str) -> PageRanges:
        """The ranges that `text` names.

        Raises:
            ArgumentError: when `text` is no list of pages.
        """
        parts: list[tuple[int, int | None]] = []
        for piece in text.replace(" ", "").split(","):
            found = _PART.fullmatch(piece)
            if not found:
                raise ArgumentError(f"“{text}” is no list of pages", cure=_CURE)
            first = int(found[1])
            last = (int(found[3]) if found[3] else None) if found[2] else first
            if first < 1 or (last is not None and last < first):
                raise ArgumentError(f"“{piece}” in “{text}” is no range of pages", cure=_CURE)
            parts.append((first, last))
        return cls(tuple(parts))

    def select(self, count: int, name: str) -> tuple[int, ...]:
        """The wanted pages of a document of `count` pages as indices from 0, each once, in document order.

        Raises:
            ArgumentError: naming the document `name`, when it has no such page.
        """
        wanted: set[int] = set()
        for first, last in self.parts:
            end = count if last is None else last
            if first > count or end > count:
                missing = first if first > count else end
                raise ArgumentError(
                    f"{name} has no page {missing}, only {count}", cure=f"ask for pages from 1 to {count}"
                )
            wanted.update(range(first - 1, end))
        return tuple(sorted(wanted))
