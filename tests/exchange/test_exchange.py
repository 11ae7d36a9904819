"""The border to layoutparser."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from ocr.errors import EngineError
from ocr.exchange import LayoutParserSegmenter, to_layoutparser
from ocr.geometry import Affine, Box
from ocr.model import (
    Article,
    ArticleKind,
    Block,
    BlockRegion,
    Direction,
    Glyph,
    Layout,
    Line,
    LineRegion,
    Page,
    Paragraph,
    Provenance,
    Role,
)
from ocr.raster import Sheet

SIZE = 20


@dataclass(frozen=True)
class Region:
    coordinates: tuple[float, ...]


class FakeModel:
    """Finds what it was told, and remembers the images that it saw."""

    def __init__(self, *boxes: tuple[float, ...]) -> None:
        self.boxes = boxes
        self.shapes: list[tuple[int, ...]] = []

    def detect(self, image):
        self.shapes.append(image.shape)
        return [Region(box) for box in self.boxes]


class BrokenModel:
    def detect(self, image):
        raise RuntimeError("no weights")


class FixedLines:
    """A segmenter that finds the blocks it was given."""

    def __init__(self, *blocks: BlockRegion) -> None:
        self.blocks = blocks

    def segment(self, sheet):
        return Layout(sheet.width, sheet.height, SIZE, (), (), (), self.blocks)


def line(left: int, top: int, width: int = 200) -> LineRegion:
    return LineRegion(Box(left, top, left + width, top + SIZE), Direction.HORIZONTAL, SIZE)


def block(*lines: LineRegion) -> BlockRegion:
    return BlockRegion(lines, lines[0].box)


def sheet() -> Sheet:
    grey = np.full((600, 800), 255, np.uint8)
    return Sheet(grey, np.zeros_like(grey), (), (), SIZE, Affine())


def tops(layout: Layout) -> list[list[int]]:
    return [[item.box.top for item in found.lines] for found in layout.blocks]


def test_a_block_over_two_regions_is_cut() -> None:
    """Lines that geometry took for one block stand in two, when the model sees two regions."""
    lines = FixedLines(block(line(10, 10), line(10, 40), line(10, 70), line(10, 100)))
    model = FakeModel((0, 0, 300, 65.5), (0, 65.5, 300, 200))
    assert tops(LayoutParserSegmenter(model, lines).segment(sheet())) == [[10, 40], [70, 100]]
    assert model.shapes == [(600, 800, 3)]


def test_blocks_of_one_region_and_column_become_one() -> None:
    """Two blocks under each other in one region are joined; their neighbour in the next column is not."""
    lines = FixedLines(block(line(10, 10)), block(line(10, 80)), block(line(400, 20), line(400, 50)))
    found = LayoutParserSegmenter(FakeModel((0, 0, 800, 300)), lines).segment(sheet())
    assert tops(found) == [[10, 80], [20, 50]]


def test_lines_outside_all_regions_keep_their_block() -> None:
    """No text is lost where the model sees nothing, or regions off the page or without area."""
    lines = FixedLines(block(line(10, 10), line(10, 40)))
    model = FakeModel((-50, -50, -1, -1), (900, 10, 990, 40), (20, 20, 20, 20))
    assert tops(LayoutParserSegmenter(model, lines).segment(sheet())) == [[10, 40]]


def test_the_smallest_region_counts() -> None:
    """A line in a box inside a larger region belongs to the box."""
    lines = FixedLines(block(line(10, 10), line(10, 40), line(10, 70)))
    model = FakeModel((0, 0, 800, 600), (0, 30, 300, 65))
    assert [10, 70] in tops(LayoutParserSegmenter(model, lines).segment(sheet()))
    assert [40] in tops(LayoutParserSegmenter(model, lines).segment(sheet()))


def test_vertical_lines_stay_as_they_are() -> None:
    """A vertical headline in a region of horizontal text is not glued to it."""
    headline = LineRegion(Box(10, 10, 50, 300), Direction.VERTICAL, 40)
    lines = FixedLines(block(headline), block(line(60, 20)))
    found = LayoutParserSegmenter(FakeModel((0, 0, 800, 600)), lines).segment(sheet())
    assert [item.direction for item in found.blocks] == [Direction.VERTICAL, Direction.HORIZONTAL]


def test_a_blank_page_does_not_ask_the_model() -> None:
    """Without lines there is nothing to group."""
    model = FakeModel((0, 0, 800, 600))
    assert LayoutParserSegmenter(model, FixedLines()).segment(sheet()).blocks == ()
    assert model.shapes == []


def test_a_model_that_fails_is_an_engine_error() -> None:
    """Whatever a model raises becomes one of our errors, with a cure."""
    with pytest.raises(EngineError, match=r"no weights — try another"):
        LayoutParserSegmenter(BrokenModel(), FixedLines(block(line(0, 0)))).segment(sheet())


def test_a_page_becomes_a_layout_of_text_blocks() -> None:
    """Ids, roles, texts and boxes arrive in layoutparser's own types, in reading order."""
    pytest.importorskip("layoutparser.elements")
    glyph = Glyph("新", Box(10, 20, 30, 40), 0.5)
    box = Box(10, 20, 110, 40)
    first = Line("p01.b001.l01", box, Direction.HORIZONTAL, 20, "新桥", "新桥", (glyph,))
    second = Line("p01.b001.l02", box.shift(0, 30), Direction.HORIZONTAL, 20, "通车", "通车", ())
    found = Block("p01.b001", Role.HEADLINE, (first, second))
    article = Article("p01.a01", ArticleKind.ARTICLE, (found.id,), (Paragraph(Role.HEADLINE, "新桥通车", (first.id,)),))
    provenance = Provenance("demo.pdf", "0" * 64, 0, 300, 800, 600, Affine(), "banmian", (), "")
    page = Page(1, 800, 600, 20, (), (), (), (found,), (article,), provenance)
    (text_block,) = to_layoutparser(page)
    assert (text_block.id, text_block.type, text_block.text) == ("p01.b001", "headline", "新桥\n通车")
    assert text_block.coordinates == (10, 20, 110, 70)
    assert text_block.score == 0.5
