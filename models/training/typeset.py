"""Sets one line of text as a newspaper would: face, width, spacing, weight, and what stands close to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from .faces import Face

Grey = npt.NDArray[np.float32]
EM = 64
"""Pixels of the em square in which lines are set; larger than any line is read at, so that printing and scanning
can be imitated before the scan's resolution is taken on."""
_ASCENT = 0.88
_LEFT_HALF = "（《“‘【"
_RIGHT_HALF = "，。、；：）》”’】？！"
_PAPER = 255.0


@dataclass(frozen=True, slots=True)
class TypesetSettings:
    """How far lines may differ; lengths are shares of the em."""

    tracking: tuple[float, float] = (-0.05, 0.14)
    headline_tracking: tuple[float, float] = (0.1, 0.6)
    squeezed_share: float = 0.25
    """Lines whose punctuation is set half-width, as most papers do at line ends."""
    full_width_digits_share: float = 0.12
    other_latin_share: float = 0.25
    """Lines whose digits and letters come from another face."""
    margin: tuple[float, float] = (0.02, 0.35)
    side_margin: tuple[float, float] = (0.02, 0.6)
    leading: tuple[float, float] = (1.12, 1.7)
    neighbour_share: float = 0.3
    rule_share: float = 0.12
    condensed: tuple[float, float] = (0.72, 1.18)
    condensed_share: float = 0.35
    slant: float = 0.012
    oblique_share: float = 0.03
    bend: float = 0.022
    bend_length: tuple[float, float] = (0.25, 0.7)
    bend_share: float = 0.3
    """Lines whose characters are drawn in other proportions: each point moved by about ``bend``, together with the
    points within ``bend_length``."""


@lru_cache(maxsize=60000)
def _glyph(face: Face, character: str) -> tuple[Grey, float]:
    """Ink (0..1) on a (1.5 em, 2 em) field with the origin at x = em / 2, baseline at 1.25 em, and the advance."""
    font = face.font(character)
    field = Image.new("L", (2 * EM, 3 * EM // 2), 0)
    ImageDraw.Draw(field).text((EM // 2, 5 * EM // 4), character, font=font, fill=255, anchor="ls")
    return np.asarray(field, np.float32) / np.float32(255), float(font.getlength(character))


def set_line(
    text: str, face: Face, latin: Face, chance: np.random.Generator, settings: TypesetSettings, *, headline: bool
) -> Grey:
    """The line in black (0) on white (255), shape ``(1.5 em, width)``, baseline at 1.25 em, no margins."""
    wide_digits = chance.random() < settings.full_width_digits_share
    squeezed = chance.random() < settings.squeezed_share
    spread = chance.random()
    low, high = settings.headline_tracking if headline and spread < 0.25 else settings.tracking
    tracking = float(chance.uniform(low, high)) * EM if spread < 0.45 else 0.0
    gap = float(chance.choice((0.5, 1.0, 1.0))) * EM
    drawn: list[tuple[float, Grey]] = []
    x = 0.0
    for character in text:
        if character == " ":
            x += gap
            continue
        wide = chr(ord(character) + 0xFEE0)
        if wide_digits and character.isascii() and character.isalnum() and face.covers(wide):
            character = wide
        source = latin if character.isascii() and latin.covers(character) else face
        ink, advance = _glyph(source, character)
        shift = 0.0
        if squeezed and advance > 0.8 * EM and character in _LEFT_HALF + _RIGHT_HALF:
            shift = EM / 2 if character in _LEFT_HALF else 0.0
            if ink[:, : EM // 2 + int(shift)].max(initial=0) < 0.5 or shift == 0.0:
                advance /= 2
            else:
                shift = 0.0
        drawn.append((x - shift, ink))
        x += advance + tracking
    canvas = np.zeros((3 * EM // 2, int(x) + 3 * EM), np.float32)
    for left, ink in drawn:
        at = max(0, round(left) + EM // 2)
        place = canvas[:, at : at + ink.shape[1]]
        np.maximum(place, ink[:, : place.shape[1]], out=place)
    columns = np.flatnonzero(canvas.max(axis=0) > 0.5)
    if not len(columns):
        return np.full((3 * EM // 2, EM), _PAPER, np.float32)
    return np.asarray(_PAPER - _PAPER * canvas[:, columns[0] : columns[-1] + 1], np.float32)


def reshape(line: Grey, chance: np.random.Generator, settings: TypesetSettings) -> Grey:
    """The line in a face that does not exist: condensed or widened, slanted, bolder, lighter, or of other contrast."""
    line = np.pad(line, ((0, 0), (EM // 8, EM // 8)), constant_values=_PAPER)
    slant = chance.normal(0, settings.slant)
    if chance.random() < settings.oblique_share:
        slant = chance.uniform(-0.25, 0.0)
    width = chance.uniform(*settings.condensed) if chance.random() < settings.condensed_share else 1.0
    if abs(slant) > 0.003 or width != 1.0:
        height = line.shape[0]
        turn = np.array([[width, slant, -slant * height / 2], [0, 1, 0]], np.float32)
        size = (int(line.shape[1] * width) + 2, height)
        line = cv2.warpAffine(line, turn, size, flags=cv2.INTER_LINEAR, borderValue=_PAPER).astype(np.float32)
    if chance.random() < settings.bend_share:
        line = bend(line, chance, settings)
    kind = chance.random()
    if kind < 0.18:  # heavier or lighter in both directions
        line = _thicken(line, chance.uniform(-0.8, 1.8), chance.uniform(-0.8, 1.8))
    elif kind < 0.34:  # less contrast: thin horizontals grow, as in the sturdy Song of newspapers
        line = _thicken(line, 0.0, chance.uniform(0.3, 2.2))
    elif kind < 0.44:  # more contrast: stems grow
        line = _thicken(line, chance.uniform(0.5, 2.5), -0.3 * chance.random())
    return line


def bend(line: Grey, chance: np.random.Generator, settings: TypesetSettings) -> Grey:
    """The line on a sheet of rubber: parts of characters a little larger, smaller, or elsewhere."""
    height, width = line.shape
    pace = EM * chance.uniform(*settings.bend_length)
    knots = max(2, round(height / pace) + 1), max(2, round(width / pace) + 1)
    amount = settings.bend * EM * chance.uniform(0.3, 1.0)
    down, across = (
        cv2.resize(chance.normal(0, amount, knots).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        for _ in range(2)
    )
    rows = down + np.arange(height, dtype=np.float32)[:, None]
    columns = across + np.arange(width, dtype=np.float32)[None]
    return np.asarray(cv2.remap(line, columns, rows, cv2.INTER_LINEAR, borderValue=_PAPER), np.float32)


def _thicken(line: Grey, across: float, down: float) -> Grey:
    """Stems ``across`` and horizontals ``down`` pixels of ink wider on each side; less than nothing thins them."""
    for amount, axis in ((across, (1, 0)), (down, (0, 1))):
        whole = int(np.ceil(abs(amount)))
        if not whole:
            continue
        kernel = np.ones((1 + 2 * whole * axis[1], 1 + 2 * whole * axis[0]), np.uint8)
        spread = cv2.erode(line, kernel) if amount > 0 else cv2.dilate(line, kernel)
        share = np.float32(abs(amount) / whole)
        line = (line * (1 - share) + spread * share).astype(np.float32)
    return line


def crop(line: Grey, neighbour: Grey, chance: np.random.Generator, settings: TypesetSettings) -> Grey:
    """The line as a line finder would cut it: margins with parts of its neighbours, rules, column edges."""
    above, below = (float(chance.uniform(*settings.margin)) for _ in range(2))
    left, right = (int(EM * chance.uniform(*settings.side_margin)) for _ in range(2))
    top = int(EM * (1.25 - _ASCENT))
    bottom = top + EM
    pad = EM
    page = np.full((line.shape[0] + 2 * pad, line.shape[1] + left + right), _PAPER, np.float32)
    _paste(page, line, pad, left)
    pitch = int(EM * chance.uniform(*settings.leading))
    for step in (-pitch, pitch):
        if chance.random() < settings.neighbour_share:
            _paste(page, neighbour, pad + step, int(chance.integers(-EM, EM)))
    if chance.random() < settings.rule_share:
        _rule(page, pad + top, pad + bottom, chance)
    return page[pad + top - int(EM * above) : pad + bottom + int(EM * below)]


def _paste(page: Grey, ink: Grey, top: int, left: int) -> None:
    first_row, first_column = max(0, top), max(0, left)
    place = page[first_row : top + ink.shape[0], first_column : left + ink.shape[1]]
    piece = ink[first_row - top :, first_column - left :]
    piece = piece[: place.shape[0], : place.shape[1]]
    place = place[: piece.shape[0], : piece.shape[1]]
    np.minimum(place, piece, out=place)


def _rule(page: Grey, top: int, bottom: int, chance: np.random.Generator) -> None:
    thick = int(chance.integers(1, 5))
    near = int(EM * chance.uniform(0.04, 0.25))
    side = chance.integers(4)
    if side == 0:
        page[max(0, top - near - thick) : max(0, top - near)] = 0
    elif side == 1:
        page[bottom + near : bottom + near + thick] = 0
    elif side == 2:
        page[:, :thick] = 0
    else:
        page[:, -thick:] = 0
