"""Rings on the print: a library's round stamp, a place that a reader ringed with his pen.

A ring that runs through several lines hangs together with the characters it touches, and would make one great piece of
ink of them all. An ellipse is fitted to it and its stroke is taken out; what it encloses stays.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box, hull
from ocr.layout.components import Components, find_components

__all__ = ["RingSettings", "without_rings"]

STEPS = 180
"""Places along an ellipse at which ink is looked for."""
GOLDEN = (math.sqrt(5) - 1) / 2
"""Multiples of this share of a whole are spread evenly, however many are taken."""
THROUGH = 6
"""Points that an ellipse is first laid through: one more than it needs."""
SPANS = (0.5, 1.0, 2.0)
"""Points lie within so many times the longest half axis of each other, in turn: masses may hold several rings."""
NARROWING = (1.0, 0.6, 0.3)
"""Then it is laid anew through the ink no farther from it than these shares of half the broadest stroke."""
PATIENCE = 100
"""So many ellipses in a row that lie no better than the best end the search."""


@dataclass(frozen=True, slots=True)
class RingSettings:
    """What counts as a ring; lengths in body characters.

    Attributes:
        long, short: ink that a ring runs through hangs together over so much; a rule may have cut the ring in two.
        filled: a mass of ink that fills more of its box is a picture.
        apart: the parts of a ring that a rule has cut lie no farther away from each other.
        windows, lonely: a stroke stands by itself where ink fills less than this share of a square so wide: a thin one
            shows in the first, a broad one in the second.
        least: the root of the product of a ring's half axes.
        most, flat: the longer of them, and their largest ratio.
        tries: so many ellipses are laid through points of the ink,
        likely: and laid better where ink lies along this share of them.
        aside: of two ellipses the better has more ink along it and more paper so far away on both sides.
        sure: an ellipse of whose ink and paper, each as a share of it, the sum is less lies on type.
        drawn: ink lies along this share of a ring at the least,
        free: and along this share of it with paper on both sides, `beside` away from its stroke;
            brush strokes of a masthead are as round, and less free.
        thick, slender: the stroke is no broader, nor broader than this share of the shorter half axis.
        within: ink draws this share of an inner ring of a stamp.
        edge: the stroke is taken out with so much of its edges.
    """

    long: float = 4.5
    short: float = 2.2
    filled: float = 0.4
    apart: float = 1.0
    windows: tuple[float, ...] = (1.2, 2.4)
    lonely: float = 0.34
    least: float = 2.8
    most: float = 14.0
    flat: float = 3.2
    tries: int = 600
    likely: float = 0.55
    aside: float = 0.55
    sure: float = 1.07
    drawn: float = 0.75
    free: float = 0.45
    beside: float = 0.25
    thick: float = 0.8
    slender: float = 0.2
    within: float = 0.85
    edge: float = 0.15


@dataclass(frozen=True, slots=True)
class _Ellipse:
    """An ellipse by its centre and half axes in pixels, and the turn of the first axis in radians."""

    x: float
    y: float
    a: float
    b: float
    turn: float

    @staticmethod
    def through(points: NDArray[np.float32]) -> _Ellipse:
        """The ellipse that lies nearest to `points` ``(N, 2)``, x and y."""
        (x, y), (a, b), turn = cv2.fitEllipseDirect(points)
        return _Ellipse(x, y, a / 2, b / 2, math.radians(turn))

    @staticmethod
    def circle(points: NDArray[np.float32]) -> _Ellipse:
        """The circle through three `points` ``(3, 2)``; an immense one when they lie in a row."""
        start, ahead, aside = (complex(x, y) for x, y in points.astype(np.float64))
        if start == ahead or (turn := (aside - start) / (ahead - start)).imag == 0:
            return _Ellipse(start.real, start.imag, math.inf, math.inf, 0.0)
        centre = (ahead - start) * (turn - abs(turn) ** 2) / (2j * turn.imag) + start
        return _Ellipse(centre.real, centre.imag, abs(centre - start), abs(centre - start), 0.0)

    def points(self, out: float = 0.0) -> NDArray[np.float64]:
        """``(STEPS, 2)``, x and y along the ellipse whose half axes are longer by `out`."""
        angle = np.linspace(0, 2 * math.pi, STEPS, endpoint=False)
        u, v = (self.a + out) * np.cos(angle), (self.b + out) * np.sin(angle)
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return np.stack([self.x + u * cos - v * sin, self.y + u * sin + v * cos], 1)

    def ink(self, mask: NDArray[np.uint8], out: float = 0.0) -> NDArray[np.bool_]:
        """``(STEPS,)``: where along the ellipse `mask` has ink; beyond the mask there is none."""
        x, y = np.rint(self.points(out)).astype(np.intp).T
        inside = (x >= 0) & (y >= 0) & (x < mask.shape[1]) & (y < mask.shape[0])
        found = np.zeros(STEPS, bool)
        found[inside] = mask[y[inside], x[inside]] > 0
        return found

    def near(self, points: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
        """Those of `points` ``(N, 2)`` that lie about `reach` or less from the ellipse."""
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        dx, dy = points[:, 0] - self.x, points[:, 1] - self.y
        share = np.hypot((dx * cos + dy * sin) / self.a, (dy * cos - dx * sin) / self.b)
        chosen: NDArray[np.float32] = points[np.abs(share - 1) * math.sqrt(self.a * self.b) <= reach]
        return chosen


def without_rings(ink: NDArray[np.uint8], body: float, settings: RingSettings) -> NDArray[np.uint8]:
    """`ink` ``(H, W)``, free of rules, less the strokes of rings."""
    parts = find_components(ink)
    masses = list(_masses(parts, body, settings))
    if not masses:
        return ink
    rest = ink.copy()
    wide = np.asarray(cv2.dilate(ink, np.ones((3, 3), np.uint8)), np.uint8)
    alone = [_alone(ink, round(window * body) | 1, settings.lonely) for window in settings.windows]
    for mass in masses:
        around = hull(parts.box(i) for i in mass)
        inked = np.isin(parts.labels[around.slices], [i + 1 for i in mass])
        masks = [inked & strokes[around.slices] for strokes in alone] + [inked]
        ring = _fit([_places(mask, around) for mask in masks], wide, body, settings)
        if not ring:
            continue
        for inner, outer in _strokes(ring, ink, body, settings):
            path = np.rint(ring.points((inner + outer) / 2)).astype(np.int32)
            cv2.polylines(rest, [path], True, 0, outer - inner + 1 + 2 * round(settings.edge * body))
    return rest


def _alone(ink: NDArray[np.uint8], window: int, share: float) -> NDArray[np.bool_]:
    """``(H, W)``: where ink fills less than this share of the square of `window` pixels around."""
    return np.asarray(cv2.boxFilter(ink, cv2.CV_32F, (window, window))) < share


def _masses(parts: Components, body: float, settings: RingSettings) -> Iterator[list[int]]:
    """The pieces of ink that a ring may run through, those beside each other together."""
    longer, shorter = parts.longer, parts.shorter
    filled = parts.areas / np.maximum(1, parts.widths.astype(np.int64) * parts.heights)
    large = (longer > settings.long * body) & (shorter > settings.short * body) & (filled < settings.filled)
    todo = [int(i) for i in np.flatnonzero(large)]
    while todo:
        mass = [todo.pop(0)]
        for member in mass:
            box = parts.box(member)
            near = [i for i in todo if box.gap_x(parts.box(i)) + box.gap_y(parts.box(i)) <= settings.apart * body]
            mass += near
            todo = [i for i in todo if i not in near]
        yield mass


def _places(mask: NDArray[np.bool_], around: Box) -> NDArray[np.float32]:
    """``(N, 2)``, x and y of the pixels of `mask`, which shows the page in `around`."""
    rows, columns = np.nonzero(mask)
    return np.stack([columns + around.left, rows + around.top], 1).astype(np.float32)


def _fit(
    places: list[NDArray[np.float32]], wide: NDArray[np.uint8], body: float, settings: RingSettings
) -> _Ellipse | None:
    """The ellipse that lies best on a mass of ink; None when none does.

    Args:
        places: each ``(N, 2)``, pixels of the mass that it may lie on: those where a thin or a broad stroke stands by
            itself, and all.
        wide: ``(H, W)``, the page's ink, a pixel broader.
    """
    sources = [points for points in places if len(points) >= STEPS]
    if not sources:
        return None
    best, found, last = 0.0, None, 0
    for number in range(settings.tries):
        if number - last == PATIENCE:
            break
        source, reach = sources[number % len(sources)], SPANS[number % len(SPANS)] * settings.most * body
        corners = _spread(source, number * THROUGH, reach)
        for first in (_Ellipse.through(corners), _Ellipse.circle(corners[:3])):
            for points in sources:
                rank, ellipse = _laid_anew(first, points, wide, body, settings)
                if rank > best:
                    best, found, last = rank, ellipse, number
    return found if best >= settings.sure else None


def _spread(points: NDArray[np.float32], number: int, reach: float) -> NDArray[np.float32]:
    """The `number`-th choice of a few of `points`, none of them farther than `reach` from the first of them."""
    shares = np.modf((np.arange(THROUGH) + number + 1) * GOLDEN)[0]
    first = points[int(shares[0] * len(points))]
    near = points[np.abs(points - first).max(axis=1) <= reach]
    chosen: NDArray[np.float32] = near[(shares * len(near)).astype(np.intp)]
    return chosen


def _laid_anew(
    first: _Ellipse,
    points: NDArray[np.float32],
    wide: NDArray[np.uint8],
    body: float,
    settings: RingSettings,
) -> tuple[float, _Ellipse]:
    """The best of `first` and the ellipses laid through ever nearer `points`, after how much ink is there; 0: none."""
    best, found, ellipse = 0.0, first, first
    aside = settings.aside * body
    for share in (*NARROWING, 0.0):
        if not _is_ring(ellipse, body, settings) or (on := ellipse.ink(wide)).mean() < settings.likely:
            break
        rank = float(on.mean()) + float(_free(on, ellipse, wide, -aside, aside).mean())
        if rank > best:
            best, found = rank, ellipse
        near = ellipse.near(points, share * settings.thick * body / 2)
        if len(near) < STEPS:
            break
        ellipse = _Ellipse.through(near)
    return best, found


def _free(
    on: NDArray[np.bool_], ellipse: _Ellipse, ink: NDArray[np.uint8], inner: float, outer: float
) -> NDArray[np.bool_]:
    """``(STEPS,)``: where a stroke lies `on` the ellipse, and no `ink` so far from it on either side."""
    free: NDArray[np.bool_] = on & ~ellipse.ink(ink, inner) & ~ellipse.ink(ink, outer)
    return free


def _is_ring(ellipse: _Ellipse, body: float, settings: RingSettings) -> bool:
    """Whether `ellipse` is of a ring's size and shape."""
    low, high = sorted((ellipse.a, ellipse.b))
    return settings.least * body <= math.sqrt(low * high) and high <= min(settings.most * body, settings.flat * low)


def _strokes(ring: _Ellipse, ink: NDArray[np.uint8], body: float, settings: RingSettings) -> list[tuple[int, int]]:
    """How far from `ring` its stroke, and those of rings inside it, begin and end; empty when it is no ring."""
    radius, beside = min(ring.a, ring.b), settings.beside * body
    reach = round(settings.thick * body)
    drawn = {out: ring.ink(ink, out) for out in range(-reach, reach + 1)}
    middle = max(drawn, key=lambda out: (int(drawn[out].sum()), -abs(out)))
    half = int(drawn[middle].sum()) / 2
    inner = outer = middle
    while inner - 1 in drawn and drawn[inner - 1].sum() >= half:
        inner -= 1
    while outer + 1 in drawn and drawn[outer + 1].sum() >= half:
        outer += 1
    on = np.logical_or.reduce([drawn[out] for out in range(inner, outer + 1)])
    free = _free(on, ring, ink, inner - beside, outer + beside)
    if (
        on.mean() < settings.drawn
        or free.mean() < settings.free
        or outer - inner > min(reach, settings.slender * radius)
    ):
        return []
    found = [(inner, outer)]
    centre = round(body / 2) - round(radius)
    for out in range(inner - round(beside), centre, -1):
        if ring.ink(ink, out).mean() >= settings.within:
            follows = len(found) > 1 and found[-1][0] == out + 1
            found[-1:] = [(out, found[-1][1])] if follows else [found[-1], (out, out)]
    return [(low, high) for low, high in found if high - low <= reach]
