"""Captions: small type beside a picture that is no part of a column."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.geometry import Box
from ocr.hanzi import find_credit, is_credit
from ocr.structure.barriers import Barriers
from ocr.structure.items import Item

__all__ = ["Caption", "CaptionSettings", "find_captions"]


@dataclass(frozen=True, slots=True)
class CaptionSettings:
    """What counts as a caption; lengths in body characters.

    Attributes:
        below, beside: how far from the picture it may stand.
        outside: how far it may stick out beyond the picture's sides.
        rows: columns of text have more lines.
        size: captions are no larger than this.
        smaller: type under this share of the body's is a caption's at once.
    """

    below: float = 2.2
    beside: float = 1.6
    outside: float = 2.5
    rows: int = 12
    size: float = 1.3
    smaller: float = 0.93


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
        reached = box
        for item in sorted(rest, key=lambda i: (i.box.top, i.box.left, i.index)):
            if _is_caption(item, box, reached, rest, body, settings):
                captions.append(Caption(item, picture))
                rest.remove(item)
                if item.box.top >= box.bottom - body:
                    reached = reached.union(Box(box.left, box.bottom, box.right, max(box.bottom, item.box.bottom)))
    return captions, rest


def _is_caption(item: Item, picture: Box, reached: Box, others: list[Item], body: float, settings: CaptionSettings) -> bool:
    box = item.box
    if item.stands or len(item.rows) > settings.rows or item.size > settings.size * body:
        return False
    if box.top < picture.center_y or box.top - reached.bottom > settings.below * body or box.top < reached.bottom - body:
        return False
    slack = settings.outside * body
    if _says_so(item) and box.overlap_x(picture) >= 0.5 * picture.width and box.top - reached.bottom <= settings.below * body:
        return True
    if box.left < picture.left - slack or box.right > picture.right + slack:
        return False
    if _says_so(item):
        return True
    if item.size < settings.smaller * body and len(item.rows) <= 6:
        return True
    column = [
        other for other in others
        if other is not item and len(other.rows) >= 4 and other.box.overlap_x(box) > 0.5 * min(box.width, other.box.width)
        and (other.box.gap_y(box) < 3 * body)
    ]
    same_column = any(abs(other.box.left - box.left) < 2.6 * body or abs(other.box.right - box.right) < body for other in column)
    return not same_column and len(item.rows) <= 5 and box.width <= picture.width + slack


def _says_so(item: Item) -> bool:
    """Whether the words of `item` are a caption's: a pointer to a picture, or a photographer at the end."""
    if item.text.lstrip().startswith(("▲", "▶", "◀", "▼", "图为", "图①", "上图", "下图", "左图", "右图")):
        return True
    tail = "".join(row.text for row in item.rows[-2:])
    return is_credit(item.rows[-1].text) or find_credit(tail) >= 0
