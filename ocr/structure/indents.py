"""Where paragraphs begin and end: indents at the left edge, short lines at the right one."""

from __future__ import annotations

from dataclasses import dataclass

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
        window: rows up and down that tell where the edge runs, since it may step beside a picture.
    """

    indent: float = 1.25
    deep: float = 6.0
    short: float = 1.3
    window: int = 5


@dataclass(frozen=True, slots=True)
class RowEdge:
    """How a row stands in its column.

    Attributes:
        indented: begins a paragraph by its place.
        short: ends before the column's right edge.
        closed: its text ends a sentence.
    """

    indented: bool
    short: bool
    closed: bool


def edges_of(rows: tuple[Row, ...], settings: IndentSettings) -> tuple[RowEdge, ...]:
    """For each of the `rows` of one column, top to bottom, how it stands."""
    return tuple(_edge(rows, i, settings) for i in range(len(rows)))


def _edge(rows: tuple[Row, ...], i: int, settings: IndentSettings) -> RowEdge:
    row, size = rows[i], rows[i].size
    before = rows[max(0, i - settings.window) : i]
    after = rows[i + 1 : i + 1 + settings.window]
    step = row.box.left - min(r.box.left for r in (*before, row, *after))
    edges = [max(r.box.right for r in (*part, row)) for part in (before, after) if part]
    right = min(edges, default=row.box.right)
    return RowEdge(
        settings.indent * size < step < settings.deep * size,
        right - row.box.right > settings.short * size,
        ends_sentence(row.text),
    )
