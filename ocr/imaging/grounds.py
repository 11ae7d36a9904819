"""Grounds: boxes printed on a tint; their edges part what stands in them from the rest of the page, as rules do."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box, covered
from ocr.imaging.shades import shrink

__all__ = ["GroundSettings", "find_grounds"]

BARE = 0.8
"""The paper beside an edge is as light as the lightest fifth of what lies there: type darkens the rest."""
MOST = 0.5
"""An edge is where at least this share of its longest straight piece is."""


@dataclass(frozen=True, slots=True)
class GroundSettings:
    """What counts as a ground; lengths in body characters.

    Attributes:
        cells: body characters are looked at this many pixels high.
        close: print is closed over up to this width.
        reach: the shades so far on either side of an edge are compared: uneven light changes little over that,
        step: and a tint by so many shades at the least.
        run: an edge is straight for so long at a stretch;
        bridge: what covers it is no longer.
        side: a ground is at least so wide and high.
        corner: how far the ends of two sides may stay apart.
        cover: the share of each side that must be seen.
        away: so far inside and outside its edges
        shade: it is darker by this share of the paper's shade; what shows through from the other side is fainter.
        turned: a ground of which so much is a panel is the panel.
    """

    cells: float = 6.0
    close: float = 1.6
    reach: float = 0.5
    step: int = 8
    run: float = 2.0
    bridge: float = 0.6
    side: float = 4.0
    corner: float = 1.2
    cover: float = 0.75
    away: float = 0.7
    shade: float = 0.08
    turned: float = 0.5


def find_grounds(grey: NDArray[np.uint8], body: float, settings: GroundSettings) -> tuple[Box, ...]:
    """The boxes of `grey` ``(H, W)`` that are darker than the paper around them, whose light may be uneven.

    A box is found by its four sides, at which the shade of the paper changes at once; `body` is the body size in
    pixels of `grey`. Pictures with straight sides are among the boxes.
    """
    factor = max(1, round(body / settings.cells))
    view, size = shrink(grey, factor), body / factor
    window = np.ones((max(3, round(settings.close * size)) | 1,) * 2, np.uint8)
    ground = np.asarray(cv2.morphologyEx(cv2.medianBlur(view, 3), cv2.MORPH_CLOSE, window), np.uint8)
    across = np.ascontiguousarray(ground.T)
    lefts, rights, tops, bottoms = (
        _edges(place, sign, size, settings) for place in (ground, across) for sign in (1, -1)
    )
    height, width = grey.shape
    return tuple(
        sorted(
            box.scale(factor).clip(width, height)
            for box in _boxes(lefts, rights, tops, bottoms, size, settings)
            if _stands_out(ground, box, size, settings)
        )
    )


def _stands_out(ground: NDArray[np.uint8], box: Box, size: float, settings: GroundSettings) -> bool:
    """Whether `box` is clearly darker than what is around it, on all sides."""
    away = max(1, round(settings.away * size))
    inner, outer = box.grow(-away), box.grow(away).clip(ground.shape[1], ground.shape[0])
    rows, columns = slice(inner.top, inner.bottom), slice(inner.left, inner.right)
    sides = (
        (ground[rows, outer.left], ground[rows, inner.left]),
        (ground[rows, outer.right - 1], ground[rows, inner.right - 1]),
        (ground[outer.top, columns], ground[inner.top, columns]),
        (ground[outer.bottom - 1, columns], ground[inner.bottom - 1, columns]),
    )
    # What is left of small type after closing makes the paper outside seem darker.
    return all(
        float(np.median(tint)) <= (1 - settings.shade) * float(np.quantile(paper, BARE)) for paper, tint in sides
    )


def _edges(ground: NDArray[np.uint8], sign: int, size: float, settings: GroundSettings) -> list[Box]:
    """The upright edges at which `ground` ``(h, w)`` grows darker to the right; to the left when `sign` is -1."""
    reach = max(1, round(settings.reach * size))
    step = np.zeros(ground.shape, np.int16)
    step[:, reach:-reach] = ground[:, : -2 * reach].astype(np.int16) - ground[:, 2 * reach :]
    sharp = (sign * step >= settings.step).astype(np.uint8)
    run, bridge = (np.ones((max(1, round(long * size)), 1), np.uint8) for long in (settings.run, settings.bridge))
    straight = cv2.morphologyEx(cv2.morphologyEx(sharp, cv2.MORPH_OPEN, run), cv2.MORPH_CLOSE, bridge)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(straight, connectivity=8, ltype=cv2.CV_32S)
    edges = []
    for i, (left, top, width, height, _) in enumerate(stats[1:count].tolist(), 1):
        place = labels[top : top + height, left : left + width] == i
        # What clings to an edge for a bit is type.
        drawn = np.flatnonzero(place.sum(axis=0) >= MOST * place.sum(axis=0).max())
        rows = np.flatnonzero(place[:, drawn[0] : drawn[-1] + 1].any(axis=1))
        edges.append(Box(left + int(drawn[0]), top + int(rows[0]), left + int(drawn[-1]) + 1, top + int(rows[-1]) + 1))
    return [edge for edge in edges if edge.width <= 4 * reach + 1]


def _boxes(
    lefts: list[Box], rights: list[Box], tops: list[Box], bottoms: list[Box], size: float, settings: GroundSettings
) -> list[Box]:
    """The boxes that the edges draw; `tops` and `bottoms` are given with x and y changed for each other."""
    corner, side, cover = settings.corner * size, settings.side * size, settings.cover
    found: list[Box] = []
    for left in (edge for edge in lefts if edge.height >= side):
        for right in (edge for edge in rights if edge.height >= side and edge.center_x - left.center_x >= side):
            x = round(left.center_x), round(right.center_x)
            low, high = max(left.top, right.top) - corner, min(left.bottom, right.bottom) + corner
            upper, lower = (
                [y for y in _levels(edges, x, low, high) if _seen(edges, y, x, corner) >= cover]
                for edges in (tops, bottoms)
            )
            for y in ((top, bottom) for top in upper for bottom in lower if bottom - top >= side):
                if min(_seen(lefts, x[0], y, corner), _seen(rights, x[1], y, corner)) >= cover:
                    found.append(Box(x[0], y[0], x[1], y[1]))
    # Two grounds side by side have the same upper and lower edge, and together four sides, too.
    alone = [box for box in found if not any(_is_part(other, box, corner) for other in found)]
    kept: list[Box] = []
    for box in alone:
        if not any(box.differs(other) <= corner for other in kept):
            kept.append(box)
    return kept


def _levels(edges: list[Box], span: tuple[int, int], low: float, high: float) -> list[int]:
    """Where from `low` to `high` upright `edges` stand that are seen in `span`, each place once."""
    near = (e for e in edges if low <= e.center_x <= high and e.bottom > span[0] and e.top < span[1])
    return list(dict.fromkeys(round(edge.center_x) for edge in near))


def _seen(edges: list[Box], at: int, span: tuple[int, int], slack: float) -> float:
    """The share of `span` along which some of the upright `edges` stand near `at`."""
    near = ((edge.top, edge.bottom) for edge in edges if abs(edge.center_x - at) <= slack)
    return covered(near, *span) / max(1, span[1] - span[0])


def _is_part(part: Box, whole: Box, slack: float) -> bool:
    """Whether `part` is a piece of `whole` from its one side to the opposite one, and no more than a piece."""
    if part.differs(whole) <= slack or not whole.grow(round(slack)).contains(part):
        return False
    level = max(abs(part.top - whole.top), abs(part.bottom - whole.bottom)) <= slack
    upright = max(abs(part.left - whole.left), abs(part.right - whole.right)) <= slack
    return level or upright
