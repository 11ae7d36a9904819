"""Infographics: figures and catchwords strewn among drawings, which are no headlines and no columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.geometry import Box, hull
from ocr.structure.barriers import Barriers
from ocr.structure.items import Item
from ocr.structure.ordering import reading_order

__all__ = ["GraphicSettings", "find_graphics"]


@dataclass(frozen=True, slots=True)
class GraphicSettings:
    """What counts as an infographic; lengths in body characters.

    Attributes:
        near: pieces of one graphic stand no farther apart.
        rows: its texts have no more lines; text of more lines inside its bounds denies it.
        head, head_length: type from this size on and so long is a headline, not a piece of a graphic.
        texts, figures, drawings: it has at least so many texts, so many figures in larger type, and so many pieces of
            drawing or pictures.
        large: the figures are at least this large.
        piece: smaller ink is dust, no piece of a drawing.
    """

    near: float = 2.5
    rows: int = 3
    head: float = 1.5
    head_length: int = 13
    texts: int = 5
    figures: int = 3
    drawings: int = 4
    large: float = 1.2
    piece: float = 0.9


def find_graphics(
    items: list[Item], drawn: list[Box], barriers: Barriers, body: float, settings: GraphicSettings
) -> tuple[list[tuple[Item, ...]], list[Item]]:
    """The texts of each infographic in reading order, and the items that are in none.

    Args:
        drawn: ink that is no text, such as icons and the strokes of charts.
    """
    loose = [item for item in items if _is_loose(item, items, body, settings)]
    drawings = [box for box in (*drawn, *barriers.pictures) if max(box.width, box.height) >= settings.piece * body]
    boxes = [item.box for item in loose] + drawings
    graphics: list[tuple[Item, ...]] = []
    taken: set[Item] = set()
    for cluster in _clusters(boxes, settings.near * body):
        texts = [loose[i] for i in cluster if i < len(loose)]
        figures = sum(1 for item in texts if re.search(r"\d", item.text) and item.size >= settings.large * body)
        if len(texts) < settings.texts or figures < settings.figures or len(cluster) - len(texts) < settings.drawings:
            continue
        bounds = hull(item.box for item in texts)
        inside = [i for i in items if bounds.contains_point(i.box.center_x, i.box.center_y) and i not in taken]
        if any(len(item.rows) > settings.rows for item in inside):
            continue
        graphics.append(tuple(inside[i] for i in reading_order([item.box for item in inside])))
        taken.update(inside)
    return graphics, [item for item in items if item not in taken]


def _is_loose(item: Item, items: list[Item], body: float, settings: GraphicSettings) -> bool:
    """Whether `item` is a short text that no column goes on with, and no headline."""
    if len(item.rows) > settings.rows or item.stands:
        return False
    if item.size >= settings.head * body and len(item.text) >= settings.head_length and not re.search(r"\d", item.text):
        return False
    return not any(
        len(other.rows) > settings.rows
        and other.box.gap_y(item.box) <= 1.2 * body
        and other.box.overlap_x(item.box) >= 0.6 * item.box.width
        for other in items
    )


def _clusters(boxes: list[Box], near: float) -> list[list[int]]:
    """The indexes of `boxes` in groups whose members stand no farther apart than `near`."""
    waiting = set(range(len(boxes)))
    clusters = []
    while waiting:
        cluster = [min(waiting)]
        waiting.remove(cluster[0])
        for i in cluster:
            close = [
                j for j in sorted(waiting) if boxes[i].gap_x(boxes[j]) <= near and boxes[i].gap_y(boxes[j]) <= near
            ]
            cluster += close
            waiting.difference_update(close)
        clusters.append(sorted(cluster))
    return clusters
