"""Tables: texts in the cells of a grid of printed rules, or in rows and columns of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ocr.geometry import Box, hull
from ocr.hanzi import ends_sentence, holds_clause
from ocr.structure.barriers import Barriers
from ocr.structure.graphics import Graphic
from ocr.structure.items import Item, Row, item_of

__all__ = ["TableSettings", "find_tables"]


@dataclass(frozen=True, slots=True)
class TableSettings:
    """What counts as a table; lengths in body characters.

    Attributes:
        touch: the upright rules of one grid begin and end on one level, this near; its level ones reach its sides.
        rows, columns: a table has at least so many; a box parted once is two boxes.
        tall: no row is higher; what is higher is a box or a column of text.
        pictured: what pictures cover to this share is a picture.
        cell_rows: a text in a cell has no more lines.
        wide: without rules, a cell is no wider than this,
        size: nor set larger than this; in a box of its own it may be of any size.
        level: cells of a row share so much of their height with the first of them,
        flush: those of a column in their left or right edges, or their middles.
        white, narrow: between the cells of a row there is at least so much, and so much under a row so parted,
        printed: and they cover no more than this share of it: columns of text are full.
        pitch: rows stand no farther apart;
        apart: a strip so wide in which no cell stands lies between two tables.
        long: a table of two columns without rules has so many rows.
        clauses: where this share of the cells hold a comma or a stop, they are text that runs around a picture.
    """

    touch: float = 0.6
    rows: int = 3
    columns: int = 2
    tall: float = 6.0
    pictured: float = 0.5
    cell_rows: int = 24
    wide: float = 16.0
    size: float = 1.4
    level: float = 0.6
    flush: float = 0.6
    white: float = 1.8
    narrow: float = 1.3
    printed: float = 0.66
    pitch: float = 5.0
    apart: float = 16.0
    long: int = 5
    clauses: float = 0.3


def find_tables(
    items: list[Item], barriers: Barriers, body: float, settings: TableSettings
) -> tuple[list[Graphic], list[Item]]:
    """The texts of each table, row by row, and the items that are in none."""
    tables: list[Graphic] = []
    rest = list(items)
    for bounds in find_grids(barriers, body, settings):
        inside = [item for item in rest if bounds.contains_point(item.box.center_x, item.box.center_y)]
        if len(inside) < settings.columns or any(len(item.rows) > settings.cell_rows for item in inside):
            continue
        tables.append(Graphic(tuple(_row_by_row(inside)), bounds, is_table=True))
        rest = [item for item in rest if item not in inside]
    open_tables, rest = _without_rules(rest, barriers, body, settings)
    return tables + open_tables, rest


_Level = list[tuple[Item, Row]]


def _without_rules(
    items: list[Item], barriers: Barriers, body: float, settings: TableSettings
) -> tuple[list[Graphic], list[Item]]:
    """The tables whose rows and columns only white parts, and the items, less their rows."""
    cells: dict[int, _Level] = {}
    for item in items:
        if item.stands or ends_sentence(item.text) or _is_running_text(item, settings):
            continue
        for row in item.rows:
            frame = barriers.frame_of(row.box)
            small = row.box.width <= settings.wide * body and (frame >= 0 or row.size <= settings.size * body)
            if small and row.text.strip():
                cells.setdefault(frame, []).append((item, row))
    taken: set[Row] = set()
    found = []
    for places in (part for _, framed in sorted(cells.items()) for part in _side_by_side(framed, body, settings)):
        for table in _runs_of_levels(_levels(places, settings), body, settings):
            within = [place for level in table for place in level]
            rows = {row for _, row in within}
            bounds = hull(row.box for row in rows)
            others = (row for item in items if item.text.strip() for row in item.rows if row not in rows)
            if any(bounds.contains_point(row.box.center_x, row.box.center_y) for row in others):
                continue
            if _hold_clauses(rows, settings):
                continue
            taken |= rows
            found.append(Graphic(tuple(item_of(item.index, (row,)) for item, row in within), bounds, is_table=True))
    rest = []
    for item in items:
        kept = tuple(row for row in item.rows if row not in taken)
        if kept:
            rest.append(item if kept == item.rows else item_of(item.index, kept))
    return found, rest


def _is_running_text(item: Item, settings: TableSettings) -> bool:
    """Whether the rows of `item` are those of a text beside the table."""
    return len(item.rows) >= settings.rows and _hold_clauses(item.rows, settings)


def _hold_clauses(rows: Collection[Row], settings: TableSettings) -> bool:
    return sum(holds_clause(row.text) for row in rows) >= settings.clauses * len(rows)


def _side_by_side(places: _Level, body: float, settings: TableSettings) -> list[_Level]:
    """`places` in the parts, from left to right, between which there is a strip of white from top to bottom."""
    parts: list[_Level] = []
    end = 0
    for place in sorted(places, key=lambda place: (place[1].box.left, place[1].box.top)):
        if not parts or place[1].box.left - end > settings.apart * body:
            parts.append([])
        parts[-1].append(place)
        end = max(end, place[1].box.right)
    return parts


def _levels(places: _Level, settings: TableSettings) -> list[_Level]:
    """The rows of cells, from top to bottom, each from left to right; single cells are none."""
    levels: list[_Level] = []
    for place in sorted(places, key=lambda place: (place[1].box.center_y, place[1].box.left)):
        box, over = place[1].box, levels[-1][0][1].box if levels else None
        if over and box.overlap_y(over) >= settings.level * min(box.height, over.height):
            levels[-1].append(place)
        else:
            levels.append([place])
    return [sorted(level, key=lambda place: place[1].box.left) for level in levels if len(level) >= settings.columns]


def _runs_of_levels(levels: list[_Level], body: float, settings: TableSettings) -> Iterator[list[_Level]]:
    """The tables that `levels` make one under the other."""
    run: list[_Level] = []
    for level in [*levels, []]:
        if run and (cells := _below(run, level, body, settings)):
            run.append(cells)
            continue
        if run and len(run) >= (settings.rows if len(run[0]) > settings.columns else settings.long):
            bounds = hull(row.box for line in run for _, row in line)
            printed = sum(row.box.width for line in run for _, row in line)
            if printed <= settings.printed * bounds.width * len(run):
                yield run
        run = [level] if level and _parted([row.box for _, row in level], settings.white * body) else []


def _parted(cells: list[Box], white: float) -> bool:
    """Whether there is so much white between the cells of a row."""
    return all(b.left - a.right >= white for a, b in pairwise(cells))


def _below(run: list[_Level], level: _Level, body: float, settings: TableSettings) -> _Level:
    """The cells of `level` under those of `run`, in one piece or several each; none where a column has no cell.

    What stands before the first column, with white between, is no part of the table.
    """
    columns = [row.box for _, row in run[0]]
    cells = [(item, row) for item, row in level if row.box.right > columns[0].left - settings.white * body]
    if not cells or cells[0][1].box.center_y - run[-1][0][1].box.center_y > settings.pitch * body:
        return []
    parts: list[list[Box]] = [[] for _ in columns]
    for _, row in cells:
        right = [n for n, column in enumerate(columns) if row.box.left >= column.left - settings.flush * body]
        parts[right[-1] if right else 0].append(row.box)
    whole = [hull(boxes) for boxes in parts if boxes]
    goes_on = (
        len(whole) == len(columns)
        and _parted(whole, settings.narrow * body)
        and all(_flush(a, b) <= settings.flush * body for a, b in zip(columns, whole, strict=True))
    )
    return cells if goes_on else []


def _flush(one: Box, other: Box) -> float:
    """How far two boxes one under the other are from being set flush left, flush right or centred."""
    return min(abs(one.left - other.left), abs(one.right - other.right), abs(one.center_x - other.center_x))


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
