"""The overlay as SVG: sharp at any size, and every block says on hovering what it is and why.

The paper lies in the file as a JPEG, so that one file is the whole picture.
"""

from __future__ import annotations

import base64
import io
from typing import Final
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from ocr.export.overlay import Colour, OverlaySettings, draw, faded_paper, unit_of
from ocr.geometry import Box
from ocr.model import Block, Page

__all__ = ["render_svg"]

PAPER_QUALITY: Final = 70  # of the JPEG; strokes stay legible and a broadsheet is under two megabytes
LABEL_AIR: Final = 1.3  # height of a number's plate, in sizes of its digits
DIGIT: Final = 0.6  # width of a digit, in sizes
HEAD_WIDTH: Final = 0.4  # half the width of an arrow's head, in lengths of it


def render_svg(page: Page, grey: NDArray[np.uint8], settings: OverlaySettings = OverlaySettings()) -> bytes:
    """The overlay as SVG in pixels of the page.

    Args:
        page: what was found.
        grey: ``(H, W)`` uint8, the upright page; another size than the page's is stretched to it.
        settings: how it is drawn; `longest` limits the paper.
    """
    paper = io.BytesIO()
    faded_paper(page, grey, settings)[0].convert("L").save(paper, "JPEG", quality=PAPER_QUALITY)
    data = base64.b64encode(paper.getvalue()).decode("ascii")
    brush = _SvgBrush(unit_of(page), settings)
    draw(page, brush, settings)
    size = f'width="{page.width}" height="{page.height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {page.width} {page.height}">',
        f"<title>{_text(page.provenance.source)}, {page.number}</title>",
        f'<image {size} preserveAspectRatio="none" href="data:image/jpeg;base64,{data}"/>',
        *brush.parts,
        "</svg>",
    ]
    return ("\n".join(parts) + "\n").encode("utf-8")


class _SvgBrush:
    """Writes one element a stroke."""

    def __init__(self, size: float, settings: OverlaySettings) -> None:
        self.width = max(1, round(size * settings.line))
        self.parts: list[str] = []
        self._size = size
        self._settings = settings

    def tint(self, block: Block, colour: Colour) -> None:
        why = f"\n{block.why}" if block.why else ""
        text = "\n".join(line.text for line in block.lines)
        self.parts.append(
            f'<rect id="{block.id}" class="{block.role.value}" {_place(block.box)} fill="{_hex(colour)}" '
            f'fill-opacity="{self._settings.tint:g}"><title>{_text(f"{block.id} {block.role.value}{why}")}\n\n'
            f"{_text(text)}</title></rect>"
        )

    def edge(self, box: Box, colour: Colour, width: int) -> None:
        self.parts.append(
            f'<rect {_place(box)} fill="none" stroke="{_hex(colour)}" stroke-width="{width}" pointer-events="none"/>'
        )

    def underline(self, box: Box, colour: Colour) -> None:
        self._line(box.left, box.bottom, box.right, box.bottom, colour)

    def number(self, box: Box, text: str, colour: Colour) -> None:
        """A label over the corner of `box`, most of it outside, so that the first character stays legible."""
        size = self._size * self._settings.label
        width, height = size * DIGIT * (len(text) + 1), size * LABEL_AIR
        left = max(0.0, box.left - width * self._settings.outside)
        top = max(0.0, box.top - height * self._settings.outside)
        self.parts.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{_hex(colour)}"/>'
            f'<text x="{left + width / 2:.1f}" y="{top + height / 2:.1f}" font-family="sans-serif" '
            f'font-size="{size:.1f}" fill="#fff" text-anchor="middle" dominant-baseline="central">{_text(text)}</text>'
        )

    def arrow(self, start: tuple[float, float], end: tuple[float, float], colour: Colour) -> None:
        (x0, y0), (x1, y1) = start, end
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        if length < 1:
            return
        head = min(length, self._size * self._settings.arrow)
        dx, dy = (x1 - x0) / length * head, (y1 - y0) / length * head
        self._line(x0, y0, x1 - dx, y1 - dy, colour)
        left = f"{x1 - dx - dy * HEAD_WIDTH:.1f},{y1 - dy + dx * HEAD_WIDTH:.1f}"
        right = f"{x1 - dx + dy * HEAD_WIDTH:.1f},{y1 - dy - dx * HEAD_WIDTH:.1f}"
        self.parts.append(f'<path d="M{x1:.1f},{y1:.1f} L{left} L{right} Z" fill="{_hex(colour)}"/>')

    def _line(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        self.parts.append(
            f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{_hex(colour)}" '
            f'stroke-width="{self.width}" pointer-events="none"/>'
        )


def _place(box: Box) -> str:
    return f'x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}"'


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _text(text: str) -> str:
    return escape("".join(char for char in text if char >= " " or char == "\n"))
