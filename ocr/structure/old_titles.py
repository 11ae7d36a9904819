"""Headlines of old vertical pages: set in the type of the text, a line of their own a few characters down."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from ocr.hanzi import ends_sentence
from ocr.structure.items import Item, Row, item_of

__all__ = ["OldTitleSettings", "split_titles"]


@dataclass(frozen=True, slots=True)
class OldTitleSettings:
    """What counts as a headline in body type; lengths in body characters.

    Attributes:
        least, most: how far down it begins; a paragraph begins two characters down, a signature stands at the foot.
        upper: it begins in this part of the column.
        open: so much stays free at its foot.
        length: it has no more characters,
        short: and no fewer.
        bold: strokes this much wider than usual are a subhead's, not a headline's.
    """

    least: float = 2.6
    most: float = 9.0
    upper: float = 0.4
    open: float = 4.0
    length: int = 14
    short: int = 2
    bold: float = 1.25


def split_titles(items: list[Item], body: float, settings: OldTitleSettings) -> tuple[list[Item], list[Item]]:
    """`items` of a vertical page with such headlines cut out of the columns, and those headlines.

    Everything is in the canonical frame, in which "down the column" is to the right.
    """
    usual = median([row.weight for item in items for row in item.rows] or [0.0])
    kept: list[Item] = []
    titles: list[Item] = []
    for item in items:
        if item.stands:
            kept.append(item)
            continue
        beside = [other for other in items if other is not item and _is_next_column(item, other, body)]
        run: list[Row] = []
        for number, row in enumerate(item.rows):
            before, after = _neighbours(item, number, beside)
            if _is_title(row, before, after, body, usual, settings):
                if run:
                    kept.append(item_of(item.index, tuple(run)))
                titles.append(item_of(item.index, (row,)))
                kept.append(titles[-1])
                run = []
            else:
                run.append(row)
        if run:
            kept.append(item_of(item.index, tuple(run)))
    return kept, titles


def _is_next_column(item: Item, other: Item, body: float) -> bool:
    """Whether `other` follows or precedes `item` on the way through the text, with its lines at the same height."""
    return not other.stands and other.box.gap_y(item.box) <= 2 * body and other.box.overlap_x(item.box) > 0


def _neighbours(item: Item, number: int, beside: list[Item]) -> tuple[Row | None, Row | None]:
    """The rows before and after row `number` of `item`."""
    before = item.rows[number - 1] if number else None
    after = item.rows[number + 1] if number + 1 < len(item.rows) else None
    if before is None:
        over = [other.rows[-1] for other in beside if other.box.center_y < item.box.top]
        before = max(over, key=lambda row: row.box.width, default=None)
    if after is None:
        under = [other.rows[0] for other in beside if other.box.center_y > item.box.bottom]
        after = max(under, key=lambda row: row.box.width, default=None)
    return before, after


def _is_title(
    row: Row, before: Row | None, after: Row | None, body: float, usual: float, settings: OldTitleSettings
) -> bool:
    text = row.text.strip()
    if after is None or not settings.short <= len(text) <= settings.length or ends_sentence(text):
        return False
    if usual and row.weight > settings.bold * usual:
        return False
    column = [other for other in (before, after) if other is not None]
    left, right = min(other.box.left for other in column), max(other.box.right for other in column)
    step = row.box.left - left
    if not settings.least * body <= step <= min(settings.most * body, settings.upper * (right - left)):
        return False
    # what follows is a whole line of text from the head of the column on, not a second signature
    return right - row.box.right >= settings.open * body and after.box.left - left < settings.least * body
