"""Where paragraphs begin and end: indents at the left edge, short lines at the right one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ocr.hanzi import ends_sentence
from ocr.structure.items import Row

__all__ = ["IndentSettings", "RowEdge", "edges_of"]


@dataclass(frozen=True, slots=True)
class IndentSettings:
    """What counts as an indent or a short line; lengths in character sizes.

    Attributes:
        indent: a new paragraph starts two characters in; an opening quote's blank is half a character.
        deep: more than this is centred or set off, no indent.
        short: a line that ends this far before the edge ends its paragraph.
        window: rows up and down that tell where the edge runs, since it may step or slant beside a picture;
        end: rows nearer to an end of the column have too few neighbours on one side; so many on each side tell then.
        slant: a row that stands in from the one before and out from the next by more than this, but by less than an
            indent, or the other way round, follows a slanting edge.
    """

    indent: float = 1.25
    deep: float = 6.0
    short: float = 1.3
    window: int = 5
    end: int = 2
    slant: float = 0.35


@dataclass(frozen=True, slots=True)
class RowEdge:
    """How a row stands in its column.

    Attributes:
        indented: begins a paragraph by its place.
        stepped: stands in from the rows on one side of it only: the edge may step there.
        short: ends before the column's right edge.
        closed: its text ends a sentence.
    """

    indented: bool
    stepped: bool
    short: bool
    closed: bool


def edges_of(rows: tuple[Row, ...], settings: IndentSettings) -> tuple[RowEdge, ...]:
    """For each of the `rows` of one column, top to bottom, how it stands."""
    return tuple(_edge(rows, i, settings) for i in range(len(rows)))


def _edge(rows: tuple[Row, ...], i: int, settings: IndentSettings) -> RowEdge:
    row, size = rows[i], rows[i].size
    before = rows[max(0, i - settings.window) : i]
    after = rows[i + 1 : i + 1 + settings.window]
    steps = [0] if _slants(rows, i, settings) else _steps(row, before, after, settings)
    indented, stepped = (settings.indent * size < step < settings.deep * size for step in (min(steps), max(steps)))
    edges = [max(r.box.right for r in (*part, row)) for part in (before, after) if part]
    right = min(edges, default=row.box.right)
    return RowEdge(
        indented,
        stepped and not indented,
        right - row.box.right > settings.short * size,
        ends_sentence(row.text),
    )


def _steps(row: Row, before: tuple[Row, ...], after: tuple[Row, ...], settings: IndentSettings) -> list[int]:
    """How far `row` stands in from the rows before and from those after it; near an end of the column, from both."""
    if min(len(before), len(after)) < settings.end:
        parts = [(*before[-settings.end :], *after[: settings.end])]
    else:
        parts = [before, after]
    return [row.box.left - min(other.box.left for other in part) for part in parts if part] or [0]


def _slants(rows: tuple[Row, ...], i: int, settings: IndentSettings) -> bool:
    """Whether the left edge slants at row `i`, as along the outline of a figure."""
    middle = min(max(i, 1), len(rows) - 2)
    if middle < 1:
        return False
    steps = [lower.box.left - upper.box.left for upper, lower in pairwise(rows[middle - 1 : middle + 2])]
    slight = all(settings.slant < abs(step) / rows[i].size < settings.indent for step in steps)
    return slight and steps[0] * steps[1] > 0
