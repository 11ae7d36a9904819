"""Tells dashes by their ink: a thin stroke two characters wide is ``——``, not 一."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.model import Direction, Glyph
from ocr.ports import LineImage
from ocr.recognition.placing import INK_LEVEL

__all__ = ["DashSettings", "mend_dashes"]

DASH = "—"
STROKES = "—–―─━一ー-－_~"
"""What readers make of a long dash."""
STANDING = "丨|｜︱︳│1lI!！"
"""What they make of one that stands upright in a vertical line."""
SURE = "—–―─━"
"""What they make of nothing else."""
EVEN = 0.5
"""The confidence of a dash that only one reader saw: its ink bears it out, but a rule might have the same."""


@dataclass(frozen=True, slots=True)
class DashSettings:
    """What a dash looks like; lengths in character sizes.

    Attributes:
        shortest: of a stroke that is longer than a character can be; 一 in the widest face takes 0.97.
        thickest: 一 has serifs and swells to 0.2 at its end; a dash in the boldest face is even and thinner.
        pitch: of one dash in a row.
    """

    shortest: float = 1.3
    thickest: float = 0.16
    pitch: float = 1.0


def mend_dashes(
    glyphs: tuple[Glyph, ...],
    image: LineImage,
    settings: DashSettings | None = None,
    witnesses: Iterable[Glyph] = (),
) -> tuple[Glyph, ...]:
    """`glyphs` with every run of strokes that lies on one long even stroke made as many dashes as it is long.

    A long stroke on which no glyph lies becomes dashes when a witness saw a dash in the line.

    Args:
        glyphs: as read, boxes on the page.
        image: the line they were read from.
        settings: what a dash looks like.
        witnesses: all that any reader saw in the line, what was left out included.
    """
    seen = any(glyph.text in SURE for glyph in witnesses)
    upright = image.direction is Direction.VERTICAL
    looks = STROKES + STANDING if upright else STROKES
    if not (seen or any(glyph.text in looks for glyph in glyphs)):
        return glyphs
    settings = settings or DashSettings()
    mended = [replace(glyph, box=glyph.box.transpose()) for glyph in glyphs] if upright else list(glyphs)
    for length, box in reversed(_long_strokes(image, settings)):
        count = max(2, round(length / image.size / settings.pitch))
        mended = _replace_run(mended, box.transpose() if upright else box, count, looks, seen=seen)
    return tuple(replace(glyph, box=glyph.box.transpose()) for glyph in mended) if upright else tuple(mended)


def _long_strokes(image: LineImage, settings: DashSettings) -> list[tuple[int, Box]]:
    """The length of every long even stroke, and its box on the page, in the order of reading."""
    upright = image.direction is Direction.VERTICAL
    ink = (image.pixels.T if upright else image.pixels) < INK_LEVEL
    thickness = ink.sum(axis=0)
    spread = _spread(ink)
    thin = (thickness > 0) & (spread <= max(2.0, settings.thickest * image.size))
    strokes = []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], thin.astype(np.int8), [0]])))
    for left, right in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        if right - left >= settings.shortest * image.size and len(rows) <= 2 * settings.thickest * image.size:
            box = Box(left, int(rows[0]), right, int(rows[-1]) + 1)
            strokes.append((right - left, image.to_page(box.transpose() if upright else box)))
    return strokes


def _spread(ink: NDArray[np.bool_]) -> NDArray[np.int64]:
    """From the highest to the lowest ink of every column, 0 where there is none."""
    height = ink.shape[0]
    first = np.where(ink.any(axis=0), ink.argmax(axis=0), height)
    last = np.where(ink.any(axis=0), height - ink[::-1].argmax(axis=0), 0)
    return np.asarray(np.maximum(last - first, 0), np.int64)


def _replace_run(glyphs: Sequence[Glyph], stroke: Box, count: int, looks: str, *, seen: bool) -> list[Glyph]:
    """`glyphs` with those that lie on `stroke` made `count` dashes; unchanged where a true character lies on it."""
    inside = [i for i, g in enumerate(glyphs) if stroke.left <= g.box.center_x < stroke.right]
    if not inside and seen and not any(g.box.intersection(stroke).width for g in glyphs):
        place = sum(g.box.center_x < stroke.left for g in glyphs)
        return [*glyphs[:place], *_lay_dashes([Glyph(DASH, stroke, EVEN)], stroke, count), *glyphs[place:]]
    if not inside or any(glyphs[i].text not in looks for i in inside) or len(inside) > count:
        return list(glyphs)
    run = glyphs[inside[0] : inside[-1] + 1]
    if [glyph.text for glyph in run] == [DASH] * count:
        return list(glyphs)
    return [*glyphs[: inside[0]], *_lay_dashes(run, stroke, count), *glyphs[inside[-1] + 1 :]]


def _lay_dashes(run: Sequence[Glyph], stroke: Box, count: int) -> list[Glyph]:
    """`count` dashes that share `stroke` between them, each with what is known of its place in `run`."""
    width = stroke.width / count
    return [
        replace(
            run[min(i, len(run) - 1)],
            text=DASH,
            box=Box(round(stroke.left + i * width), stroke.top, round(stroke.left + (i + 1) * width), stroke.bottom),
        )
        for i in range(count)
    ]
