"""Teasers: titles in a panel, each with the pointer to the page where its story stands."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.geometry import Box
from ocr.hanzi import ends_sentence, is_pointer
from ocr.structure.barriers import Barriers
from ocr.structure.items import Item, Row, item_of

__all__ = ["Teaser", "TeaserSettings", "find_teasers"]


@dataclass(frozen=True, slots=True)
class TeaserSettings:
    """What counts as a panel of teasers; lengths in body characters.

    Attributes:
        near: white between a title and its pointer, under it or at its right.
        line_gap: white between two lines of a title.
        lines: a title has no more lines.
        flush: lines of a title begin, and pointers of a panel begin or end, this near below each other.
        alike: the largest ratio between the sizes of a title's lines.
        least: titles are set in this size or larger.
        together: so many teasers make a panel; one alone is an article that ends with a pointer.
    """

    near: float = 1.5
    line_gap: float = 0.9
    lines: int = 3
    flush: float = 1.0
    alike: float = 1.15
    least: float = 1.05
    together: int = 2


@dataclass(frozen=True, slots=True, eq=False)
class Teaser:
    """A title and its pointer."""

    title: Item
    pointer: Item


def find_teasers(
    items: list[Item], barriers: Barriers, body: float, settings: TeaserSettings
) -> tuple[list[Teaser], list[Item]]:
    """The teasers of the page's panels, from top to bottom, and the items without their lines."""
    lying = [(item, row) for item in items if not item.stands for row in item.rows if row.text.strip()]
    pointers = [(item, row) for item, row in lying if is_pointer(row.text)]
    if len(pointers) < settings.together:
        return [], items
    others = [(item, row) for item, row in lying if not is_pointer(row.text)]
    found: list[Teaser] = []
    for item, pointer in sorted(pointers, key=lambda pair: (pair[1].box.top, pair[1].box.left)):
        title = _title(pointer, [row for _, row in others], barriers, body, settings)
        if title:
            owner = next(i for i, row in others if row is title[0])
            found.append(Teaser(item_of(owner.index, title), item_of(item.index, (pointer,))))
    teasers = [
        teaser
        for teaser in found
        if sum(_in_one_panel(teaser.pointer.box, other.pointer.box, barriers, body, settings) for other in found)
        >= settings.together
    ]
    taken = {row for teaser in teasers for row in (*teaser.title.rows, *teaser.pointer.rows)}
    rest = []
    for item in items:
        rows = tuple(row for row in item.rows if row not in taken)
        if rows:
            rest.append(item if len(rows) == len(item.rows) else item_of(item.index, rows))
    return teasers, rest


def _title(
    pointer: Row, others: list[Row], barriers: Barriers, body: float, settings: TeaserSettings
) -> tuple[Row, ...]:
    """The lines of the title right over `pointer`, or at its left; none when no title stands there."""
    box = pointer.box
    near = [
        row
        for row in others
        if row.box.top < box.center_y
        and row.box.left < box.right
        and row.box.gap_y(box) <= settings.near * body
        and not barriers.part(row.box, box)
        and barriers.frame_of(row.box) == barriers.frame_of(box)
    ]
    if not near:
        return ()
    # beside the pointer its title may begin a little higher than a line of the text in another column
    lines = [min(near, key=lambda row: (row.box.gap_y(box) > settings.line_gap * body, row.box.gap_x(box), row.box))]
    while len(lines) < settings.lines:
        first = lines[0]
        over = [
            row
            for row in others
            if row.box.bottom <= first.box.center_y
            and row.box.gap_y(first.box) <= settings.line_gap * body
            and abs(row.box.left - first.box.left) <= settings.flush * body
            and max(row.size, first.size) <= settings.alike * min(row.size, first.size)
        ]
        if not over:
            break
        lines.insert(0, max(over, key=lambda row: row.box))
    if ends_sentence(lines[-1].text) or min(row.size for row in lines) < settings.least * body:
        return ()
    return tuple(lines)


def _in_one_panel(one: Box, other: Box, barriers: Barriers, body: float, settings: TeaserSettings) -> bool:
    """Whether two pointers stand in one frame, below each other."""
    below = min(abs(one.left - other.left), abs(one.right - other.right)) <= settings.flush * body
    return below and barriers.frame_of(one) == barriers.frame_of(other)
