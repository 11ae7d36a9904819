"""The whole way from scan to page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ocr.geometry import Box
from ocr.model import Glyph, Page
from ocr.pipeline import Pipeline
from ocr.ports import LineImage
from ocr.source import open_source

DEMO = Path(__file__).parents[1] / "scans" / "demo.pdf"


class BlindReader:
    """Sees a character without a meaning in every line, so that only the layout tells two pages apart."""

    name = "blind"
    fingerprint = "blind"

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        return tuple((Glyph("□", image.to_page(Box(0, 0, *image.pixels.shape[::-1])), 1.0),) for image in images)


def _page(threads: int) -> Page:
    scan = next(iter(open_source(str(DEMO)).scans()))
    return Pipeline(reader=BlindReader(), threads=threads).digitize(scan, 1).page


def test_the_number_of_threads_changes_nothing() -> None:
    """The same blocks, pixel for pixel, on a machine of one core and on one of many."""
    assert _page(1) == _page(4)
