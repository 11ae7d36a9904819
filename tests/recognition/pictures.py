"""Lines of known text drawn for the tests; simplified Chinese faces of the system, or none."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.geometry import Affine, Box
from ocr.model import BlockRegion, Direction, Layout, LineRegion, Rule
from ocr.raster import Sheet

FACES = (
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
)


@functools.cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """A face with simplified Chinese; the test is skipped where there is none."""
    for path, index in FACES:
        if Path(path).is_file():
            return ImageFont.truetype(path, size, index=index)
    pytest.skip("no Chinese font is installed (Debian: fonts-noto-cjk)")


def draw(canvas: Image.Image, text: str, left: int, top: int, size: int, *, vertical: bool = False) -> Box:
    """Draw `text` and return the box of its ink."""
    ink = Image.new("L", canvas.size, 255)
    pen = ImageDraw.Draw(ink)
    if vertical:
        for row, character in enumerate(text):
            pen.text((left, top + row * round(size * 1.1)), character, fill=0, font=font(size))
    else:
        pen.text((left, top), text, fill=0, font=font(size))
    canvas.paste(0, mask=ink.point(lambda value: 255 - value))
    rows, columns = np.nonzero(np.asarray(ink) < 160)
    return Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)


def paper(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), 255)


def sheet(canvas: Image.Image | NDArray[np.uint8], body_size: float = 40.0) -> Sheet:
    grey = np.array(canvas, np.uint8)
    return Sheet(grey, (grey < 160).astype(np.uint8), (), (), body_size, Affine())


def layout(page: Sheet, *lines: LineRegion, rules: tuple[Rule, ...] = ()) -> Layout:
    """Every line in a block of its own."""
    blocks = tuple(BlockRegion((line,), line.box) for line in lines)
    return Layout(page.width, page.height, page.body_size, rules, (), (), blocks)


def horizontal(box: Box, size: float = 40.0) -> LineRegion:
    return LineRegion(box, Direction.HORIZONTAL, size)


def vertical(box: Box, size: float = 40.0) -> LineRegion:
    return LineRegion(box, Direction.VERTICAL, size)
