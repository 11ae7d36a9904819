"""Lines that stand together: one column, one size, one spacing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box, hull
from ocr.model import BlockRegion, Direction, LineRegion

__all__ = ["BlockSettings", "group_lines"]


@dataclass(frozen=True, slots=True)
class BlockSettings:
    """What keeps lines in one block; lengths in the lines' own character sizes unless said.

    Attributes:
        leading: the largest white between two lines.
        alike: the largest ratio of two neighbouring lines' sizes; `display_alike` from `display` body sizes on, where
            kicker and headline differ little.
        weight: the largest ratio of their stroke widths.
        edge: how far the left edges may differ, an indent of two characters and its print tolerance.
        overlap: the share of the narrower line that must lie over or under the wider one.
    """

    leading: float = 1.15
    alike: float = 1.22
    display: float = 1.2
    display_alike: float = 1.12
    weight: float = 1.45
    edge: float = 3.4
    overlap: float = 0.6


def group_lines(
    lines: tuple[LineRegion, ...], barriers: NDArray[np.uint8], body: float, settings: BlockSettings
) -> tuple[BlockRegion, ...]:
    """`lines` gathered into blocks; each line is in exactly one.

    Args:
        barriers: ``(H, W)`` uint8 in the lines' frame, 1 on rules and pictures: no block crosses them.
        body: the body size in the lines' frame.
    """
    level = sorted((line for line in lines if line.direction is Direction.HORIZONTAL), key=_by_place)
    below = _links(level, barriers, body, settings)
    blocks = []
    heads = set(range(len(level))) - set(below.values())
    for head in sorted(heads):
        chain = [head]
        while chain[-1] in below:
            chain.append(below[chain[-1]])
        members = tuple(level[i] for i in chain)
        blocks.append(BlockRegion(members, hull(line.box for line in members)))
    for line in lines:
        if line.direction is Direction.VERTICAL:
            blocks.append(BlockRegion((line,), line.box))
    return tuple(sorted(blocks, key=lambda block: (block.box.top, block.box.left, block.box.as_tuple())))


def _by_place(line: LineRegion) -> tuple[int, int, int, int]:
    return line.box.top, line.box.left, line.box.right, line.box.bottom


def _links(
    lines: list[LineRegion], barriers: NDArray[np.uint8], body: float, settings: BlockSettings
) -> dict[int, int]:
    """For each line the one that follows it in its block, as indexes; a partial one-to-one map."""
    down: dict[int, list[int]] = {}
    up: dict[int, list[int]] = {}
    table = np.array([line.box.as_tuple() for line in lines], np.int64).reshape(-1, 4)
    for i, a in enumerate(lines):
        for j in np.flatnonzero(_are_next_rows(a.box, table)).tolist():
            if j != i:
                down.setdefault(i, []).append(j)
                up.setdefault(j, []).append(i)
    links = {}
    for i, followers in down.items():
        a = lines[i]
        nearest = min(followers, key=lambda j: (lines[j].box.top - a.box.bottom, lines[j].box.left))
        b = lines[nearest]
        shared = [k for k in followers if lines[k].box.top < b.box.bottom and lines[k].box.overlap_x(a.box) > 0]
        rivals = [k for k in up[nearest] if lines[k].box.bottom > a.box.top and lines[k].box.overlap_x(b.box) > 0]
        if len(shared) == 1 and len(rivals) == 1 and rivals[0] == i and _continues(a, b, barriers, body, settings):
            links[i] = nearest
    return links


def _are_next_rows(above: Box, boxes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """``(N,)``: which of `boxes` ``(N, 4)`` stand in the rows right under `above`."""
    lefts, tops, rights, bottoms = boxes.T
    reach = 2 * np.maximum(above.height, bottoms - tops)
    under = ((tops + bottoms) / 2 > above.bottom - 0.25 * above.height) & (tops - above.bottom <= reach)
    return np.asarray(under & (np.minimum(rights, above.right) > np.maximum(lefts, above.left)), np.bool_)


def _continues(a: LineRegion, b: LineRegion, barriers: NDArray[np.uint8], body: float, settings: BlockSettings) -> bool:
    size = max(a.size, b.size)
    if size > (settings.alike if size < settings.display * body else settings.display_alike) * min(a.size, b.size):
        return False
    if a.weight and b.weight and max(a.weight, b.weight) > settings.weight * min(a.weight, b.weight):
        return False
    if b.box.top - a.box.bottom > settings.leading * size:
        return False
    if a.box.overlap_x(b.box) < settings.overlap * min(a.box.width, b.box.width):
        return False
    aligned = abs(a.box.left - b.box.left) <= settings.edge * size or abs(a.box.right - b.box.right) <= size
    if not aligned and abs(a.box.center_x - b.box.center_x) > size:
        return False
    between = Box(
        max(a.box.left, b.box.left),
        min(a.box.bottom, b.box.top),
        min(a.box.right, b.box.right),
        max(a.box.bottom, b.box.top),
    )
    return not bool((barriers[between.slices].mean(axis=1) > 0.5).any()) if between.area else True
