"""What the text layer of a file says about one line, checked against the line's ink."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Affine, Box
from ocr.model import Direction, Glyph
from ocr.ports import LineImage
from ocr.raster import LayerCharacter
from ocr.recognition.placing import INK_LEVEL

__all__ = ["BLANK", "Font", "LayerLine", "LayerSettings", "PageLayer"]

BLANK = " "
Font = tuple[int, int]
"""A face and a font of it, as `LayerCharacter` numbers them."""
_VERTICAL_FORMS = str.maketrans(
    "︐︑︒︓︔︕︖︗︘︱︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
    "，、。：；！？〖〗——（）｛｝〔〕【】《》〈〉「」『』［］",
)
"""Fonts for vertical lines name the turned form of a mark; print has the mark."""
_RADICALS = ("\u2e80", "\u2fdf")
"""Some programs write the radical ⽂ for the character 文; most have the character as their compatible form."""
_NO_TEXT = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"})
"""Private use, unassigned and the like: a code that no reader of the text could make out."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """When a line of the layer accounts for the ink; lengths in character sizes.

    Attributes:
        beyond: the ends of the line that a character's middle may lie and still show ink in it: a first 一 that the
            layout took for half a rule. Less than the white between two columns.
        reach: of ink over the room of its character: slanted and swash letters, the soft edge.
        uncovered: of ink along the line that no character accounts for; a comma is wider.
        overprint: between the middles of two prints of one character: bold and shadow are made so.
        crowded: share of the narrower of two neighbours that they may overlap; kerning is less, a second text more.
        space: white between two characters beyond the usual of the line that separates words in print.
        narrow_space: the same between two Latin letters or digits, whose space is a quarter of a square.
    """

    beyond: float = 0.5
    reach: float = 0.1
    uncovered: float = 0.15
    overprint: float = 0.2
    crowded: float = 0.5
    space: float = 0.4
    narrow_space: float = 0.18


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A line whose ink the layer accounts for.

    Attributes:
        glyphs: its characters in reading order, a blank where print separates.
        fonts: of the characters, each as (face, font); a blank has its predecessor's.
    """

    glyphs: tuple[Glyph, ...]
    fonts: tuple[Font, ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """A character in its place on the page: `box` is its ink as drawn by the font, `cell` the room it takes."""

    text: str
    box: Box
    cell: Box
    font: Font


class PageLayer:
    """The text layer of one page, in the frame of the page.

    Args:
        characters: of the file.
        to_scan: from the page to the scan whose pixels the characters are placed in.
        settings: when a line is accounted for.
    """

    def __init__(
        self, characters: Sequence[LayerCharacter], to_scan: Affine, settings: LayerSettings | None = None
    ) -> None:
        to_page = to_scan.inverse()
        self._settings = settings or LayerSettings()
        self._set = [
            _Set(_named(c.text), to_page.bounds(c.box), to_page.bounds(c.cell), (c.face, c.font)) for c in characters
        ]
        self._middles = np.array([(c.box.center_x, c.box.center_y) for c in self._set], np.float64).reshape(-1, 2)

    def line(self, image: LineImage, confidence: float) -> LayerLine | None:
        """The characters of the line on `image`; None when they do not account for its ink, or cannot be ordered.

        A character without ink is left out: covered, clipped, white on white, or of the next line.

        Args:
            image: of a line.
            confidence: of the characters.
        """
        ink = image.pixels < INK_LEVEL
        if not ink.any():
            return None
        height, width = image.pixels.shape
        place = image.to_page(Box(0, 0, width, height))
        view = _View(ink, place)
        size = image.size * max(place.height / height, place.width / width)
        across = image.direction is Direction.HORIZONTAL
        beyond = round(self._settings.beyond * size)
        near = place.grow(beyond, 0) if across else place.grow(0, beyond)
        inked = [
            (character, box) for character in self._middles_in(near) if (box := view.ink_in(character.box.grow(1)))
        ]
        row = _in_order(inked, size, across=across, settings=self._settings)
        if not row or any(not character.text for character, _ in row):
            return None
        reach = round(self._settings.reach * size)
        left_over = view.uncovered([c.box.union(c.cell).grow(reach) for c, _ in row], across=across)
        if left_over > self._settings.uncovered * size:
            return None
        return _spaced(row, size, confidence, across=across, settings=self._settings)

    def _middles_in(self, place: Box) -> list[_Set]:
        x, y = self._middles[:, 0], self._middles[:, 1]
        within = (x >= place.left) & (x < place.right) & (y >= place.top) & (y < place.bottom)
        return [self._set[int(index)] for index in np.flatnonzero(within)]


class _View:
    """The ink of a line image, asked for in the frame of the page."""

    def __init__(self, ink: NDArray[np.bool_], place: Box) -> None:
        self._ink, self._place = ink, place
        self._across = ink.shape[1] / max(1, place.width)
        self._down = ink.shape[0] / max(1, place.height)

    def ink_in(self, box: Box) -> Box | None:
        """The ink inside `box`; None when there is none."""
        inside = self._inside(box)
        part = self._ink[inside.slices]
        columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
        if not columns.size:
            return None
        return Box(
            self._place.left + round((inside.left + int(columns[0])) / self._across),
            self._place.top + round((inside.top + int(rows[0])) / self._down),
            self._place.left + round((inside.left + int(columns[-1]) + 1) / self._across),
            self._place.top + round((inside.top + int(rows[-1]) + 1) / self._down),
        )

    def uncovered(self, boxes: Sequence[Box], *, across: bool) -> float:
        """The length along the line, in pixels of the page, that has ink outside of `boxes`."""
        free = self._ink.copy()
        for box in boxes:
            free[self._inside(box).slices] = False
        return float(free.any(axis=0).sum() / self._across if across else free.any(axis=1).sum() / self._down)

    def _inside(self, box: Box) -> Box:
        """`box` in pixels of the image."""
        moved = box.shift(-self._place.left, -self._place.top)
        height, width = self._ink.shape
        return Box(
            round(moved.left * self._across),
            round(moved.top * self._down),
            round(moved.right * self._across),
            round(moved.bottom * self._down),
        ).clip(width, height)


def _named(text: str) -> str:
    """The character that print shows for `text`; empty when the file does not name one."""
    text = text.translate(_VERTICAL_FORMS)
    if any(_RADICALS[0] <= char <= _RADICALS[1] for char in text):
        text = unicodedata.normalize("NFKC", text)
        if any(_RADICALS[0] <= char <= _RADICALS[1] for char in text):
            return ""
    if text == _UNKNOWN or any(unicodedata.category(char) in _NO_TEXT for char in text):
        return ""
    return text


def _in_order(
    inked: list[tuple[_Set, Box]], size: float, *, across: bool, settings: LayerSettings
) -> list[tuple[_Set, Box]]:
    """The characters along the line, overprints once; empty when two different ones stand in one place."""
    inked = sorted(inked, key=lambda entry: entry[1].center_x if across else entry[1].center_y)
    row: list[tuple[_Set, Box]] = []
    for character, box in inked:
        if any(
            earlier.text == character.text
            and abs(earlier.cell.center_x - character.cell.center_x) <= settings.overprint * size
            and abs(earlier.cell.center_y - character.cell.center_y) <= settings.overprint * size
            for earlier, _ in row[-2:]
        ):
            continue
        row.append((character, box))
    for (_, one), (_, other) in pairwise(row):
        shared = one.overlap_x(other) if across else one.overlap_y(other)
        if shared > settings.crowded * min(_along(one, across=across), _along(other, across=across)):
            return []
    return row


def _spaced(
    row: list[tuple[_Set, Box]], size: float, confidence: float, *, across: bool, settings: LayerSettings
) -> LayerLine:
    """The characters with a blank where the white between them is wider than the setting of the line makes it."""
    whites = [_white(one.cell, other.cell, across=across) for (one, _), (other, _) in pairwise(row)]
    usual = max(0.0, float(np.median(whites))) if whites else 0.0
    glyphs: list[Glyph] = []
    fonts: list[Font] = []
    for index, (character, box) in enumerate(row):
        if index:
            before = row[index - 1][0]
            narrow = before.text.isascii() and character.text.isascii()
            wanted = usual + (settings.narrow_space if narrow else settings.space) * size
            if whites[index - 1] >= wanted:
                glyphs.append(Glyph(BLANK, _between(row[index - 1][1], box), confidence))
                fonts.append(before.font)
        glyphs.append(Glyph(character.text, box, confidence))
        fonts.append(character.font)
    return LayerLine(tuple(glyphs), tuple(fonts))


def _along(box: Box, *, across: bool) -> int:
    return box.width if across else box.height


def _white(one: Box, other: Box, *, across: bool) -> int:
    """The room between two neighbours along the line; less than 0 when they overlap."""
    return other.left - one.right if across else other.top - one.bottom


def _between(one: Box, other: Box) -> Box:
    """The white between two boxes, whichever way the line runs."""
    left, right = sorted((min(one.right, other.right), max(one.left, other.left)))
    top, bottom = sorted((min(one.bottom, other.bottom), max(one.top, other.top)))
    return Box(left, top, right, bottom)
