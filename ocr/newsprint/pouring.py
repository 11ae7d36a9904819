"""Body text poured through columns, round pictures and boxes, ending with a whole sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ocr.geometry import Box
from ocr.model import Role, RuleStyle
from ocr.newsprint.faces import Face
from ocr.newsprint.press import Piece, Press, Story, Type
from ocr.newsprint.setting import Spacing, take_line

__all__ = ["BodyStyle", "Copy", "pour"]

NARROWEST = 5
"""A strip beside a picture that holds fewer characters is left white."""
INDENT = "　　"


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """How a story's body is set.

    Attributes:
        leading: the distance of two lines in ems.
        little_rules: whether subheads stand between little rules.
        ragged: whether lines end where their words end, as in essays and verse.
    """

    type: Type
    leading: float
    subhead: Type
    little_rules: bool = False
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """A paragraph to be set."""

    role: Role
    text: str


@dataclass(slots=True)
class _Placed:
    """A line found a place; printed when the whole story is known to fit."""

    text: str
    spacing: Spacing
    x: float
    y: float
    copy: int
    column: int
    type: Type


def _free(column: Box, top: int, bottom: int, obstacles: Sequence[Box]) -> tuple[int, int]:
    """The widest free stretch of `column` between the rows."""
    spans = [(column.left, column.right)]
    for box in obstacles:
        if box.top < bottom and box.bottom > top:
            cut: list[tuple[int, int]] = []
            for left, right in spans:
                cut += [(left, min(right, box.left)), (max(left, box.right), right)]
            spans = [span for span in cut if span[1] > span[0]]
    return max(spans, key=lambda span: span[1] - span[0], default=(column.left, column.left))


def _advance(press: Press, kind: Type, char: str) -> float:
    return press.advance(char, kind)


def pour(
    press: Press, story: Story, columns: Sequence[Box], obstacles: Sequence[Box], copy: Iterator[Copy], style: BodyStyle
) -> tuple[int, int]:
    """Sets `copy` into `columns` until they are full; the last paragraph is cut behind a full stop.

    Returns:
        The foot of the last line and the number of characters set.
    """
    em, step = style.type.size, round(style.type.size * style.leading)
    used: list[Copy] = []
    placed: list[_Placed] = []
    current: Copy | None = None
    text, start = "", 0
    for box in columns:
        y, last, column = box.top, (-1, -1), press.new_column()
        while y + em <= box.bottom:
            if current is None:
                current = next(copy, None)
                if current is None:
                    break
                used.append(current)
                text = INDENT + current.text if current.role is Role.BODY else current.text
                start = 0
            subhead = current.role is Role.SUBHEAD
            kind = style.subhead if subhead else style.type
            tall = kind.size + (round(0.9 * em) if subhead else 0)
            left, right = _free(box, y, y + tall, obstacles)
            if right - left < NARROWEST * em:
                y += step // 2
                column = press.new_column()
                continue
            if (left, right) != last:
                column, last = (press.new_column() if last != (-1, -1) else column), (left, right)
            if subhead and y + tall + 2 * step > box.bottom:
                y = box.bottom
                continue
            advance = partial(_advance, press, kind)
            spacing = take_line(text, start, right - left, advance, kind.size, ragged=style.ragged)
            x, at = float(left), float(y)
            if subhead:
                words = text[start : spacing.end]
                x = left + max(0.0, (right - left - press.measure(words, kind)) / 2)
                at = y + 0.3 * em
            placed.append(_Placed(text[start : spacing.end], spacing, x, at, len(used) - 1, column, kind))
            start = spacing.end
            y += tall + round(0.3 * em) if subhead else step
            if start >= len(text):
                current = None
    _end_with_a_sentence(placed, used)
    return _print(press, story, placed, used, style)


def _end_with_a_sentence(placed: list[_Placed], used: list[Copy]) -> None:
    keep = len(placed)
    while keep and not (used[placed[keep - 1].copy].role is Role.BODY and "。" in placed[keep - 1].text):
        keep -= 1
    if not keep:  # a corner too small for one sentence keeps the words it has
        return
    del placed[keep:]
    if placed:
        line = placed[-1]
        end = line.text.rfind("。") + 1
        line.text = line.text[: end + 1] if line.text[end : end + 1] == "”" else line.text[:end]


def _print(press: Press, story: Story, placed: list[_Placed], used: list[Copy], style: BodyStyle) -> tuple[int, int]:
    pieces: dict[int, Piece] = {}
    foot = characters = 0
    for line in placed:
        if line.copy not in pieces:
            pieces[line.copy] = Piece(used[line.copy].role)
            story.pieces.append(pieces[line.copy])
        blank = len(line.text) - len(line.text.lstrip("　"))
        offsets = line.spacing.offsets[blank : len(line.text)]
        words = line.text[blank:]
        if not words:
            continue
        printed = press.line(words, line.x, line.y, line.type, offsets=offsets, column=line.column)
        pieces[line.copy].lines.append(printed)
        foot, characters = max(foot, printed.box.bottom), characters + len(words)
        if style.little_rules and used[line.copy].role is Role.SUBHEAD:
            box, thin = printed.box, max(1, style.type.size // 14)
            for top in (box.top - style.type.size // 4 - thin, box.bottom + style.type.size // 4):
                press.rule(Box(box.left, top, box.right, top + thin), RuleStyle.THIN)
    return foot, characters


def subhead_type(body: Type, bold: Face = Face.HEI_BOLD) -> Type:
    """The type of subheads over `body`: bold and a little larger."""
    return Type(bold, round(body.size * 1.12))
