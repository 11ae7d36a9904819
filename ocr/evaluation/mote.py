"""The MOTe error of a page parsed into regions: what is Missing, Overlaps, Trespasses, and the Excess, in area.

Bourne and Simbeye, "COTe score" and its successor, the package ``mote-error``; its definitions, computed on boxes: the
units of meaning are the articles, the regions the blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box

__all__ = ["Mote", "measure_mote"]

Grid = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Mote:
    """Shares of the truth's area; the excess is a share of the page's blank area and no part of the error.

    Attributes:
        missing: lies in no region.
        overlap: is covered again by further regions.
        trespass: is covered by regions that belong to another unit.
    """

    missing: float
    overlap: float
    trespass: float
    excess: float

    @property
    def error(self) -> float:
        """0 for a perfect parse, 1 for an empty one; above 1 when overlap and trespass outweigh what is covered."""
        return self.missing + self.overlap + self.trespass


def measure_mote(truth: Sequence[tuple[Box, str]], found: Sequence[Box], page: Box) -> Mote:
    """The error of the regions `found` against the true regions, each with the name of its unit.

    Where true regions overlap the first one owns the place. A found region belongs to the unit it covers most of; one
    that covers none only adds to the excess. Without a true region nothing is missing.
    """
    xs = np.unique([side for box in (*(b for b, _ in truth), *found, page) for side in (box.left, box.right)])
    ys = np.unique([side for box in (*(b for b, _ in truth), *found, page) for side in (box.top, box.bottom)])
    area = np.outer(np.diff(ys), np.diff(xs))
    units = {name: index for index, name in enumerate(dict.fromkeys(name for _, name in truth), start=1)}
    owner = np.zeros(area.shape, np.int64)
    for box, name in truth:
        spot = owner[_cells(box, (xs, ys))]
        spot[spot == 0] = units[name]
    times = np.zeros(area.shape, np.int64)
    strayed = 0
    for box in found:
        cells = _cells(box, (xs, ys))
        times[cells] += 1
        covered = np.bincount(owner[cells].ravel(), area[cells].ravel(), minlength=len(units) + 1)[1:]
        strayed += int(covered.sum() - covered.max(initial=0))
    true, blank = owner > 0, (owner == 0) & _mask(page, (xs, ys), area.shape)
    whole, white = int(area[true].sum()), int(area[blank].sum())
    return Mote(
        missing=_share(int(area[true & (times == 0)].sum()), whole),
        overlap=_share(int((area * np.maximum(times - 1, 0))[true].sum()), whole),
        trespass=_share(strayed, whole),
        excess=_share(int(area[blank & (times > 0)].sum()), white),
    )


def _cells(box: Box, grid: Grid) -> tuple[slice, slice]:
    xs, ys = grid
    left, right = np.searchsorted(xs, (box.left, box.right))
    top, bottom = np.searchsorted(ys, (box.top, box.bottom))
    return slice(int(top), int(bottom)), slice(int(left), int(right))


def _mask(box: Box, grid: Grid, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    inside = np.zeros(shape, np.bool_)
    inside[_cells(box, grid)] = True
    return inside


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
