"""The oracle answers with what is printed, wherever the sheet lies."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.oracle import OracleReader, Print
from ocr.errors import DependencyError
from ocr.evaluation import layout_of
from ocr.geometry import Affine, Box
from ocr.model import Direction, Glyph, Role
from ocr.newsprint import PageSpec, typeset
from ocr.raster import Sheet
from ocr.recognition import LineCut, recognise


def sheet_of(pixels: np.ndarray, to_scan: Affine) -> Sheet:
    """A sheet without panels."""
    return Sheet(pixels, (pixels < 128).astype(np.uint8), (), (), 10.0, to_scan)


def test_the_oracle_reads_the_true_lines_without_a_fault() -> None:
    """Body lines come back as they were set, vertical ones included."""
    try:
        sample = typeset(4, PageSpec(width=150, height=200, dpi=90))
    except DependencyError as missing:
        pytest.skip(str(missing))
    sheet, oracle = sheet_of(sample.scan, Affine()), OracleReader(Print.of(sample.truth))
    oracle.face(sheet)
    blocks = recognise(sheet, layout_of(sample.truth), oracle)
    for block, read in zip(sample.truth.blocks, blocks, strict=True):
        if block.role is Role.BODY:
            assert [line.text for line in block.lines] == [
                "".join(g.text for g in r.reading.glyphs) for r in read.lines
            ]


def test_characters_follow_the_sheets_map() -> None:
    """A sheet moved by ten pixels against the scan is read where it lies; elsewhere nothing is."""
    printed = Print((Glyph("天", Box(20, 20, 30, 30), 1.0), Glyph("地", Box(32, 20, 42, 30), 1.0)), Affine())
    oracle = OracleReader(printed)
    oracle.face(sheet_of(np.full((60, 60), 255, np.uint8), Affine(1.0, 0.0, 10.0, 0.0, 1.0, 10.0)))
    here = LineCut(np.full((14, 26), 255, np.uint8), Direction.HORIZONTAL, 10.0, 8, 8)
    there = LineCut(np.full((14, 26), 255, np.uint8), Direction.HORIZONTAL, 10.0, 8, 38)
    assert [[glyph.text for glyph in glyphs] for glyphs in oracle.read([here, there])] == [["天", "地"], []]
