"""Panels: places printed white on dark, found and turned so that all text is dark on light."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.imaging.shades import shrink

__all__ = ["Panel", "PanelSettings", "find_panels", "turn_panel"]


@dataclass(frozen=True, slots=True)
class PanelSettings:
    """What counts as a panel; lengths in body characters.

    Attributes:
        cells: body characters are looked at this many pixels high: enough to tell strokes, little enough to be quick.
        darkest_paper: what is lighter than this is no dark ground.
        open: dark parts thinner than this are strokes of print, not ground.
        long, short: a panel is at least so long and so wide.
        uniform: the ground's shades lie this close to their middle.
        uniform_share: so much of the ground is that uniform; a photograph's is not.
        wordy, wordy_share, wordy_uniform: with so many parts of characters, which are this share of all that is light,
            so much of the ground is enough: paper and scanner make great panels uneven.
        level: a ground that is darker and lighter in places is made even by the median of so much around each place;
        strip, set_in_rows: in strips so long, this share of its rows at the least and at the most is then white between
            lines: a photograph has none.
        contrast: its text is at least this much lighter than its ground.
        fill: the share of a row or column that must belong to the panel where it begins and ends.
        solid: the share of its box that a panel fills.
        glyph: parts of characters are at least so large.
        stroke: the half width of a stroke as a share of its part's shorter side; a lit object is thicker.
        light_from, light_to: the share of the panel that its text covers.
        text_share: the share of all light inside that must look like text.
        extent: characters fill this share of their boxes at the most; the holes of a dark character fill more.
        parts: a strip has at least so many parts of characters,
        wide_parts: one that is wider than high has so many: its text may be two or three characters,
        banner, banner_parts: and one so many times as wide so many.
        oblong: a strip is at least this many times as long as it is wide; a single dark character is not.
        square_parts: a panel that is no strip has at least so many parts: more than a character has holes.
        rim: the width of the edge, blurred by print and scanner, that is made white.
        beyond: so far outside its edge a panel is looked around,
        on_paper: and this share of what is there is paper.
    """

    cells: float = 12.0
    darkest_paper: int = 180
    open: float = 0.3
    long: float = 2.5
    short: float = 1.1
    uniform: int = 26
    uniform_share: float = 0.75
    wordy: int = 60
    wordy_share: float = 0.9
    wordy_uniform: float = 0.6
    level: float = 2.0
    strip: float = 8.0
    set_in_rows: tuple[float, float] = (0.1, 0.6)
    contrast: int = 85
    fill: float = 0.5
    solid: float = 0.86
    glyph: float = 0.35
    stroke: float = 0.27
    light_from: float = 0.03
    light_to: float = 0.55
    text_share: float = 0.6
    extent: float = 0.74
    parts: int = 5
    wide_parts: int = 4
    banner: float = 3.0
    banner_parts: int = 3
    oblong: float = 2.0
    square_parts: int = 12
    rim: float = 0.12
    beyond: float = 0.6
    on_paper: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A place printed white on dark.

    Attributes:
        box: in pixels of the view it was found on.
        ground: the shade of the dark; where it is uneven, the shade of each place ``(h, w)``, coarser than the view.
    """

    box: Box
    ground: int | NDArray[np.uint8]


def find_panels(view: NDArray[np.uint8], body: float, settings: PanelSettings) -> tuple[Panel, ...]:
    """The panels on an evenly lit page `view` ``(H, W)``, whose body size is `body`; pictures are not among them.

    A panel is a nearly uniform dark area with straight sides, in which what is light has the strokes of characters.
    """
    factor = max(1, round(body / settings.cells))
    cells, size = shrink(view, factor), body / factor
    smooth = np.asarray(cv2.medianBlur(cells, 3), dtype=np.uint8)
    side = max(2, round(settings.open * size))
    stroke = np.ones((side, side), np.uint8)
    dark = cv2.morphologyEx((smooth < settings.darkest_paper).astype(np.uint8), cv2.MORPH_OPEN, stroke)
    panels = []
    for area in _areas(np.asarray(dark, dtype=np.uint8), size, settings):
        # Where a picture touches the panel, the panel is the part of one shade.
        inside = smooth[area.box.slices][area.mask > 0]
        ground = int(np.bincount(inside, minlength=256)[: settings.darkest_paper].argmax())
        near = (np.abs(smooth[area.box.slices].astype(np.int16) - ground) <= settings.uniform).astype(np.uint8)
        # A rule across the panel does not cut it in two.
        alike = np.asarray(cv2.morphologyEx(near, cv2.MORPH_CLOSE, stroke), dtype=np.uint8)
        for part in _areas(alike & area.mask, size, settings):
            box = _trimmed(part, settings)
            if box is None:
                continue
            box = box.shift(area.box.left, area.box.top)
            if not _stands_on_paper(smooth, box, size, settings):
                continue
            place = box.scale(factor).clip(view.shape[1], view.shape[0])
            if _is_panel(cells[box.slices], size, settings):
                shade = smooth[box.slices]
                panels.append(Panel(place, int(np.median(shade[shade < ground + settings.contrast]))))
            elif (uneven := _uneven_ground(cells[box.slices], size, settings)) is not None:
                panels.append(Panel(place, uneven))
    return tuple(sorted(panels, key=lambda panel: panel.box))


def turn_panel(grey: NDArray[np.uint8], panel: Panel, factor: int, body: float, settings: PanelSettings) -> Box:
    """Turn `panel` dark on light in `grey` ``(H, W)``, in place; gives its box there.

    Args:
        grey: the page, `factor` times as large as the view the panel was found on.
        panel: the place to turn.
        factor: see `grey`.
        body: the body size in pixels of `grey`.
        settings: the width of the rim.
    """
    height, width = grey.shape
    box = panel.box.scale(factor).clip(width, height)
    place = grey[box.slices]
    if isinstance(panel.ground, int):
        table = np.clip((255 - np.arange(256)) * (255.0 / max(1, 255 - panel.ground)), 0, 255).astype(np.uint8)
        cv2.LUT(place, table, dst=place)
    else:
        ground = cv2.resize(panel.ground, (box.width, box.height), interpolation=cv2.INTER_LINEAR)
        place[:] = cv2.divide(255 - place, 255 - np.asarray(ground, np.uint8), scale=255)
    rim = max(factor, round(settings.rim * body))
    outer, inner = box.grow(rim).clip(width, height), box.grow(-rim)
    grey[outer.top : inner.top, outer.left : outer.right] = 255
    grey[inner.bottom : outer.bottom, outer.left : outer.right] = 255
    grey[outer.top : outer.bottom, outer.left : inner.left] = 255
    grey[outer.top : outer.bottom, inner.right : outer.right] = 255
    return box


@dataclass(frozen=True, slots=True, eq=False)
class _Area:
    """A connected dark area: its box, and its pixels in the box."""

    box: Box
    mask: NDArray[np.uint8]


def _areas(dark: NDArray[np.uint8], size: float, settings: PanelSettings) -> Iterator[_Area]:
    """The connected areas that are large enough for a panel."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=4, ltype=cv2.CV_32S)
    for i in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[i])
        if max(width, height) < settings.long * size or min(width, height) < settings.short * size:
            continue
        if area >= (1 - settings.light_to) * settings.fill * width * height or area >= (settings.long * size) ** 2:
            box = Box(left, top, left + width, top + height)
            yield _Area(box, (labels[box.slices] == i).astype(np.uint8))


def _trimmed(area: _Area, settings: PanelSettings) -> Box | None:
    """The box of the area without what sticks out of it, None when it is not solid."""
    filled = np.zeros_like(area.mask)
    contours, _ = cv2.findContours(area.mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    cv2.drawContours(filled, contours, -1, 1, cv2.FILLED)
    left, top, right, bottom = 0, 0, filled.shape[1], filled.shape[0]
    while True:
        if right - left < 3 or bottom - top < 3:
            return None
        part = filled[top:bottom, left:right]
        rows, columns = part.mean(axis=1), part.mean(axis=0)
        full_rows, full_columns = np.flatnonzero(rows >= settings.fill), np.flatnonzero(columns >= settings.fill)
        if not len(full_rows) or not len(full_columns):
            return None
        new = (
            left + int(full_columns[0]),
            top + int(full_rows[0]),
            left + int(full_columns[-1]) + 1,
            top + int(full_rows[-1]) + 1,
        )
        if new == (left, top, right, bottom):
            break
        left, top, right, bottom = new
    if filled[top:bottom, left:right].mean() < settings.solid:
        return None
    return Box(left, top, right, bottom).shift(area.box.left, area.box.top)


def _stands_on_paper(smooth: NDArray[np.uint8], box: Box, size: float, settings: PanelSettings) -> bool:
    """Whether there is paper around most of `box`; around a part of a picture there is more picture."""
    height, width = smooth.shape
    outer = box.grow(max(2, round(settings.beyond * size)))
    rows = [smooth[y, max(0, box.left) : box.right] for y in (outer.top, outer.bottom - 1) if 0 <= y < height]
    columns = [smooth[max(0, box.top) : box.bottom, x] for x in (outer.left, outer.right - 1) if 0 <= x < width]
    around = [*rows, *columns]
    if not around:
        return False
    ring = np.concatenate(around)
    return float(np.mean(ring >= settings.darkest_paper)) >= settings.on_paper


def _uneven_ground(cells: NDArray[np.uint8], size: float, settings: PanelSettings) -> NDArray[np.uint8] | None:
    """The ground, place by place, of a dark box full of text, such as a photograph that an article is printed over.

    None when the box is no panel with its ground made even.
    """
    reach = max(3, round(settings.level * size)) | 1
    ground = np.asarray(cv2.medianBlur(cells, reach), np.uint8)
    middle = int(np.median(ground))
    dark = (255 - cells.astype(np.float32)) * ((255 - middle) / np.maximum(1.0, 255 - ground.astype(np.float32)))
    level = (255 - np.clip(dark, 0, 255)).astype(np.uint8)
    if not _is_panel(level, size, settings):
        return None
    light = (level >= (middle + _brightest(level)) // 2).astype(np.uint8)
    # specks between the lines are no type
    lit = np.asarray(cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)
    strip = max(1, round(settings.strip * size))
    shares = [float((~lit[:, x : x + strip].any(axis=1)).mean()) for x in range(0, max(1, lit.shape[1] - strip), strip)]
    low, high = settings.set_in_rows
    return ground if low <= float(np.median(shares)) <= high else None


def _brightest(cells: NDArray[np.uint8]) -> int:
    """The shade of a panel's text."""
    return int(np.quantile(cells, 0.985))


def _is_panel(cells: NDArray[np.uint8], size: float, settings: PanelSettings) -> bool:
    """Whether the light parts of a dark box are characters."""
    height, width = cells.shape
    short, long = min(height, width), max(height, width)
    if short < settings.short * size or long < settings.long * size:
        return False
    ground = int(np.median(cells[cells < settings.darkest_paper])) if (cells < settings.darkest_paper).any() else 255
    light = _brightest(cells)
    if light - ground < settings.contrast:
        return False
    middle = (ground + light) // 2
    below = cells[cells < middle].astype(np.int16)
    uniform = float(np.mean(np.abs(below - ground) <= settings.uniform))
    if uniform < settings.wordy_uniform:
        return False
    lit = (cells >= middle).astype(np.uint8)
    # What touches the edge is the edge.
    lit[[0, -1], :] = 0
    lit[:, [0, -1]] = 0
    share = float(lit.mean())
    if not settings.light_from <= share <= settings.light_to:
        return False
    thickness = cv2.distanceTransform(lit, cv2.DIST_L2, 3)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lit, connectivity=8, ltype=cv2.CV_32S)
    parts, text, covered, spanned = 0, 0, 0, 0
    for i in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[i])
        if max(wide, high) < settings.glyph * size:
            text += area
            continue
        place = labels[top : top + high, left : left + wide] == i
        half = float(thickness[top : top + high, left : left + wide][place].max())
        if half <= settings.stroke * max(wide, high) * 0.5 + 1.5 and max(wide, high) < 0.9 * long:
            parts += 1
            text += area
            covered += area
            spanned += wide * high
    if covered > settings.extent * spanned:
        return False
    if uniform < settings.uniform_share and (parts < settings.wordy or text < settings.wordy_share * int(lit.sum())):
        return False
    return parts >= _needed(width, height, settings) and text >= settings.text_share * int(lit.sum())


def _needed(width: int, height: int, settings: PanelSettings) -> int:
    """How many parts of characters a panel of this shape has at least."""
    if max(width, height) < settings.oblong * min(width, height):
        return settings.square_parts
    if width < height:
        return settings.parts
    return settings.banner_parts if width >= settings.banner * height else settings.wide_parts
