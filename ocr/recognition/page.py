"""Reads a whole page: every line of the layout becomes a line that says something."""

from __future__ import annotations

from ocr.model import Layout, Reading, TextBlock, TextLine
from ocr.ports import LineReader
from ocr.raster import Sheet
from ocr.recognition.consensus import Testimony, Witnessing
from ocr.recognition.cutting import CutSettings, LineCutter

__all__ = ["recognise"]


def recognise(
    sheet: Sheet, layout: Layout, reader: LineReader, settings: CutSettings | None = None
) -> tuple[TextBlock, ...]:
    """The blocks of `layout` with their text: the same blocks, the same lines, in the same order.

    A line in which nothing was read has an empty reading.

    Raises:
        EngineError: when the reader fails.
    """
    cutter = LineCutter(sheet, layout, settings)
    lines = [line for block in layout.blocks for line in block.lines]
    images = [cutter.cut(line) for line in lines]
    if isinstance(reader, Witnessing):
        testimonies = reader.testify(images)
    else:
        testimonies = tuple(
            Testimony(glyphs, ((reader.name, "".join(glyph.text for glyph in glyphs)),))
            for glyphs in reader.read(images)
        )
    texts = iter(
        TextLine(line, Reading(reader.name, testimony.glyphs), testimony.witnesses)
        for line, testimony in zip(lines, testimonies, strict=True)
    )
    return tuple(TextBlock(tuple(next(texts) for _ in block.lines), block.column) for block in layout.blocks)
