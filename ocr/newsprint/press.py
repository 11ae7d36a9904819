"""The press: puts type, rules, frames, tints and pictures on paper and notes the truth about each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ocr.geometry import Box, hull
from ocr.model import ArticleKind, Direction, Frame, Glyph, Picture, Role, Rule, RuleStyle
from ocr.newsprint.faces import Face, TypeCase

__all__ = ["Piece", "Press", "SetLine", "Story", "Type"]

BASELINE = 0.86
"""The baseline's share of the em from its top, as in the common Song and Hei fonts."""
_VERTICAL_FORMS = str.maketrans(
    "，、。：；！？（）《》〈〉「」『』【】—…",
    "︐︑︒︓︔︕︖︵︶︽︾︿﹀﹁﹂﹃﹄︻︼︱︙",
)
_VERTICAL_QUOTES = str.maketrans("“”‘’", "﹃﹄﹁﹂")


@dataclass(frozen=True, slots=True)
class Type:
    """A face at a size, in pixels."""

    face: Face
    size: int
    white: bool = False


@dataclass(slots=True)
class SetLine:
    """One printed line; lines with the same `column` stand under each other."""

    glyphs: tuple[Glyph, ...]
    direction: Direction
    size: int
    column: int

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def box(self) -> Box:
        return hull(glyph.box for glyph in self.glyphs)


@dataclass(slots=True)
class Piece:
    """One printed paragraph, heading or caption."""

    role: Role
    lines: list[SetLine] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """What belongs together, in reading order."""

    kind: ArticleKind
    pieces: list[Piece] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


class Press:
    """A sheet of white paper being printed.

    Attributes:
        paper: ``(H, W)`` uint8.
        dark_panels: the number of panels printed white on dark; a page seldom has two.
    """

    def __init__(self, width: int, height: int, case: TypeCase) -> None:
        self.paper: NDArray[np.uint8] = np.full((height, width), 255, np.uint8)
        self.case = case
        self.stories: list[Story] = []
        self.rules: list[Rule] = []
        self.frames: list[Frame] = []
        self.pictures: list[Picture] = []
        self.dark_panels = 0
        self._columns = 0
        self._dark = False
        self._stamps: dict[tuple[str, Face, int], tuple[NDArray[np.uint8], int, int]] = {}

    @property
    def width(self) -> int:
        return int(self.paper.shape[1])

    @property
    def height(self) -> int:
        return int(self.paper.shape[0])

    def new_column(self) -> int:
        """A number no column has yet."""
        self._columns += 1
        return self._columns

    def story(self, kind: ArticleKind = ArticleKind.ARTICLE) -> Story:
        """A new story, behind all others in reading order."""
        self.stories.append(Story(kind))
        return self.stories[-1]

    @contextmanager
    def on_dark(self, box: Box, level: int) -> Iterator[None]:
        """A dark panel of grey `level` on which all type and rules are printed white."""
        self.tint(box, level)
        self.dark_panels += 1
        self._dark = True
        try:
            yield
        finally:
            self._dark = False

    def advance(self, char: str, kind: Type) -> float:
        """How far `char` moves the line on: an em, or less for Latin letters, digits and spaces."""
        if char == "　":
            return float(kind.size)
        if char.isascii():
            return float(self.case.font(kind.face, kind.size).getlength(char))
        return float(kind.size)

    def _stamp(self, char: str, kind: Type) -> tuple[NDArray[np.uint8], int, int]:
        key = (char, kind.face, kind.size)
        if key not in self._stamps:
            font = self.case.font(kind.face, kind.size)
            left, top, right, bottom = (round(side) for side in font.getbbox(char, anchor="ls"))
            tile = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
            ImageDraw.Draw(tile).text((-left, -top), char, fill=255, font=font, anchor="ls")
            ink = np.asarray(tile)
            rows, columns = np.nonzero(ink.max(1) > 40)[0], np.nonzero(ink.max(0) > 40)[0]
            if rows.size:
                ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
                left, top = left + int(columns[0]), top + int(rows[0])
            self._stamps[key] = (ink, left, top)
        return self._stamps[key]

    def glyph(self, char: str, x: float, y: float, kind: Type, *, vertical: bool = False) -> Glyph:
        """Prints `char` with the top left corner of its em at ``(x, y)``; the truth's box is its ink."""
        form = char.translate(_VERTICAL_FORMS).translate(_VERTICAL_QUOTES) if vertical else char
        ink, left, top = self._stamp(form, kind)
        if vertical and char.isascii():
            x += (kind.size - self.advance(char, kind)) / 2
        column, row = round(x) + left, round(y + BASELINE * kind.size) + top
        height, width = ink.shape
        right, bottom = min(self.width, column + width), min(self.height, row + height)
        column0, row0 = max(0, column), max(0, row)
        box = Box(column0, row0, max(column0 + 1, right), max(row0 + 1, bottom))
        if right > column0 and bottom > row0:
            spot = self.paper[row0:bottom, column0:right]
            part = ink[row0 - row : bottom - row, column0 - column : right - column].astype(np.uint16)
            target = 255 if kind.white or self._dark else 12
            spot[:] = (spot * (255 - part) + target * part) // 255
        return Glyph(char, box, 1.0)

    def line(
        self,
        text: str,
        x: float,
        y: float,
        kind: Type,
        *,
        offsets: tuple[float, ...] = (),
        spacing: float = 0.0,
        vertical: bool = False,
        column: int = 0,
    ) -> SetLine:
        """Prints a line from ``(x, y)`` on, to the right or, when `vertical`, down."""
        glyphs, pen = [], 0.0
        for index, char in enumerate(text):
            at = offsets[index] if offsets else pen
            if char not in " 　":
                spot = (x, y + at) if vertical else (x + at, y)
                glyphs.append(self.glyph(char, *spot, kind, vertical=vertical))
            else:
                spot = (round(x), round(y + at)) if vertical else (round(x + at), round(y))
                glyphs.append(Glyph(" ", Box(*spot, spot[0] + 1, spot[1] + kind.size), 1.0))
            pen += (kind.size if vertical else self.advance(char, kind)) + spacing
        direction = Direction.VERTICAL if vertical else Direction.HORIZONTAL
        return SetLine(tuple(glyphs), direction, kind.size, column or self.new_column())

    def measure(self, text: str, kind: Type, spacing: float = 0.0) -> float:
        """The length of `text` set in one horizontal line."""
        return sum(self.advance(char, kind) + spacing for char in text) - spacing

    def tint(self, box: Box, level: int) -> None:
        """A panel of grey `level` behind what is printed later."""
        spot = self.paper[box.slices]
        np.minimum(spot, level, out=spot)

    def ground(self, box: Box, image: NDArray[np.uint8]) -> None:
        """A pale `image` behind what is printed later; it is no picture to a reader."""
        spot = self.paper[box.slices]
        np.minimum(spot, image, out=spot)

    def rule(self, box: Box, style: RuleStyle = RuleStyle.THIN) -> None:
        """A printed line that fills `box`."""
        lying = box.width >= box.height
        spot = self.paper[box.slices] if lying else self.paper[box.slices].T
        thick, length = spot.shape
        ink = 235 if self._dark else 20
        match style:
            case RuleStyle.THIN | RuleStyle.THICK:
                spot[:] = ink
            case RuleStyle.DOUBLE:
                line = max(1, thick // 3)
                spot[:line] = spot[-line:] = ink
            case RuleStyle.DOTTED:
                along = np.arange(length) % max(4, 3 * thick) < max(2, 3 * thick // 2)
                spot[:, along] = ink
            case RuleStyle.WAVY:
                along = np.arange(length)
                centre = (thick - 1) / 2 * (1 + np.sin(along * 2 * np.pi / max(6, 3 * thick)))
                for offset in range(max(1, thick // 3)):
                    spot[np.clip(np.round(centre).astype(int) + offset, 0, thick - 1), along] = ink
        self.rules.append(Rule(box, style))

    def frame(self, box: Box, stroke: int, style: RuleStyle = RuleStyle.THIN) -> None:
        """A printed box whose outer edge is `box`."""
        count = len(self.rules)
        for side in (
            Box(box.left, box.top, box.right, box.top + stroke),
            Box(box.left, box.bottom - stroke, box.right, box.bottom),
            Box(box.left, box.top, box.left + stroke, box.bottom),
            Box(box.right - stroke, box.top, box.right, box.bottom),
        ):
            self.rule(side, style)
        del self.rules[count:]
        self.frames.append(Frame(box))

    def picture(self, box: Box, image: NDArray[np.uint8]) -> int:
        """Prints `image`, ``(box.height, box.width)``, and tells its index among the pictures."""
        spot = self.paper[box.slices]
        np.copyto(spot, image) if self._dark else np.minimum(spot, image, out=spot)
        self.pictures.append(Picture(box))
        return len(self.pictures) - 1
