"""Captions: small type beside a picture that is no part of a column."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.geometry import Box, hull
from ocr.hanzi import find_credit, is_credit
from ocr.structure.barriers import Barriers
from ocr.structure.items import Item, item_of

__all__ = ["Caption", "CaptionSettings", "find_captions"]

CAPTION_ROWS = 4
"""A caption with text right under it is no longer."""

ASIDE_ROWS, WHITE_OVER = 2, 2.0
"""A caption at the side of its picture has no more lines, and no text so near over it, in body characters."""


@dataclass(frozen=True, slots=True)
class CaptionSettings:
    """What counts as a caption; lengths in body characters.

    Attributes:
        below: how far from the picture it may stand; `close` when its words or its type must tell.
        outside: how far it may stick out beyond the picture's sides.
        rows: columns of text have more lines.
        size: captions are no larger than this.
        smaller: type under this share of the body's is a caption's at once.
        set_under: white between a caption and the photographer's name set under its end.
    """

    below: float = 2.2
    close: float = 1.4
    outside: float = 2.5
    rows: int = 12
    size: float = 1.3
    smaller: float = 0.93
    set_under: float = 0.8


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption and the index of its picture."""

    item: Item
    picture: int


def find_captions(
    items: list[Item], barriers: Barriers, body: float, settings: CaptionSettings
) -> tuple[list[Caption], list[Item]]:
    """The captions among `items`, and the items that are none."""
    captions: list[Caption] = []
    rest = list(items)
    for picture, box in enumerate(barriers.pictures):
        reached, credited = box, False
        for item in sorted(rest, key=lambda i: (i.box.top, i.box.left, i.index)):
            head, tail = _cut_at_credit(item)
            signed = _says_so(head) or _is_signed(head, box, rest, settings.set_under * body)
            if not credited and (
                _is_caption(head, signed, box, reached, body, settings)
                or _stands_aside(head, box, rest, body, settings)
                or _stands_beside(head, box, rest, body, settings)
            ):
                captions.append(Caption(head, picture))
                rest.remove(item)
                rest += [tail] if tail else []
                item = head
                credited = find_credit(item.rows[-1].text) >= 0 or is_credit(item.rows[-1].text)
                if item.box.top >= box.bottom - body:
                    reached = hull([reached, item.box])
    return captions, rest


def _cut_at_credit(item: Item) -> tuple[Item, Item | None]:
    """`item` up to the line that ends with a photographer's name, and what follows: text set close under a caption."""
    for number, row in enumerate(item.rows[:CAPTION_ROWS]):
        credited = find_credit(row.text) >= 0 or (number > 0 and is_credit(row.text))
        if credited and number + 1 < len(item.rows):
            return item_of(item.index, item.rows[: number + 1]), item_of(item.index, item.rows[number + 1 :])
    return item, None


def _is_caption(item: Item, signed: bool, picture: Box, reached: Box, body: float, settings: CaptionSettings) -> bool:
    """Whether `item` stands under `picture`, or the captions it has `reached` to, as a caption does.

    Args:
        signed: whether its words, or a photographer's name under it, say that it is one.
    """
    box = item.box
    if item.stands or len(item.rows) > settings.rows or item.size > settings.size * body:
        return False
    if (
        box.top < picture.center_y
        or box.top - reached.bottom > settings.below * body
        or box.top < reached.bottom - body
    ):
        return False
    if signed and box.top - reached.bottom <= settings.close * body:
        return box.overlap_x(reached) >= 0.5 * min(picture.width, box.width)
    if box.left < picture.left - settings.outside * body or box.right > picture.right + settings.outside * body:
        return False
    return signed or (
        box.top - picture.bottom <= settings.close * body
        and item.size < settings.smaller * body
        and len(item.rows) <= 6
    )


def _stands_aside(item: Item, picture: Box, others: list[Item], body: float, settings: CaptionSettings) -> bool:
    """Whether `item` is a caption at the side of its article, under the foot of a picture in the article's middle."""
    box = item.box
    if item.stands or len(item.rows) > ASIDE_ROWS or not _says_so(item):
        return False
    if not -body / 2 <= box.top - picture.bottom <= settings.close * body or box.gap_x(picture) > picture.width / 2:
        return False
    return not any(
        other is not item and other.box.overlap_x(box) and 0 <= box.top - other.box.bottom <= WHITE_OVER * body
        for other in others
    )


def _stands_beside(item: Item, picture: Box, others: list[Item], body: float, settings: CaptionSettings) -> bool:
    """Whether `item` is a caption beside its picture, no text over it or under it."""
    box = item.box
    if item.stands or len(item.rows) > settings.rows or item.size > settings.size * body or not _says_so(item):
        return False
    level = picture.top - body / 2 <= box.top and box.bottom <= picture.bottom + body / 2
    if not level or box.overlap_x(picture) or box.gap_x(picture) > settings.close * body:
        return False
    return not any(
        other is not item
        and other.size <= settings.size * body
        and not _says_so(other)
        and other.box.overlap_x(box)
        and other.box.gap_y(box) <= WHITE_OVER * body
        for other in others
    )


def _is_signed(item: Item, picture: Box, others: list[Item], reach: float) -> bool:
    """Whether a photographer's name of its own stands under the end of `item`, no farther off than `reach` pixels.

    Under the end of a short one it is set as far right as its `picture` reaches.
    """
    under = (
        other.box
        for other in others
        if len(other.rows) == 1 and is_credit(other.text) and 0 <= other.box.top - item.box.bottom <= reach
    )
    return any(
        box.overlap_x(item.box) >= 0.5 * box.width
        or (item.box.overlap_x(picture) == item.box.width and box.overlap_x(picture) == box.width)
        for box in under
    )


def _says_so(item: Item) -> bool:
    """Whether the words of `item` are a caption's: a pointer to a picture, or a photographer at the end."""
    if item.text.lstrip().startswith(("▲", "▶", "◀", "▼", "图为", "图①", "上图", "下图", "左图", "右图")):
        return True
    tail = "".join(row.text for row in item.rows[-2:])
    return is_credit(item.rows[-1].text) or find_credit(tail) >= 0
