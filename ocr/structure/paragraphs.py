"""Paragraphs: the lines of an article put together again, across lines and columns."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.hanzi import is_byline, is_jump, join, normalise, opens_unit_line
from ocr.model import Direction, Role
from ocr.structure.columns import Stack
from ocr.structure.indents import RowEdge
from ocr.structure.items import Item, Row

__all__ = ["Piece", "ParagraphSettings", "roles_in_stack", "run_on"]


STOPS = frozenset("。，、；：.,")
UNPUNCTUATED = 3
"""So many lines of text hold a sign, where signs are printed at all."""


@dataclass(frozen=True, slots=True)
class ParagraphSettings:
    """What tells the parts of a column; sizes as ratios to the column's body type.

    Attributes:
        subhead: type this much larger is a subhead's.
        bold: strokes this much wider are bold.
        subhead_rows, subhead_length: a subhead has no more lines, no more characters;
        full: a vertical line of so many characters that fills its column is none, for warped ones measure larger.
        byline_length: a byline has no more characters.
    """

    subhead: float = 1.14
    bold: float = 1.25
    subhead_rows: int = 5
    subhead_length: int = 60
    full: int = 18
    byline_length: int = 40


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Rows of one role that make one paragraph.

    Attributes:
        why: the reason for its place, a word and a sentence; empty where each row has one of its own.
    """

    role: Role
    rows: tuple[Row, ...]
    why: str = ""

    @property
    def text(self) -> str:
        """What the piece says, normalised; a line break of a headline becomes a space, spaces in print stay."""
        match self.role:
            case Role.HEADLINE | Role.KICKER | Role.COLUMN_TITLE:
                return " ".join(filter(None, (normalise(row.text, keep_spaces=True).strip() for row in self.rows)))
            case Role.BYLINE | Role.CREDIT | Role.DECK:
                return join([normalise(row.text, keep_spaces=True) for row in self.rows])
            case _:
                return join([normalise(row.text) for row in self.rows])


def roles_in_stack(stack: Stack, body: float, first: bool, settings: ParagraphSettings) -> tuple[Role, ...]:
    """The role of each item of `stack`: body, subhead, byline or jump line.

    Args:
        body: the body size of the article in pixels.
        first: whether the stack opens its article.
    """
    weights = sorted(item.weight for item in stack.items for _ in item.rows)
    usual = weights[len(weights) // 2]
    roles, start = [], 0
    for number, item in enumerate(stack.items):
        edges = stack.edges[start : start + len(item.rows)]
        start += len(item.rows)
        roles.append(_role(item, edges, number, len(stack.items), usual, body, first, settings))
    return tuple(roles)


def _role(
    item: Item,
    edges: tuple[RowEdge, ...],
    number: int,
    count: int,
    usual: float,
    body: float,
    first: bool,
    settings: ParagraphSettings,
) -> Role:
    text = item.text.strip()
    if is_jump(text) and len(text) <= 14:
        return Role.JUMP
    if (
        len(item.rows) <= 2
        and len(text) <= settings.byline_length
        and is_byline(text)
        and (number <= 1 if first else number == 0 or number == count - 1)
    ):
        return Role.BYLINE
    if (
        len(item.rows) > settings.subhead_rows
        or len(text) > settings.subhead_length
        or (number == count - 1 and not first and count > 1 and text.endswith(("）", ")")))
    ):
        return Role.BODY
    if _fills_column(item, edges, settings):
        return Role.BODY
    if item.size >= settings.subhead * body and not edges[-1].closed:
        return Role.SUBHEAD
    bold = item.weight >= settings.bold * usual and item.size >= 0.95 * body
    if bold and not edges[-1].closed and edges[-1].short and len(item.rows) <= 3 and not text.startswith(("（", "(")):
        return Role.SUBHEAD
    return Role.BODY


def _fills_column(item: Item, edges: tuple[RowEdge, ...], settings: ParagraphSettings) -> bool:
    """Whether `item` is one line of a vertical column from its head to its foot."""
    down = item.rows[0].line.region.direction is Direction.VERTICAL and not item.stands
    return down and len(item.rows) == 1 and not edges[0].short and len(item.text.strip()) >= settings.full


def run_on(stacks: list[tuple[Stack, tuple[Role, ...]]]) -> list[Piece]:
    """The paragraphs of `stacks`, the columns of one article in reading order.

    A subhead has text under it: what seems one at the very end, in characters that the ink made bold, is text.
    """
    pieces: list[Piece] = []
    rows: list[Row] = []
    role, last = Role.BODY, None
    plain = _is_unpunctuated([row for stack, _ in stacks for row in stack.rows])
    for stack, roles in stacks:
        number = 0
        for item, kind in zip(stack.items, roles, strict=True):
            for at, row in enumerate(item.rows):
                edge = stack.edges[number]
                number += 1
                fresh = (
                    kind is not role
                    or (kind is Role.BODY and (_begins(edge, last, plain) or opens_unit_line(row.text)))
                    or (kind is not Role.BODY and at == 0)
                )
                if rows and fresh:
                    pieces.append(Piece(role, tuple(rows)))
                    rows = []
                rows.append(row)
                role, last = kind, edge
    if rows:
        hangs = role is Role.SUBHEAD and any(piece.role is Role.BODY for piece in pieces)
        pieces.append(Piece(Role.BODY if hangs else role, tuple(rows)))
    return pieces


def _begins(edge: RowEdge, last: RowEdge | None, plain: bool) -> bool:
    """Whether a body row begins a paragraph after the row `last`; in `plain` text no sign ends a sentence."""
    if last is None or edge.indented:
        return True
    if edge.stepped:
        return last.short or last.closed
    return last.short and (last.closed or plain)


def _is_unpunctuated(rows: list[Row]) -> bool:
    """Whether these are vertical lines as the oldest papers print them, without any signs."""
    down = all(row.line.region.direction is Direction.VERTICAL and not row.stands for row in rows)
    return down and len(rows) >= UNPUNCTUATED and not any(STOPS.intersection(row.text) for row in rows)
