"""Ruled tables: texts in the cells of a grid of printed rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ocr.geometry import Box, hull
from ocr.structure.barriers import Barriers
from ocr.structure.graphics import Graphic
from ocr.structure.items import Item

__all__ = ["TableSettings", "find_tables"]


@dataclass(frozen=True, slots=True)
class TableSettings:
    """What counts as a ruled table; lengths in body characters.

    Attributes:
        touch: the upright rules of one grid begin and end on one level, this near; its level ones reach its sides.
        rows, columns: a table has at least so many; a box parted once is two boxes.
        tall: no row is higher; what is higher is a box or a column of text.
        pictured: what pictures cover to this share is a picture.
        cell_rows: a text in a cell has no more lines.
    """

    touch: float = 0.6
    rows: int = 3
    columns: int = 2
    tall: float = 6.0
    pictured: float = 0.5
    cell_rows: int = 24


def find_tables(
    items: list[Item], barriers: Barriers, body: float, settings: TableSettings
) -> tuple[list[Graphic], list[Item]]:
    """The texts of each ruled table, row by row, and the items that are in none."""
    tables: list[Graphic] = []
    rest = list(items)
    for bounds in find_grids(barriers, body, settings):
        inside = [item for item in rest if bounds.contains_point(item.box.center_x, item.box.center_y)]
        if len(inside) < settings.columns or any(len(item.rows) > settings.cell_rows for item in inside):
            continue
        tables.append(Graphic(tuple(_row_by_row(inside)), bounds, is_table=True))
        rest = [item for item in rest if item not in inside]
    return tables, rest


def _row_by_row(cells: list[Item]) -> list[Item]:
    rows: list[list[Item]] = []
    for cell in sorted(cells, key=lambda item: (item.box.center_y, item.box.left)):
        if rows and cell.box.center_y < rows[-1][0].box.bottom:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [cell for row in rows for cell in sorted(row, key=lambda item: item.box.left)]


def find_grids(barriers: Barriers, body: float, settings: TableSettings) -> list[Box]:
    """The bounds of the grids that rules draw, from top to bottom."""
    touch = settings.touch * body
    waiting = sorted(barriers.upright, key=lambda box: (box.top, box.left, box.right, box.bottom))
    grids = []
    while waiting:
        first = waiting[0]
        group = [box for box in waiting if max(abs(box.top - first.top), abs(box.bottom - first.bottom)) <= touch]
        waiting = [box for box in waiting if box not in group]
        bounds = hull(group)
        if any(picture.overlap_area(bounds) >= settings.pictured * bounds.area for picture in barriers.pictures):
            continue  # the dots of a coarse screen run together into rules
        across = [box for box in barriers.level if _runs_across(box, bounds, touch)]
        heights = _steps([box.center_y for box in across], touch)
        widths = _steps([box.center_x for box in group], touch)
        if len(heights) < settings.rows or len(widths) < settings.columns:
            continue
        if max(heights) <= settings.tall * body:
            # where an upright rule was not found whole, the level ones still tell how far the table reaches
            left, right = median(box.left for box in across), median(box.right for box in across)
            top, bottom = min(box.top for box in across), max(box.bottom for box in across)
            grids.append(bounds.union(Box(round(left), top, round(right), bottom)))
    return sorted(grids, key=lambda box: (box.top, box.left))


def _runs_across(rule: Box, bounds: Box, touch: float) -> bool:
    """Whether `rule` runs from side to side of `bounds`."""
    level = bounds.top - touch <= rule.center_y <= bounds.bottom + touch
    return level and rule.left <= bounds.left + touch and rule.right >= bounds.right - touch


def _steps(places: list[float], touch: float) -> list[float]:
    """The distances between rules one after the other; those of a double rule count as one."""
    apart: list[float] = []
    for place in sorted(places):
        if not apart or place - apart[-1] > touch:
            apart.append(place)
    return [after - before for before, after in pairwise(apart)]
