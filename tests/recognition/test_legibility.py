"""A page that cannot be read as it lies is tried the other ways up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr.geometry import Box
from ocr.model import BlockRegion, Direction, Glyph, Layout, LineRegion, Reading, TextBlock, TextLine
from ocr.pipeline import Pipeline
from ocr.ports import LineImage
from ocr.raster import Raster, Scan
from ocr.recognition import TrialSettings, is_doubtful, legibility, sample_of

EM, ROWS, LENGTH = 20, 16, 18


class UprightReader:
    """Reads lines of the letter T, surely where its bar is on top, and in doubt any other way."""

    name = "upright"
    fingerprint = "upright 1"

    def __init__(self) -> None:
        self.lines = 0

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        self.lines += len(images)
        return tuple(self._read(image) for image in images)

    def _read(self, image: LineImage) -> tuple[Glyph, ...]:
        rows = (image.pixels < 128).sum(axis=1)
        inked = np.flatnonzero(rows)
        upright = image.direction is Direction.HORIZONTAL and inked.size and rows[inked[0]] > 2 * rows[inked[-1]]
        height, width = image.pixels.shape
        box = image.to_page(Box(0, 0, width, height))
        return tuple(Glyph(char, box, 0.98 if upright else 0.3) for char in "修路通到山外")


def _page() -> np.ndarray:
    """Rows of T: no punctuation tells which way up they are."""
    page = np.full(((ROWS + 2) * 2 * EM, (LENGTH + 4) * EM), 255, np.uint8)
    for row in range(ROWS):
        top = EM + row * 2 * EM
        for at in range(LENGTH):
            left = 2 * EM + at * EM
            page[top : top + 3, left : left + EM - 3] = 0
            page[top : top + EM - 2, left + 7 : left + 10] = 0
    return page


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_without_punctuation_is_set_upright_by_reading_it(turns: int) -> None:
    """Whichever way it lies, the page that comes out has its bars on top, and the map to the scan says so."""
    scan = Scan(Raster(np.ascontiguousarray(np.rot90(_page(), -turns))), "page.png", "0" * 64, 0)
    done = Pipeline(reader=UprightReader()).digitize(scan, 1)
    assert done.page.provenance.to_scan.quarter_turns == turns
    assert done.sheet.ink.shape == pytest.approx(_page().shape, abs=2)
    assert legibility_of(done.page.blocks) > 0.9


def legibility_of(blocks: Sequence[object]) -> float:
    """The mean confidence of a finished page's characters."""
    sure = [g.confidence for b in blocks for line in b.lines for g in line.glyphs]  # type: ignore[attr-defined]
    return sum(sure) / len(sure)


def test_a_page_that_reads_well_is_read_once() -> None:
    """No line of an upright page is read for a trial."""
    reader = UprightReader()
    Pipeline(reader=reader).digitize(Scan(Raster(_page()), "page.png", "0" * 64, 0), 1)
    assert reader.lines == ROWS


def _line(texts: Sequence[str], confidence: float) -> TextBlock:
    box = Box(0, 0, 200, 20)
    glyphs = tuple(Glyph(char, box, confidence) for char in texts[0])
    witnesses = tuple((f"reader {n}", text) for n, text in enumerate(texts))
    return TextBlock(
        (TextLine(LineRegion(box, Direction.HORIZONTAL, 20.0, 0.1), Reading("x", glyphs), witnesses),), box
    )


def test_two_readers_that_disagree_leave_a_sure_one_in_doubt() -> None:
    """What counts is what both saw, a width of a bracket aside; a single reader is taken at its word."""
    assert legibility([_line(["（山村修路）", "(山村修路)"], 0.2)]) == 1.0
    assert legibility([_line(["山村修路", "一口之乙"], 0.98)]) == 0.0
    assert legibility([_line(["山村修路"], 0.9)]) == pytest.approx(0.9)
    assert legibility([]) == 1.0
    assert is_doubtful([_line(["山村修路", "一口之乙"], 0.98)], TrialSettings())


def test_the_sample_is_spread_over_the_long_lines_of_body_type() -> None:
    """Headlines, short lines and those of other sizes are left out; of few lines there is no sample."""
    region = [LineRegion(Box(0, 30 * n, 300, 30 * n + 20), Direction.HORIZONTAL, 20.0, 0.1) for n in range(100)]
    headline = LineRegion(Box(0, 3100, 900, 3160), Direction.HORIZONTAL, 60.0, 0.1)
    short = LineRegion(Box(0, 3200, 60, 3220), Direction.HORIZONTAL, 20.0, 0.1)
    blocks = tuple(BlockRegion((line,), line.box) for line in (*region, headline, short))
    layout = Layout(1000, 4000, 20.0, (), (), (), blocks)
    settings = TrialSettings(lines=4)
    assert [block.box.top for block in sample_of(layout, settings).blocks] == [0, 750, 1500, 2250]
    few = Layout(1000, 4000, 20.0, (), (), (), blocks[:5])
    assert sample_of(few, settings).blocks == ()
