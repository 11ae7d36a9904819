"""Infographics: figures and catchwords strewn among drawings, which are no headlines and no columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.geometry import Box, hull
from ocr.hanzi import holds_clause
from ocr.structure.barriers import Barriers
from ocr.structure.items import Item
from ocr.structure.ordering import reading_order

__all__ = ["Graphic", "GraphicSettings", "find_graphics"]

COUNT = re.compile(r"\D{0,3}\d[\d.,，．]*[万亿%％]{0,2}[^\d，。；：、]{0,5}")
"""A figure with its unit, and hardly more."""


@dataclass(frozen=True, slots=True)
class GraphicSettings:
    """What counts as an infographic; lengths in body characters.

    Attributes:
        near: pieces of one graphic stand no farther apart.
        rows: its texts have no more lines.
        running: text of more lines inside its bounds denies it when it is more than this share of what stands there;
        clauses: and so do commas and stops in this share of the lines.
        head, head_length: type from this size on and so long is a headline, not a piece of a graphic.
        texts, figures, drawings: it has at least so many texts, so many figures in larger type, and so many pieces of
            drawing or pictures;
        many, few: or so many texts and so few pieces: pale drawings are not all seen.
        apart, counts: without drawings, as on tiles of tint, its pieces stand no farther apart, and at least so many of
            its lines say little more than a figure and what it counts.
        tile: a frame around a piece or two of a graphic is no higher.
        large: the figures are at least this large.
        piece: smaller ink is dust, no piece of a drawing.
    """

    near: float = 2.5
    rows: int = 3
    running: float = 0.3
    clauses: float = 0.4
    head: float = 1.5
    head_length: int = 13
    texts: int = 5
    figures: int = 3
    drawings: int = 4
    many: int = 10
    few: int = 2
    apart: float = 6.0
    counts: int = 4
    tile: float = 8.0
    large: float = 1.2
    piece: float = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Graphic:
    """Texts that belong together without running on: the words of an infographic, or the cells of a table.

    Attributes:
        items: in reading order; a table's row by row.
        box: its bounds, a table's rules included.
    """

    items: tuple[Item, ...]
    box: Box
    is_table: bool = False


def find_graphics(
    items: list[Item], drawn: list[Box], barriers: Barriers, body: float, settings: GraphicSettings
) -> tuple[list[Graphic], list[Item]]:
    """The texts of each infographic in reading order, and the items that are in none.

    Args:
        drawn: ink that is no text, such as icons and the strokes of charts.
    """
    loose = [item for item in items if _is_loose(item, items, body, settings)]
    drawings = [box for box in (*drawn, *barriers.pictures) if max(box.width, box.height) >= settings.piece * body]
    boxes = [item.box for item in loose] + drawings
    found = []
    for cluster in _clusters(boxes, settings.near * body, settings.tile * body, barriers):
        texts = [loose[i] for i in cluster if i < len(loose)]
        drawn_pieces = len(cluster) - len(texts)
        if drawn_pieces >= (settings.few if len(texts) >= settings.many else settings.drawings):
            found.append(texts)
    drawn_texts = [texts for texts in found if _tells_figures(texts, body, settings)]
    rest = [item for item in loose if not any(item in texts for texts in drawn_texts)]
    places = [item.box for item in rest]
    tiled = [
        [rest[i] for i in cluster]
        for cluster in _clusters(places, settings.apart * body, settings.tile * body, barriers)
    ]
    graphics: list[Graphic] = []
    taken: set[Item] = set()
    for pieces in drawn_texts + [texts for texts in tiled if _counts(texts, settings)]:
        texts = _untitled(pieces, body, settings)
        bounds = hull(item.box for item in texts)
        inside = [i for i in items if bounds.contains_point(i.box.center_x, i.box.center_y) and i not in taken]
        running = sum(len(item.text) for item in inside if len(item.rows) > settings.rows)
        if running > settings.running * sum(len(item.text) for item in inside):
            continue
        lines = [row.text for item in inside for row in item.rows]
        if sum(map(holds_clause, lines)) >= settings.clauses * len(lines):
            continue
        order = reading_order([item.box for item in inside])
        graphics.append(Graphic(tuple(inside[i] for i in order), hull(item.box for item in inside)))
        taken.update(inside)
    return graphics, [item for item in items if item not in taken]


def _untitled(texts: list[Item], body: float, settings: GraphicSettings) -> list[Item]:
    """`texts` without the title over them all: a headline of its own, in large type and without figures."""
    first = min(texts, key=lambda item: item.box.bottom)
    large = first.size >= settings.head * body and not re.search(r"\d", first.text)
    titled = large and all(first.box.bottom <= item.box.top for item in texts if item is not first)
    return [item for item in texts if item is not first] if titled else texts


def _tells_figures(texts: list[Item], body: float, settings: GraphicSettings) -> bool:
    """Whether some of the texts are figures in larger type."""
    figures = sum(1 for item in texts if re.search(r"\d", item.text) and item.size >= settings.large * body)
    return len(texts) >= settings.texts and figures >= settings.figures


def _counts(texts: list[Item], settings: GraphicSettings) -> bool:
    """Whether many lines of the texts only count something: `18.9万起`, `中有48人落网`."""
    counts = sum(1 for item in texts for row in item.rows if COUNT.fullmatch(row.text.strip()))
    return len(texts) >= settings.texts and counts >= settings.counts


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


def _clusters(boxes: list[Box], near: float, tile: float, barriers: Barriers) -> list[list[int]]:
    """The indexes of `boxes` in groups whose members stand no farther apart than `near`, with no rule between.

    Nor do they stand in two frames, unless these are no higher than `tile`: those are the tiles of one graphic.
    """
    frames = [barriers.frame_of(box) for box in boxes]
    great = [f >= 0 and barriers.frames[f].height > tile for f in frames]
    waiting = set(range(len(boxes)))
    clusters = []
    while waiting:
        cluster = [min(waiting)]
        waiting.remove(cluster[0])
        for i in cluster:
            close = [
                j
                for j in sorted(waiting)
                if boxes[i].gap_x(boxes[j]) <= near and boxes[i].gap_y(boxes[j]) <= near
                if not barriers.part(boxes[i], boxes[j])
                if frames[i] == frames[j] or not (great[i] or great[j])
            ]
            cluster += close
            waiting.difference_update(close)
        clusters.append(sorted(cluster))
    return clusters
