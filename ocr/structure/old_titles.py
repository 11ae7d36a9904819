"""Headlines of old vertical pages: lines in the type of the text, a few characters down, or in type hardly larger."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from ocr.hanzi import ends_sentence, is_byline, is_dateline_start, is_pointer
from ocr.structure.items import Item, Row, item_of

__all__ = ["OldTitleSettings", "split_titles"]


@dataclass(frozen=True, slots=True)
class OldTitleSettings:
    """What counts as a headline in body type, or in type hardly larger; lengths in body characters.

    Attributes:
        least, most: how far down it begins; a paragraph begins two characters down, a signature stands at the foot.
        upper: it begins in this part of the column.
        open: so much stays free at its foot.
        length: it has no more characters,
        short: and no fewer.
        bold: strokes this much wider than usual are a subhead's, not a headline's.
        larger: type from this size on is a headline's, when it is as much larger
        around: than the text of several rows above and under it, no farther off than this,
        pitch: and its characters stand at least so far apart, from middle to middle.
        longest: it has no more characters.
        signature: a byline of so many characters is none.
        alike: lines whose sizes differ by less than this ratio are of one size,
        larger_bold: and strokes this much wider than usual are a subhead's, unless news begins there with its dateline.
        great: where a headline is so many times as large as such type, it is a subhead's rather, and bold already when
            it is bold without what ink and scanner put on every stroke:
        text_weight: strokes of text are no wider, in its sizes.
    """

    least: float = 2.6
    most: float = 9.0
    upper: float = 0.4
    open: float = 4.0
    length: int = 14
    short: int = 2
    bold: float = 1.25
    larger: float = 1.2
    around: float = 2.0
    pitch: float = 1.12
    longest: int = 20
    signature: int = 6
    alike: float = 1.1
    larger_bold: float = 1.05
    great: float = 2.5
    text_weight: float = 0.1


def split_titles(items: list[Item], body: float, settings: OldTitleSettings) -> tuple[list[Item], list[Item]]:
    """`items` of a vertical page with headlines in body type cut out of the columns, and all headlines of both kinds.

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
    return kept, titles + _larger_titles(kept, body, usual, settings)


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


def _larger_titles(items: list[Item], body: float, usual: float, settings: OldTitleSettings) -> list[Item]:
    """Those of `items` that are headlines in type hardly larger than the text; `usual` is the weight of most rows."""
    larger = [item for item in items if _is_larger(item, items, body, settings)]
    largest = max((item.size for item in larger), default=0.0)
    spread = max(0.0, usual - settings.text_weight) * body
    found = []
    for item in larger:
        # what is set in one size is set in one face; worn characters tell it better together
        gain = spread if largest >= settings.great * item.size else 0.0
        weight = median(other.weight - gain / other.size for other in larger if _is_as_large(item, other, settings))
        news = any(
            other.box.top >= item.box.center_y and is_dateline_start(other.text)
            for other in _texts_by(item, items, body, settings)
        )
        if news or weight <= settings.larger_bold * (usual - gain / body):
            found.append(item)
    return found


def _is_larger(item: Item, items: list[Item], body: float, settings: OldTitleSettings) -> bool:
    """Whether `item` is a short line, larger than the text around it.

    A row of text that ink touches seems larger, but its characters stand no farther apart.
    """
    text = item.text.strip()
    if item.stands or len(item.rows) > 1 or not 0 < len(text) <= settings.longest or ends_sentence(text):
        return False
    if is_pointer(text) or (len(text) >= settings.signature and is_byline(text)) or item.pitch < settings.pitch * body:
        return False
    near = _texts_by(item, items, body, settings)
    return item.size >= settings.larger * max([body, *(other.size for other in near)])


def _is_as_large(item: Item, other: Item, settings: OldTitleSettings) -> bool:
    return max(item.size, other.size) <= settings.alike * min(item.size, other.size)


def _texts_by(item: Item, items: list[Item], body: float, settings: OldTitleSettings) -> list[Item]:
    """The texts of several rows right above and under `item`."""
    return [
        other
        for other in items
        if not other.stands and len(other.rows) > 1 and other.box.overlap_x(item.box)
        if other.box.gap_y(item.box) <= settings.around * body
    ]
