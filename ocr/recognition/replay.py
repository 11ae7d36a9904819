"""A reader that repeats what was read before: for tests, caches and other people's readings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from ocr.geometry import Box
from ocr.model import Direction, Glyph
from ocr.ports import LineImage

__all__ = ["ReplayReader", "spread"]


class ReplayReader:
    """Answers with the recorded characters of the line that overlaps the image the most.

    Args:
        lines: the characters read, by the box of their line on the page.
        name: what to call the reader.
    """

    def __init__(self, lines: Mapping[Box, tuple[Glyph, ...]], name: str = "replay") -> None:
        self._lines = dict(lines)
        self._name = name
        record = repr(sorted(self._lines.items(), key=lambda item: item[0]))
        self._fingerprint = f"{name} sha256:{hashlib.sha256(record.encode()).hexdigest()[:16]}"

    @property
    def name(self) -> str:
        return self._name

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        return tuple(self._recall(image) for image in images)

    def _recall(self, image: LineImage) -> tuple[Glyph, ...]:
        height, width = image.pixels.shape
        place = image.to_page(Box(0, 0, width, height))
        known = max(self._lines, key=lambda box: (box.overlap_area(place) / max(1, box.area), box), default=None)
        if known is None or known.overlap_area(place) * 2 < known.area:
            return ()
        return self._lines[known]


def spread(
    text: str, box: Box, direction: Direction = Direction.HORIZONTAL, confidence: float = 1.0
) -> tuple[Glyph, ...]:
    """The characters of `text` evenly spread over `box`: a reading made by hand."""
    count = len(text)
    glyphs = []
    for index, character in enumerate(text):
        if direction is Direction.HORIZONTAL:
            left, right = (box.left + box.width * i // count for i in (index, index + 1))
            place = Box(left, box.top, right, box.bottom)
        else:
            top, bottom = (box.top + box.height * i // count for i in (index, index + 1))
            place = Box(box.left, top, box.right, bottom)
        glyphs.append(Glyph(character, place, confidence))
    return tuple(glyphs)
