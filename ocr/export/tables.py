"""A table told by the places of its lines: Markdown, or HTML where a cell spans columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as escape_html

from ocr.export.escaping import escape
from ocr.model import Line

__all__ = ["write_table"]

_HARD_BREAK = "  \n"
_LEAST_COLUMNS = 2
"""With fewer it is a list, not a table."""
_BESIDE = 0.5
"""Lines whose heights overlap by this share of the lower one stand in one row."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """The text in columns `first` to `last` of a row, counted from 0."""

    text: str
    first: int
    last: int


def write_table(lines: Sequence[Line]) -> str:
    """The lines as a table, rows and columns as printed; one line under the other when they make no columns.

    The first row is the head: Markdown knows no table without one.
    """
    rows = _rows([line for line in lines if line.text.strip()])
    columns = _columns([line for row in rows for line in row])
    if len(columns) < _LEAST_COLUMNS:
        return _HARD_BREAK.join(escape(line.text.strip()) for row in rows for line in row)
    cells = [_cells(row, columns) for row in rows]
    if any(cell.last > cell.first for row in cells for cell in row):
        return _html(cells, len(columns))
    return _markdown(cells, len(columns))


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines side by side, from left to right; the rows from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box.center_y, line.box.left)):
        last = rows[-1][-1].box if rows else None
        if last is not None and last.overlap_y(line.box) > _BESIDE * min(line.box.height, last.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def _columns(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The left and right edge of each column: what the narrow lines take; wide ones span or belong to one."""
    columns: list[tuple[int, int]] = []
    for box in sorted((line.box for line in lines), key=lambda box: (box.width, box.left)):
        met = [place for place in columns if place[0] < box.right and box.left < place[1]]
        if not met:
            columns.append((box.left, box.right))
        elif len(met) == 1:
            columns.remove(met[0])
            columns.append((min(met[0][0], box.left), max(met[0][1], box.right)))
    return sorted(columns)


def _cells(row: Sequence[Line], columns: Sequence[tuple[int, int]]) -> list[_Cell]:
    """The cells of a row; lines that meet in a column are one cell."""
    cells: list[_Cell] = []
    for line in row:
        met = [n for n, (left, right) in enumerate(columns) if left < line.box.right and line.box.left < right]
        text = line.text.strip()
        if cells and cells[-1].last >= met[0]:
            before = cells.pop()
            cells.append(_Cell(f"{before.text} {text}", before.first, max(before.last, met[-1])))
        else:
            cells.append(_Cell(text, met[0], met[-1]))
    return cells


def _markdown(rows: Sequence[Sequence[_Cell]], width: int) -> str:
    written = []
    for row in rows:
        texts = {cell.first: escape(cell.text).replace("|", "\\|") for cell in row}
        written.append("| " + " | ".join(texts.get(n, "") for n in range(width)) + " |")
    return "\n".join([written[0], "|" + " --- |" * width, *written[1:]])


def _html(rows: Sequence[Sequence[_Cell]], width: int) -> str:
    written = ["<table>"]
    for number, row in enumerate(rows):
        tag, at, cells = "td" if number else "th", 0, ""
        for cell in row:
            cells += f"<{tag}></{tag}>" * (cell.first - at)
            span = f' colspan="{cell.last - cell.first + 1}"' if cell.last > cell.first else ""
            cells += f"<{tag}{span}>{escape_html(cell.text, quote=False)}</{tag}>"
            at = cell.last + 1
        written.append(f"<tr>{cells}{f'<{tag}></{tag}>' * (width - at)}</tr>")
    return "\n".join([*written, "</table>"])
