"""Puts paragraphs together again after their lines were corrected, moved, or joined and split by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from ocr import hanzi
from ocr.model import Direction, Line, Paragraph, Role

__all__ = ["LinePlace", "regroup", "retext"]

# Displayed lines are set one under the other; their break in print is a space in text.
DISPLAYED: Final = frozenset({Role.HEADLINE, Role.KICKER, Role.COLUMN_TITLE, Role.DECK, Role.SUBHEAD})

# Each of these lines is a paragraph of its own.
SINGLE_LINES: Final = frozenset({Role.MASTHEAD, Role.FOLIO, Role.STAFF})

# A paragraph begins two characters in; broken type at its head may cost half a character of that.
INDENT: Final = 1.5


@dataclass(frozen=True, slots=True)
class LinePlace:
    """A line in its article.

    Attributes:
        line: as it reads now.
        role: of its paragraph.
        starts: whether a paragraph begins here; None when nobody knows, so that its indent decides.
        edge: where its block begins, in the direction of reading.
    """

    line: Line
    role: Role
    starts: bool | None
    edge: int


def regroup(places: Sequence[LinePlace]) -> tuple[Paragraph, ...]:
    """The paragraphs of an article whose lines now stand in this order."""
    groups: list[list[LinePlace]] = []
    for place in places:
        if groups and not _begins(place, groups[-1][-1]):
            groups[-1].append(place)
        else:
            groups.append([place])
    return tuple(
        Paragraph(
            group[0].role,
            _joiner(group[0].role)([p.line.text for p in group if p.line.text]),
            tuple(p.line.id for p in group),
        )
        for group in groups
        if any(p.line.text for p in group)
    )


def retext(paragraph: Paragraph, old: Mapping[str, str], new: Mapping[str, str]) -> Paragraph:
    """The paragraph after some of its lines changed; what did not change keeps its very text.

    Args:
        paragraph: as it was.
        old: the text each line had, by id.
        new: the text each line has.
    """
    before = [old.get(ident, "") for ident in paragraph.line_ids]
    after = [new.get(ident, "") for ident in paragraph.line_ids]
    for join in (_joiner(paragraph.role), hanzi.join, " ".join, "".join):
        if join(before) == paragraph.text:
            return Paragraph(paragraph.role, join([text for text in after if text]), paragraph.line_ids)
    text, start = paragraph.text, 0
    for was, now in zip(before, after, strict=True):
        text, start = _replace(text, start, was, now)
    return Paragraph(paragraph.role, text, paragraph.line_ids)


def _joiner(role: Role) -> Callable[[Iterable[str]], str]:
    return " ".join if role in DISPLAYED else hanzi.join


def _begins(place: LinePlace, previous: LinePlace) -> bool:
    if place.role is not previous.role:
        return True
    if place.starts is not None:
        return place.starts
    if place.role in SINGLE_LINES:
        return True
    if place.role in DISPLAYED:
        return False
    box = place.line.box
    head = box.left if place.line.direction is Direction.HORIZONTAL else box.top
    return head - place.edge >= INDENT * place.line.size


def _replace(text: str, start: int, was: str, now: str) -> tuple[str, int]:
    """The text with one line changed, and where the next line may begin.

    A line may stand in two paragraphs, its head closing one and its tail opening the next.
    """
    if was == now or not was:
        at = text.find(was, start) if was else -1
        return text, at + len(was) if at >= 0 else start
    at = text.find(was, start)
    if at >= 0:
        return text[:at] + now + text[at + len(was) :], at + len(now)
    for length in range(len(was) - 1, 0, -1):
        if text.startswith(was[-length:]):
            tail = now[_moved(was, now, len(was) - length) :]
            return tail + text[length:], len(tail)
        if text.endswith(was[:length]):
            head = now[: _moved(was, now, length)]
            return text[:-length] + head, len(text) - length + len(head)
    # The paragraph was put together by a rule we cannot see through; the correction must not be lost in it.
    matcher = SequenceMatcher(None, text[start:], was, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    if not blocks:
        return text[:start] + now + text[start:], start + len(now)
    first, last = start + blocks[0].a, start + blocks[-1].a + blocks[-1].size
    return text[:first] + now + text[last:], first + len(now)


def _moved(was: str, now: str, offset: int) -> int:
    """Where the place `offset` of the old line lies in the new one."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if i1 <= offset <= i2 and (offset < i2 or tag == "equal"):
            return j1 + (offset - i1) if tag == "equal" else j2
    return len(now)
