"""The page image with what was found drawn over it: a person sees at a glance what the program believes.

Blocks are tinted by role and edged by article; numbers and arrows give the reading order; rules, frames and
pictures are outlined; characters of low confidence are marked. All labels are in Latin letters and digits, so
that no font beyond Pillow's own is needed.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.geometry import Box
from ocr.model import ArticleKind, Block, Page, Role

__all__ = [
    "ARTICLE_COLOURS",
    "ROLE_COLOURS",
    "Brush",
    "Colour",
    "OverlaySettings",
    "draw",
    "faded_paper",
    "reason_of",
    "render",
    "render_found",
    "unit_of",
]

Colour: TypeAlias = tuple[int, int, int]
Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont

ROLE_COLOURS: dict[Role, Colour] = {
    Role.MASTHEAD: (148, 103, 189),
    Role.KICKER: (255, 152, 150),
    Role.COLUMN_TITLE: (247, 182, 210),
    Role.HEADLINE: (214, 39, 40),
    Role.DECK: (255, 127, 14),
    Role.SUMMARY: (255, 187, 120),
    Role.BYLINE: (23, 190, 207),
    Role.SUBHEAD: (227, 119, 194),
    Role.BODY: (31, 119, 180),
    Role.CAPTION: (44, 160, 44),
    Role.CREDIT: (152, 223, 138),
    Role.JUMP: (188, 189, 34),
    Role.POINTER: (219, 219, 141),
    Role.TABLE: (140, 86, 75),
    Role.ADVERTISEMENT: (127, 127, 127),
    Role.FOLIO: (197, 176, 213),
    Role.STAFF: (199, 199, 199),
    Role.FOOTER: (196, 156, 148),
    Role.ORNAMENT: (220, 220, 220),
}
ARTICLE_COLOURS: tuple[Colour, ...] = (
    (214, 39, 40),
    (31, 119, 180),
    (44, 160, 44),
    (255, 127, 14),
    (148, 103, 189),
    (0, 139, 139),
    (199, 21, 133),
    (139, 90, 43),
    (85, 107, 47),
    (70, 70, 200),
)
"""Dark enough to be told apart as thin lines on paper; they repeat after ten articles."""
_RULE: Colour = (200, 0, 200)
_FRAME: Colour = (0, 150, 150)
_PICTURE: Colour = (120, 80, 0)
_FOUND: Colour = (255, 150, 0)
_MARKER = 0.35
"""The opacity of a text marker: print stays legible under it."""
_DOUBT: Colour = (255, 0, 0)


@dataclass(frozen=True, slots=True)
class OverlaySettings:
    """How the overlay is drawn; sizes as shares of the body size unless said.

    Attributes:
        longest: the longer side of the overlay in pixels: a screen's worth of detail, a few hundred kB.
        paper: how much of the page's ink stays, so that colours stand out against it.
        tint: the opacity of a block's colour.
        doubt: a character below this confidence is marked.
        line: the width of an article's edge.
        label: the size of the numbers.
        outside: the share of a label that lies outside its block.
        least_label: in pixels of the overlay, below which digits cannot be read.
        arrow: the length of an arrow's head.
        reasons: beside its number each block tells in a word why it stands there: the one that `Block.why` begins with.
    """

    longest: int = 2400
    paper: float = 0.65
    tint: float = 0.18
    doubt: float = 0.6
    line: float = 0.12
    label: float = 0.9
    outside: float = 0.6
    least_label: int = 11
    arrow: float = 0.6
    reasons: bool = False


_PRICE = re.compile(r"\((-?[\d.]+)\)$")
_COMPRESSION = 3
"""Of the PNG; half the time of Pillow's own choice, 6, and on a page with thin tints no larger."""
_FALLBACK_SIZE = 1 / 100
"""On a page without a body size: the share of its width that stands in for it."""


class Brush(Protocol):
    """What an overlay is drawn with, in the frame of the page; `width` is that of an article's edge."""

    width: int

    def tint(self, block: Block, colour: Colour) -> None: ...
    def edge(self, box: Box, colour: Colour, width: int) -> None: ...
    def underline(self, box: Box, colour: Colour) -> None: ...
    def number(self, box: Box, text: str, colour: Colour) -> None: ...
    def arrow(self, start: tuple[float, float], end: tuple[float, float], colour: Colour) -> None: ...


class _PixelBrush:
    """Draws on an image of another scale than the page's."""

    def __init__(self, image: Image.Image, scale: float, size: float, settings: OverlaySettings) -> None:
        self._draw = ImageDraw.Draw(image, "RGBA")
        self._scale = scale
        self._size = size * scale
        self.width = max(1, round(self._size * settings.line))
        self._font: Font = ImageFont.load_default(max(settings.least_label, round(self._size * settings.label)))
        self._settings = settings

    def _place(self, box: Box) -> tuple[float, float, float, float]:
        left, top, right, bottom = (edge * self._scale for edge in box.as_tuple())
        return left, top, max(left, right - 1), max(top, bottom - 1)

    def tint(self, block: Block, colour: Colour) -> None:
        self._draw.rectangle(self._place(block.box), fill=(*colour, round(255 * self._settings.tint)))

    def edge(self, box: Box, colour: Colour, width: int) -> None:
        self._draw.rectangle(self._place(box), outline=(*colour, 255), width=width)

    def underline(self, box: Box, colour: Colour) -> None:
        left, _, right, bottom = self._place(box)
        self._draw.line((left, bottom, right, bottom), fill=(*colour, 255), width=max(2, self.width))

    def number(self, box: Box, text: str, colour: Colour) -> None:
        """A label over the corner of `box`, most of it outside, so that the first character stays legible."""
        left, top, _, _ = self._place(box)
        spot = self._draw.textbbox((0, 0), text, font=self._font)
        pad = self.width
        width, height = spot[2] + 2 * pad, spot[3] + 2 * pad
        left, top = max(0, left - width * self._settings.outside), max(0, top - height * self._settings.outside)
        self._draw.rectangle((left, top, left + width, top + height), fill=(*colour, 215))
        self._draw.text((left + pad, top + pad), text, font=self._font, fill=(255, 255, 255, 255))

    def arrow(self, start: tuple[float, float], end: tuple[float, float], colour: Colour) -> None:
        (x0, y0), (x1, y1) = ((x * self._scale, y * self._scale) for x, y in (start, end))
        length = math.hypot(x1 - x0, y1 - y0)
        if length < 1:
            return
        head = min(length, max(4.0, self._size * self._settings.arrow))
        dx, dy = (x1 - x0) / length * head, (y1 - y0) / length * head
        self._draw.line((x0, y0, x1 - dx, y1 - dy), fill=(*colour, 200), width=self.width)
        wings = [(x1, y1), (x1 - dx - dy / 2, y1 - dy + dx / 2), (x1 - dx + dy / 2, y1 - dy - dx / 2)]
        self._draw.polygon(wings, fill=(*colour, 220))


def faded_paper(page: Page, grey: NDArray[np.uint8], settings: OverlaySettings) -> tuple[Image.Image, float]:
    """The paper of the overlay, its ink faded, and the scale from the page to it."""
    scale = min(1.0, settings.longest / max(page.width, page.height, 1))
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    small = Image.fromarray(grey).convert("L").resize(size, Image.Resampling.BOX)
    faded = small.point([round(255 - (255 - value) * settings.paper) for value in range(256)])
    return faded.convert("RGB"), scale


def _leave(block: Block) -> tuple[float, float]:
    return block.box.center_x, block.box.bottom


def _enter(block: Block) -> tuple[float, float]:
    return block.box.center_x, block.box.top


def render(page: Page, grey: NDArray[np.uint8], settings: OverlaySettings = OverlaySettings()) -> bytes:
    """The overlay as PNG.

    Args:
        page: what was found.
        grey: ``(H, W)`` uint8, the upright page; another size than the page's is stretched to it.
        settings: how it is drawn.
    """
    image, scale = faded_paper(page, grey, settings)
    draw(page, _PixelBrush(image, scale, unit_of(page), settings), settings)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=_COMPRESSION)
    return out.getvalue()


def render_found(
    page: Page, grey: NDArray[np.uint8], places: Sequence[Box], settings: OverlaySettings = OverlaySettings()
) -> bytes:
    """The page as it was printed, with `places` on it marked, as PNG.

    Args:
        page: to whose frame the places belong.
        grey: ``(H, W)`` uint8, the upright page; another size than the page's is stretched to it.
        places: what was looked for and found.
        settings: of these, `longest` and `line` count.
    """
    image, scale = faded_paper(page, grey, replace(settings, paper=1.0))
    brush = ImageDraw.Draw(image, "RGBA")
    pad = unit_of(page) * scale * settings.line
    for place in places:
        left, top, right, bottom = (edge * scale for edge in place.as_tuple())
        around = (left - pad, top - pad, right + pad, bottom + pad)
        brush.rectangle(around, fill=(*_FOUND, round(255 * _MARKER)), outline=(*_FOUND, 255), width=max(1, round(pad)))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=_COMPRESSION)
    return out.getvalue()


def unit_of(page: Page) -> float:
    """The body size, by which everything drawn is measured, or what stands in for it."""
    return page.body_size or page.width * _FALLBACK_SIZE


def reason_of(block: Block) -> str:
    """The word that the block's reason begins with, and the price of the step where it tells one: `runs on 1.2`."""
    word, colon, sentence = block.why.partition(":")
    price = _PRICE.search(sentence)
    return f"{word}{f' {price[1]}' if price else ''}" if colon else ""


def draw(page: Page, brush: Brush, settings: OverlaySettings) -> None:
    """Everything that lies over the paper, the numbers last."""
    for frame in page.frames:
        brush.edge(frame.box, _FRAME, brush.width)
    for rule in page.rules:
        brush.edge(rule.box, _RULE, max(1, brush.width // 2))
    for picture in page.pictures:
        brush.edge(picture.box, _PICTURE, 2 * brush.width)
    colours: dict[str, Colour] = {}
    for index, article in enumerate(a for a in page.articles if a.kind is not ArticleKind.FURNITURE):
        colours.update(dict.fromkeys(article.block_ids, ARTICLE_COLOURS[index % len(ARTICLE_COLOURS)]))
    grey_edge = ROLE_COLOURS[Role.STAFF]
    for block in page.blocks:
        brush.tint(block, ROLE_COLOURS[block.role])
        brush.edge(block.box, colours.get(block.id, grey_edge), brush.width)
        for line in block.lines:
            for glyph in line.glyphs:
                if glyph.confidence < settings.doubt:
                    brush.underline(glyph.box, _DOUBT)
    by_id = {block.id: block for block in page.blocks}
    for article in page.articles:
        if article.kind is ArticleKind.FURNITURE:
            continue  # folios and ornaments have places, but no order
        chain = [by_id[key] for key in article.block_ids if key in by_id]
        for before, after in pairwise(chain):
            brush.arrow(_leave(before), _enter(after), colours.get(before.id, grey_edge))
    for number, block in enumerate(page.blocks, 1):
        reason = f" {reason_of(block)}" if settings.reasons else ""
        brush.number(block.box, f"{number}{reason}".rstrip(), colours.get(block.id, (90, 90, 90)))
