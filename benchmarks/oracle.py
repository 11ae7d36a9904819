"""A reader that knows the truth: it answers each line with the printed characters that lie in it.

With it a page costs what imaging, layout and structure cost, and what is wrong with the result is theirs alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.geometry import Affine, Box
from ocr.layout import GeometricSegmenter
from ocr.model import Direction, Glyph, Layout, Page
from ocr.pipeline import Pipeline
from ocr.ports import LineImage, Segmenter
from ocr.raster import Sheet
from ocr.settings import Settings

__all__ = ["OracleReader", "Print", "oracle_pipeline"]

EDGE = 0.3
"""The white paper that a line is cut out with, in ems; characters in it belong to other lines."""


@dataclass(frozen=True, slots=True)
class Print:
    """The characters printed on a paper, and the map from the paper onto its scan."""

    glyphs: tuple[Glyph, ...]
    to_scan: Affine

    @classmethod
    def of(cls, truth: Page) -> Print:
        """What the lines of `truth` hold."""
        lines = (line for block in truth.blocks for line in block.lines)
        return cls(tuple(glyph for line in lines for glyph in line.glyphs), truth.provenance.to_scan)


class OracleReader:
    """Reads without a fault.

    The characters of a line stand in the order of print; a line that holds none has no text. Before it reads it must
    be shown the sheet: where the characters lie there follows from the sheet's map.
    """

    name = "oracle"
    fingerprint = "oracle"

    def __init__(self, printed: Print) -> None:
        self._print = printed
        self._glyphs: tuple[Glyph, ...] = ()
        self._x = self._y = np.zeros(0)

    def face(self, sheet: Sheet) -> None:
        """Lays the characters on `sheet`."""
        onto = sheet.to_scan.inverse().after(self._print.to_scan)
        self._glyphs = tuple(Glyph(glyph.text, onto.bounds(glyph.box), 1.0) for glyph in self._print.glyphs)
        self._x = np.array([glyph.box.center_x for glyph in self._glyphs], float)
        self._y = np.array([glyph.box.center_y for glyph in self._glyphs], float)

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        """For each image the characters that lie in it."""
        return tuple(self._answer(image) for image in images)

    def _answer(self, image: LineImage) -> tuple[Glyph, ...]:
        height, width = image.pixels.shape
        place = image.to_page(Box(0, 0, width, height))
        edge = min(EDGE * image.size, place.width / 3, place.height / 3)
        x, y = self._x, self._y
        inside = (x > place.left + edge) & (x < place.right - edge) & (y > place.top + edge) & (y < place.bottom - edge)
        chosen = np.flatnonzero(inside)
        along = (y if image.direction is Direction.VERTICAL else x)[chosen]
        return tuple(self._glyphs[index] for index in chosen[np.argsort(along, kind="stable")])


@dataclass(frozen=True, slots=True)
class _Showing:
    """A segmenter that shows each sheet to the oracle first."""

    oracle: OracleReader
    inner: Segmenter

    def segment(self, sheet: Sheet) -> Layout:
        self.oracle.face(sheet)
        return self.inner.segment(sheet)


def oracle_pipeline(printed: Print, settings: Settings) -> Pipeline:
    """The whole program with an oracle for its reader; it reads the scan of `printed` only."""
    oracle = OracleReader(printed)
    return Pipeline(settings, reader=oracle, segmenter=_Showing(oracle, GeometricSegmenter(settings.layout)))
