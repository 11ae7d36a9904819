"""The border to layoutparser: our pages as its `Layout`, its detection models as our `Segmenter`.

layoutparser is imported when it is first used; none of its types goes further than this file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.errors import DependencyError, EngineError
from ocr.geometry import Box
from ocr.layout import GeometricSegmenter
from ocr.model import BlockRegion, Direction, Layout, LineRegion, Page
from ocr.ports import Segmenter
from ocr.raster import Sheet

if TYPE_CHECKING:
    import layoutparser

__all__ = ["DetectedRegion", "DetectionModel", "LayoutParserSegmenter", "to_layoutparser"]

SAME_COLUMN = 0.5
"""Pieces of one region stand under each other when this share of the narrower one does: side by side shares nothing."""


class DetectedRegion(Protocol):
    """What we ask of layoutparser's `TextBlock`."""

    @property
    def coordinates(self) -> tuple[float, ...]:
        """Left, top, right, bottom in pixels of the image."""
        ...


class DetectionModel(Protocol):
    """What we ask of a layoutparser model, such as `AutoLayoutModel`."""

    def detect(self, image: NDArray[np.uint8], /) -> Iterable[DetectedRegion]:
        """The regions on ``(H, W, 3)`` RGB pixels."""
        ...


def to_layoutparser(page: Page) -> layoutparser.Layout:
    """The blocks of `page` in reading order, each with its id, its role as type, its text and its confidence.

    Raises:
        DependencyError: when layoutparser is not installed.
    """
    try:
        from layoutparser.elements import Layout as LpLayout
        from layoutparser.elements import Rectangle, TextBlock
    except ImportError as problem:
        cure = "install it: pip install --no-deps layoutparser==0.3.4"
        raise DependencyError(f"layoutparser cannot be imported: {problem}", cure=cure) from problem
    blocks = []
    for block in page.blocks:
        glyphs = [glyph for line in block.lines for glyph in line.glyphs]
        blocks.append(
            TextBlock(
                Rectangle(*block.box.as_tuple()),
                id=block.id,
                type=block.role.value,
                text="\n".join(line.text for line in block.lines),
                score=sum(glyph.confidence for glyph in glyphs) / len(glyphs) if glyphs else 0.0,
            )
        )
    return LpLayout(blocks, page_data={"width": page.width, "height": page.height, "number": page.number})


class LayoutParserSegmenter:
    """A `Segmenter` that groups lines as a layoutparser model says; where the lines are, geometry says.

    A block that reaches over two regions is cut, blocks that stand under each other in one region become one. Lines
    outside all regions keep their blocks, so that no text is lost where the model sees nothing.

    Args:
        model: any object with layoutparser's ``detect(image)``.
        lines: what finds the lines, rules, frames and pictures.
    """

    def __init__(self, model: DetectionModel, lines: Segmenter | None = None) -> None:
        self._model = model
        self._lines = lines or GeometricSegmenter()

    def segment(self, sheet: Sheet) -> Layout:
        """The layout of `sheet`; the model is not asked about a blank page.

        Raises:
            EngineError: when the model fails.
        """
        layout = self._lines.segment(sheet)
        if not layout.blocks:
            return layout
        try:
            found = tuple(self._model.detect(np.repeat(sheet.grey[:, :, np.newaxis], 3, axis=2)))
        except Exception as problem:
            cure = "try another model, or read without one"
            raise EngineError(f"the layout model failed: {problem}", cure=cure) from problem
        return replace(layout, blocks=_regrouped(layout.blocks, tuple(_boxes(found, sheet.width, sheet.height))))


def _boxes(found: Iterable[DetectedRegion], width: int, height: int) -> Iterator[Box]:
    """The regions on the page, as whole pixels; what lies outside of it, or has no area, is left out."""
    for region in found:
        left, top, right, bottom = region.coordinates[:4]
        x0, y0 = max(0, math.floor(left)), max(0, math.floor(top))
        x1, y1 = min(width, math.ceil(right)), min(height, math.ceil(bottom))
        if x0 < x1 and y0 < y1:
            yield Box(x0, y0, x1, y1)


def _regrouped(blocks: tuple[BlockRegion, ...], regions: tuple[Box, ...]) -> tuple[BlockRegion, ...]:
    """The same lines, each in one block, no block in two regions; by place."""
    smallest_first = sorted(regions, key=lambda box: (box.area, box.as_tuple()))
    kept: list[BlockRegion] = []
    inside: dict[Box, list[BlockRegion]] = {}
    for block in blocks:
        pieces: dict[Box | None, list[LineRegion]] = {}
        for line in block.lines:
            x, y = line.box.center_x, line.box.center_y
            region = next((box for box in smallest_first if box.contains_point(x, y)), None)
            pieces.setdefault(region, []).append(line)
        for region, lines in pieces.items():
            piece = BlockRegion(tuple(lines), block.column)
            if region is None:
                kept.append(piece)
            else:
                inside.setdefault(region, []).append(piece)
    for pieces_inside in inside.values():
        kept += _merged(pieces_inside)
    return tuple(sorted(kept, key=lambda block: (block.box.top, block.box.left, block.box.as_tuple())))


def _merged(pieces: list[BlockRegion]) -> list[BlockRegion]:
    """Pieces of one region, those of one direction and column joined; vertical lines stay as they are."""
    columns: list[BlockRegion] = []
    for piece in sorted(pieces, key=lambda item: (item.box.top, item.box.left)):
        if piece.direction is Direction.HORIZONTAL:
            for index, above in enumerate(columns):
                if _continues(above, piece):
                    columns[index] = BlockRegion(above.lines + piece.lines, above.column.union(piece.column))
                    break
            else:
                columns.append(piece)
        else:
            columns.append(piece)
    return columns


def _continues(above: BlockRegion, below: BlockRegion) -> bool:
    if above.direction is not Direction.HORIZONTAL or below.box.top < above.lines[-1].box.center_y:
        return False
    narrower = min(above.box.width, below.box.width)
    return above.box.overlap_x(below.box) >= SAME_COLUMN * narrower
