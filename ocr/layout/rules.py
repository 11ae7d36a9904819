"""Printed lines: thin, thick, double, dotted and wavy rules, horizontal and vertical."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.components import Components, find_components
from ocr.model import Rule, RuleStyle

__all__ = ["RuleSettings", "find_rules"]


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What counts as a rule; lengths in body characters.

    Attributes:
        min_run: an unbroken run of ink this long is no stroke of body type (`——` is 2 long).
        min_length: a whole rule; shorter ones are strokes of headlines.
        max_thickness: thicker bars are pictures or panels.
        min_aspect: length over thickness; the 一 of a headline has about 10.
        bridge: breaks up to this long are bad print.
        double_gap: two rules as near as this are one double rule.
        thick: a rule this thick is a thick one.
        dash: shorter ones with type beside them on their row are dashes of that type.
        dash_length, dash_level, dash_gap: in a headline's row, in the height of the characters before and after it, a
            dash is no longer, lies no farther from their middle, and ends no farther from them.
        dot: the dots of a dotted rule are no larger, and no farther from each other than this.
        wave: the ink of a wavy rule keeps within this height.
        clear: so far on either side of a dotted or wavy rule there is no type.
        stroke_blob, blob_limit, blob_fill: a run inside a blob between these heights that is filled more than this is
            the stroke of a display character; a frame's blob is nearly empty.
    """

    min_run: float = 2.6
    min_length: float = 4.0
    max_thickness: float = 0.8
    min_aspect: float = 12.0
    bridge: float = 0.35
    double_gap: float = 0.5
    thick: float = 0.2
    dash: float = 9.0
    dash_length: float = 4.5
    dash_level: float = 0.2
    dash_gap: float = 0.5
    dot: float = 0.3
    dotted_length: float = 8.0
    wave: float = 0.5
    clear: float = 0.35
    stroke_blob: float = 1.1
    blob_limit: float = 12.0
    blob_fill: float = 0.1


CHAIN_GAP = 1.2
"""Pieces of one rule are broken by less than this, in body characters."""
CHAIN_LEVEL = 0.25
"""Pieces of one rule differ in height by less than this, in body characters."""
CROWDED = 0.35
"""A rule has ink along less than this share of either side."""
BESIDE, ALONG, SOLID, LONGER = 0.35, 0.6, 0.25, 1.5
"""The other half of a character, in lengths of the stroke: its distance, overlap, least thickness, largest length."""
ROW_REACH, ROW_LEVEL, ROW_LIKE = 2.5, 0.15, 2
"""A stroke such as the last of 川 stands in a row of so many characters as high as it, no farther beside it; their ends
are on its level but for this, all in lengths of the stroke."""


def find_rules(
    ink: NDArray[np.uint8], body: float, settings: RuleSettings
) -> tuple[tuple[Rule, ...], NDArray[np.uint8]]:
    """The rules of `ink` ``(H, W)``, and the same ink without them; `body` is the body size in pixels."""
    rest = ink.copy()
    rules: list[Rule] = []
    for upright in (False, True):
        view = rest.T if upright else rest
        across = [rule.box.transpose() for rule in rules]
        found = _horizontal(np.asarray(cv2.transpose(rest), np.uint8) if upright else rest, across, body, settings)
        for box, style in found:
            rules.append(Rule(box.transpose() if upright else box, style))
        for box, _ in found:
            pad = max(1, round(body * 0.06))
            grown = box.grow(pad).clip(view.shape[1], view.shape[0])
            view[grown.slices] = 0
    rules.sort(key=lambda rule: (rule.box.top, rule.box.left, rule.box.as_tuple()))
    return tuple(rules), rest


def _horizontal(
    ink: NDArray[np.uint8], across: list[Box], body: float, settings: RuleSettings
) -> list[tuple[Box, RuleStyle]]:
    """The horizontal rules of `ink`; what runs from one of the rules `across` to another is the side of a frame."""
    blobs = find_components(ink)
    solid = _solid(ink, blobs, across, body, settings)
    return _pair_doubles(solid, body, settings) + _dotted(ink, blobs, [box for box, _ in solid], body, settings)


def _solid(
    ink: NDArray[np.uint8], blobs: Components, across: list[Box], body: float, settings: RuleSettings
) -> list[tuple[Box, RuleStyle]]:
    run = max(8, round(settings.min_run * body))
    bridge = max(3, round(settings.bridge * body)) | 1
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((3, bridge), np.uint8))
    parts = find_components(runs)
    boxes = [parts.box(i) for i in range(len(parts)) if parts.widths[i] >= run]
    boxes = _without_strokes(boxes, blobs, body, settings)
    found: list[tuple[Box, RuleStyle]] = []
    for box in _chain(boxes, body):
        thickness = _thickness(runs, box)
        if box.width < settings.min_length * body or thickness > settings.max_thickness * body:
            continue
        if box.height > settings.max_thickness * body or box.width < settings.min_aspect * thickness:
            continue
        if not _is_alone(ink, box, body):
            continue
        if box.width < settings.dash * body and _is_dash(ink, box, body) and not _is_side(box, across, body, settings):
            continue
        if _joins_display(box, blobs, settings):
            continue
        found.append((box, RuleStyle.THICK if thickness >= settings.thick * body else RuleStyle.THIN))
    return found


def _without_strokes(boxes: list[Box], blobs: Components, body: float, settings: RuleSettings) -> list[Box]:
    """`boxes` less the strokes of display characters: those hang in a blob that is compact and well filled."""
    kept = []
    for box in boxes:
        row = int(box.center_y)
        labels = blobs.labels[row, box.left : box.right]
        label = int(np.bincount(labels[labels > 0]).argmax()) if labels.any() else 0
        if label:
            blob = blobs.box(label - 1)
            filled = int(blobs.areas[label - 1]) / max(1, blob.area)
            if (
                blob.height > settings.stroke_blob * body
                and blob.height < settings.blob_limit * body
                and filled > settings.blob_fill
            ):
                continue
        if box.width < settings.dash * body and (_stands_in_type(box, blobs) or _stands_in_row(box, blobs)):
            continue
        kept.append(box)
    return kept


def _stands_in_type(box: Box, blobs: Components) -> bool:
    """Whether a blob nearly as long as the run `box` lies close along it: the other half of a display character."""
    reach = BESIDE * box.width
    lefts, tops, rights, bottoms = blobs.boxes.T
    along = np.minimum(rights, box.right) - np.maximum(lefts, box.left)
    apart = _gaps(box, blobs)
    beside = (tops >= box.bottom) | (bottoms <= box.top)
    solid = (bottoms - tops >= SOLID * box.width) & (rights - lefts <= LONGER * box.width)
    return bool((beside & solid & (along >= ALONG * box.width) & (apart <= reach)).any())


def _stands_in_row(box: Box, blobs: Components) -> bool:
    """Whether characters of the length of the run `box`, all on one level, stand along it on one side or both."""
    lefts, tops, rights, bottoms = blobs.boxes.T
    slack = ROW_LEVEL * box.width
    level = (np.abs(lefts - box.left) <= slack) & (np.abs(rights - box.right) <= slack)
    apart = _gaps(box, blobs)
    like = level & (bottoms - tops >= SOLID * box.width) & (apart > 0) & (apart <= ROW_REACH * box.width)
    return int(like.sum()) >= ROW_LIKE


def _gaps(box: Box, blobs: Components) -> NDArray[np.int32]:
    """``(N,)``: the white between the run `box` and each blob, over or under it; 0 where they share a level."""
    return np.maximum(np.maximum(blobs.boxes[:, 1] - box.bottom, box.top - blobs.boxes[:, 3]), 0)


def _thickness(runs: MatLike, box: Box) -> float:
    """The mean thickness of the ink in `box`."""
    return float(runs[box.slices].sum()) / max(1, box.width)


def _is_alone(ink: NDArray[np.uint8], box: Box, body: float) -> bool:
    """Whether paper runs along most of both sides of `box`: the strokes of a headline's characters have ink there."""
    reach = max(2, round(body * 0.12))
    above = ink[max(0, box.top - reach) : max(0, box.top - reach) + 1, box.left : box.right]
    low = min(ink.shape[0] - 1, box.bottom + reach - 1)
    below = ink[low : low + 1, box.left : box.right]
    crowd = max(float(above.mean()) if above.size else 0.0, float(below.mean()) if below.size else 0.0)
    return crowd < CROWDED


def _is_clear(others: NDArray[np.uint8], box: Box, reach: int) -> bool:
    """Whether most of the way no type stands within `reach` of `box`: the left halves of characters have right ones."""
    above = others[max(0, box.top - reach) : box.top, box.left : box.right]
    below = others[box.bottom : box.bottom + reach, box.left : box.right]
    return all(side.any(axis=0).mean() < CROWDED for side in (above, below) if side.size)


def _is_dash(ink: NDArray[np.uint8], box: Box, body: float) -> bool:
    """Whether type stands on the same row right before or after `box`: then it is the —— of a deck."""
    reach, rise = max(2, round(max(body, 0.5 * box.width))), max(1, round(0.5 * body))
    around = Box(box.left - reach, box.top - rise, box.right + reach, box.bottom + rise)
    around = around.clip(ink.shape[1], ink.shape[0])
    before = ink[around.top : around.bottom, around.left : max(around.left, box.left - 2)]
    after = ink[around.top : around.bottom, min(around.right, box.right + 2) : around.right]
    return bool(before.any() or after.any())


def _is_side(box: Box, across: list[Box], body: float, settings: RuleSettings) -> bool:
    """Whether `box` runs from one of the rules `across` to another: it is the side of a frame."""
    meets = settings.bridge * body
    ends = [rule for rule in across if rule.top - meets <= box.center_y <= rule.bottom + meets]
    before = any(abs(rule.center_x - box.left) <= meets for rule in ends)
    return before and any(abs(rule.center_x - box.right) <= meets for rule in ends)


def _joins_display(box: Box, blobs: Components, settings: RuleSettings) -> bool:
    """Whether `box` runs from character to character at the middle of a headline's row: it is the dash between them."""
    lefts, tops, rights, bottoms = blobs.boxes.T
    heights = bottoms - tops
    level = np.abs(tops + bottoms - 2 * box.center_y) <= 2 * settings.dash_level * heights
    display = level & (box.width <= settings.dash_length * heights) & (heights > 2 * box.height)
    near = settings.dash_gap * heights
    before = display & (np.abs(box.left - rights) <= near) & (lefts < box.left)
    after = display & (np.abs(lefts - box.right) <= near) & (rights > box.right)
    return bool(before.any() and after.any())


def _chain(boxes: list[Box], body: float) -> list[Box]:
    """Pieces of one rule put together: end to end, on one level."""
    gap, level = CHAIN_GAP * body, CHAIN_LEVEL * body
    chained: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b.left, b.top)):
        for index, other in enumerate(chained):
            near = -level <= box.left - other.right <= gap
            if near and abs(box.center_y - other.center_y) <= level:
                chained[index] = other.union(box)
                break
        else:
            chained.append(box)
    return chained


def _pair_doubles(
    found: list[tuple[Box, RuleStyle]], body: float, settings: RuleSettings
) -> list[tuple[Box, RuleStyle]]:
    paired: list[tuple[Box, RuleStyle]] = []
    for box, style in sorted(found, key=lambda item: (item[0].top, item[0].left)):
        for index, (other, _) in enumerate(paired):
            side_by_side = box.overlap_x(other) >= 0.7 * max(box.width, other.width)
            if side_by_side and box.top - other.bottom + 1 > 0 and box.top - other.bottom <= settings.double_gap * body:
                paired[index] = (other.union(box), RuleStyle.DOUBLE)
                break
        else:
            paired.append((box, style))
    return paired


def _dotted(
    ink: NDArray[np.uint8], blobs: Components, solid: list[Box], body: float, settings: RuleSettings
) -> list[tuple[Box, RuleStyle]]:
    """Chains of dots or dashes, and waves: low ink that goes on and on with nothing above or below it."""
    mask = blobs.mask_of((blobs.heights <= settings.wave * body) & (blobs.heights >= 2))
    for box in solid:
        mask[box.slices] = 0
    reach = max(3, round(2 * settings.dot * body)) | 1
    smear = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    chains = find_components(smear)
    long = (chains.widths >= settings.dotted_length * body) & (chains.heights <= settings.wave * body)
    # Two thin ones may run side by side; halves of characters are wider.
    others = ink & (1 - chains.mask_of(long & (chains.heights <= settings.dot * body)))
    found = []
    for index in np.flatnonzero(long):
        box = chains.box(int(index))
        if not _is_alone(ink, box, body) or not _is_clear(others, box, round(settings.clear * body)):
            continue
        if _joins_display(box, blobs, settings):
            continue
        columns = mask[box.slices].any(axis=0)
        filled = float(columns.mean())
        style = RuleStyle.WAVY if filled > 0.95 else RuleStyle.DOTTED
        found.append((box, style))
    return found
