"""`banmian review`: the review page of a run, with the engines and scans of this program behind it."""

from __future__ import annotations

import argparse
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ocr.cli.scans import open_scan
from ocr.export.json import JsonWriter, read_page
from ocr.export.markdown import MarkdownWriter
from ocr.geometry import Affine, Box
from ocr.imaging import prepare
from ocr.layout import GeometricSegmenter
from ocr.model import Glyph, LineRegion, Reading, TextLine
from ocr.raster import Raster, Scan
from ocr.recognition import READERS, open_reader, recognise
from ocr.review import command
from ocr.review.doors import Doors, ReadRegion

__all__ = ["add_arguments", "run"]

# White paper around a place that is read again, as a share of its shorter side: ink at the edge would count as dirt.
MARGIN = 0.5
WHITE = 255


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `run` reads."""
    command.add_arguments(parser)
    parser.add_argument("--reader", choices=READERS, default="consensus", help="who reads places again")
    parser.add_argument("--model", metavar="NAME", help="Tesseract model for reading again")


def run(args: argparse.Namespace) -> int:
    """0 when the person ended the review."""
    doors = Doors(
        read_page=read_page,
        write_page=JsonWriter().write,
        write_markdown=MarkdownWriter().write,
        open_scan=open_scan,
        read_region=_region_reader(args.reader, args.model),
    )
    return command.run(args, doors)


def _region_reader(name: str, model: str | None) -> ReadRegion:
    """Reads a place of the page; the engine is loaded when it is first asked."""
    reader = cache(lambda: open_reader(name, model))

    def read(grey: NDArray[np.uint8], box: Box) -> tuple[TextLine, ...]:
        cut = grey[box.slices]
        margin = round(min(box.width, box.height) * MARGIN)
        padded = np.pad(cut, margin, constant_values=WHITE)
        sheet = prepare(Scan(Raster(padded), "", "", 0))
        layout = GeometricSegmenter().segment(sheet)
        blocks = recognise(sheet, layout, reader())
        lines = [line for block in blocks for line in block.lines if line.text]
        lines.sort(key=lambda line: (line.region.box.top, line.region.box.left))
        to_page = Affine(c=box.left - margin, f=box.top - margin).after(sheet.to_scan)
        return tuple(_moved(line, to_page, box) for line in lines)

    return read


def _moved(line: TextLine, to_page: Affine, inside: Box) -> TextLine:
    """The line in the frame of the page, held inside the place it was read from."""

    def move(box: Box) -> Box:
        return to_page.bounds(box).intersection(inside)

    region = LineRegion(move(line.region.box), line.region.direction, line.region.size, line.region.weight)
    glyphs = tuple(Glyph(g.text, move(g.box), g.confidence, g.alternative) for g in line.reading.glyphs)
    return TextLine(region, Reading(line.reading.reader, glyphs), line.witnesses)
