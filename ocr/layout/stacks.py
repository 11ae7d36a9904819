"""Vertical lines on a horizontal page: characters that stand one under the other, alone in their rows."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box, hull
from ocr.layout.bands import Bands

__all__ = ["StackSettings", "find_stacks"]


@dataclass(frozen=True, slots=True)
class StackSettings:
    """What counts as a vertical line; lengths in the stack's own character sizes.

    Attributes:
        single: a piece no longer than this is one character; `several` that touch may be this long.
        gap: the largest white between a character and the next one; a headline's space is one character.
        beside: two stacks this near beside each other would be a horizontal text instead.
        beside_body, body: the same for type up to this many body sizes, whose lines hold blanks of a character.
        alike: the largest ratio of two characters' sizes.
        characters: the fewest characters of a stack that stands alone.
        sure: so many in one line may be a stack even close beside other type.
        out_of_step: then their middles lie this far from the middles of the lines beside them.
        cell, in_step, spaced: characters of body type that all have other type no farther beside them, their middles no
            farther apart, and more white between them than this, are the cells of a table's column.
        low, row: a piece lower than this that has one of its own height so near beside it is in a row of small type.
        base, near: a low piece so wide, in the stack's widths, and so near to its end is the lower or upper part of the
            character there, whatever stands beside it.
        crossed: a rule that runs on by so much from the stack's middle to either side, in its widths, parts it;
        covered: it may lack what is left of this share, such as where the page's type area ends.
        mark: the largest white between the last character and a mark, smaller than `low`, at the end.
        point: a middle dot or a decimal point is no larger, and lies no farther beside the middle.
        narrow: a figure is at least so wide, as a share of its height;
        centred: its middle lies no farther from the next character's.
        offset: how far a character's middle may lie from the stack's.
        stroke: a tall piece with one as high on its level, whose squares are no farther apart in its heights, is a
            stroke of 川 or 小, or the 一 of a headline on a vertical page;
        as_high: the least ratio of their heights.
        half: two halves of a character, as high as each other, stand no farther apart, in the stack's widths.
    """

    single: float = 1.35
    several: float = 3.2
    gap: float = 1.45
    beside: float = 0.35
    beside_body: float = 1.15
    body: float = 1.35
    alike: float = 1.6
    characters: int = 3
    sure: int = 6
    out_of_step: float = 0.16
    cell: float = 12.0
    in_step: float = 0.12
    spaced: float = 0.3
    base: float = 0.6
    near: float = 0.12
    crossed: float = 0.8
    covered: float = 0.9
    mark: float = 0.8
    point: float = 0.3
    narrow: float = 0.35
    centred: float = 0.15
    offset: float = 0.35
    low: float = 0.55
    row: float = 1.5
    stroke: float = 0.35
    as_high: float = 0.6
    half: float = 0.4


def find_stacks(
    pieces: list[Box], body: float, settings: StackSettings, barriers: NDArray[np.uint8] | None = None
) -> tuple[list[Box], list[Box]]:
    """The boxes of the vertical lines among `pieces`, and the pieces that are in none of them.

    Args:
        barriers: 1 where a rule or a picture is; no line runs through a rule that is wider than it.
    """
    tall = [p for p in pieces if p.height > 2.5 * p.width and p.height > 3 * body and p.width > 0.6 * body]
    strokes = _strokes(tall, pieces, settings)
    tall = [p for p in tall if p not in strokes]
    singles = [p for p in pieces if any(fits(p, body, settings) for fits in (_is_single, _touch, _is_figure))]
    below: dict[Box, Box] = {}
    taken_as_next: dict[Box, Box] = {}
    every, alone = Bands(pieces, 2 * body), Bands(singles, 2 * body)
    for box in sorted(singles, key=lambda b: (b.top, b.left)):
        reach = settings.gap * 2 * max(box.width, box.height)
        points = [p for i in every.near(box, 0, reach) if _is_point(p := pieces[i], box, settings)]
        follower = _next_below(box, [singles[i] for i in alone.near(box, 0, reach)], points, settings, barriers)
        if follower is None or follower in taken_as_next:
            continue
        if not _in_a_row(box, [pieces[i] for i in every.near(box, 0, 0)], settings.beside, settings):
            below[box] = follower
            taken_as_next[follower] = box
    stacks, used = [], set()
    for start in sorted(below, key=lambda b: (b.top, b.left)):
        if start in taken_as_next:
            continue
        chain = [start]
        while chain[-1] in below:
            chain.append(below[chain[-1]])
        size = median(max(b.width, min(b.height, settings.single * b.width)) for b in chain)
        wide = settings.beside_body if size <= settings.body * body else settings.beside
        beside = [[pieces[i] for i in every.near(b, 0, 0)] for b in chain]
        lone = not any(_in_a_row(b, near, wide, settings) for b, near in zip(chain, beside, strict=True))
        count = sum(max(1, round(b.height / b.width)) for b in chain)
        apart = lone or (count >= settings.sure and _keeps_own_rows(chain, beside, wide, settings))
        if not apart or count < settings.characters:
            continue
        if size > settings.body * body or not _are_cells(chain, beside, settings):
            stacks.append(hull(chain))
            used.update(chain)
    for box in tall:
        if box not in used:
            stacks.append(box)
            used.add(box)
    rest = [p for p in pieces if p not in used]
    stacks, rest = _take_ends(_extend(stacks, settings, barriers), rest, settings, barriers)
    return stacks, [p for p in rest if not any(s.contains(p, 2) for s in stacks)]


def _take_ends(
    stacks: list[Box], rest: list[Box], settings: StackSettings, barriers: NDArray[np.uint8] | None
) -> tuple[list[Box], list[Box]]:
    """`stacks` with the brackets, marks and last characters at their ends, and the pieces that remain."""
    grown: list[Box] = []
    rest = list(rest)
    for stack in stacks:
        width = stack.width  # of its own characters: with what it takes in it would grow, and take in ever more
        while True:
            near = [p for p in rest if p.overlap_x(stack) and stack.gap_y(p) <= settings.gap * width]
            ends = [
                p
                for p in [*near, *_halves(near, width, settings)]
                if p.width <= 1.15 * width
                and p.height <= settings.several * width
                and abs(p.center_x - stack.center_x) <= 0.5 * width - 0.25 * p.width
                and (p.overlap_y(stack) or stack.gap_y(p) <= _reach(p, width, settings))
                and not _parted(stack, p, settings, barriers)
                and (_is_part(p, stack, width, settings) or not _is_beside(p, rest, width, settings))
            ]
            if not ends:
                break
            taken = min(ends, key=lambda p: (stack.gap_y(p), p))
            rest = [p for p in rest if not taken.contains(p)]
            stack = stack.union(taken)
        grown.append(stack)
    return _extend(grown, settings, barriers), rest


def _halves(pieces: list[Box], width: int, settings: StackSettings) -> list[Box]:
    """The characters as wide as a stack of `width` that stand in two halves beside each other, such as 儿 or 八."""
    return [
        one.union(other)
        for one, other in itertools.combinations(pieces, 2)
        if one.overlap_y(other) >= settings.as_high * max(one.height, other.height)
        and one.gap_x(other) <= settings.half * width
        and settings.as_high * width <= one.union(other).width
        and settings.as_high * width <= one.union(other).height <= settings.single * width
    ]


def _is_part(piece: Box, stack: Box, width: int, settings: StackSettings) -> bool:
    """Whether `piece` is a part of the character at an end of a `stack` of `width`, such as the 心 of 想."""
    low = piece.height < settings.low * width and piece.width >= settings.base * width
    return low and stack.gap_y(piece) <= settings.near * width


def _is_beside(piece: Box, rest: list[Box], width: int, settings: StackSettings) -> bool:
    """Whether `piece` stands in a row with others of `rest`: great ones near it, or, when it is low, its like."""
    others = [other for other in rest if not piece.contains(other)]
    great = [other for other in others if other.height > 0.5 * width]
    return _has_neighbour(piece, great, settings.beside, settings) or (
        piece.height < settings.low * width and _has_neighbour(piece, others, settings.row, settings)
    )


def _reach(piece: Box, width: int, settings: StackSettings) -> float:
    """The largest white between a stack of `width` and `piece` at its end: a mark lies in the next em square."""
    is_mark = max(piece.width, piece.height) < settings.low * width
    return (settings.mark if is_mark else settings.gap) * width


def _is_single(piece: Box, body: float, settings: StackSettings) -> bool:
    side = max(piece.width, piece.height)
    return 0.55 * body <= side and max(piece.width, piece.height) <= settings.single * max(
        min(piece.width, piece.height), 0.9 * body if side < 1.6 * body else 0.45 * side
    )


def _touch(piece: Box, body: float, settings: StackSettings) -> bool:
    """Whether `piece` may be a few characters of a standing line that touch, each as large as the body at least."""
    return piece.width >= body and _is_long(piece, settings) and piece.height <= settings.several * piece.width


def _is_figure(piece: Box, body: float, settings: StackSettings) -> bool:
    """Whether `piece` is as narrow as a figure in larger type than the body's."""
    return piece.height >= body and settings.narrow * piece.height <= piece.width <= piece.height


def _is_long(piece: Box, settings: StackSettings) -> bool:
    """Whether `piece` is higher than one character of its width."""
    return piece.height > settings.single * piece.width


def _strokes(tall: list[Box], pieces: list[Box], settings: StackSettings) -> set[Box]:
    """Those of `tall` that are strokes of a character in a row of great type: a character stands on their level."""
    row = [p for p in pieces if p.width > p.height / 2]
    found: set[Box] = set()
    while True:
        more = {p for p in tall if p not in found and any(_on_level(p, other, settings) for other in row)}
        if not more:
            return found
        found |= more
        row = list(more)


def _on_level(stroke: Box, other: Box, settings: StackSettings) -> bool:
    # beside a thin stroke the rest of its square is white
    near = stroke.gap_x(other) <= settings.stroke * stroke.height + (stroke.height - stroke.width) / 2
    return near and stroke.overlap_y(other) >= settings.as_high * max(stroke.height, other.height)


def _is_point(piece: Box, box: Box, settings: StackSettings) -> bool:
    """Whether `piece` may be a middle dot or a decimal point under the character `box`, in a square of its own."""
    side = max(box.width, box.height)
    return (
        max(piece.width, piece.height) <= settings.point * side
        and abs(piece.center_x - box.center_x) <= settings.point * side
        and 0 < piece.top - box.bottom <= settings.gap * side
    )


def _next_below(
    box: Box, singles: list[Box], points: list[Box], settings: StackSettings, barriers: NDArray[np.uint8] | None
) -> Box | None:
    """The character after `box`; there may be a square with one of `points` between."""
    best = None
    for other in singles:
        if other.top <= box.center_y or other is box:
            continue
        size = max(box.width, other.width, min(box.height, other.height))
        pointed = any(box.bottom < point.center_y < other.top for point in points)
        reach = (settings.gap + pointed) * size
        if other.top - box.bottom > reach or abs(other.center_x - box.center_x) > settings.offset * size:
            continue
        if not _are_alike(box, other, size, settings):
            continue
        if best is None or other.top < best.top:
            best = other
    return None if best is None or _parted(box, best, settings, barriers) else best


def _are_alike(box: Box, other: Box, size: float, settings: StackSettings) -> bool:
    """Whether two characters of a stack are as wide as each other; a figure is narrow, but as high, and centred."""
    widths, longer = (box.width, other.width), (max(box.width, box.height), max(other.width, other.height))
    figure = abs(box.center_x - other.center_x) <= settings.centred * size
    return max(widths) <= settings.alike * max(min(widths), 0.5 * size) or (
        figure and max(longer) <= settings.alike * min(longer)
    )


def _parted(one: Box, other: Box, settings: StackSettings, barriers: NDArray[np.uint8] | None) -> bool:
    """Whether a rule wider than both runs between two pieces of which one stands above the other."""
    if barriers is None:
        return False
    upper, lower = sorted((one, other), key=lambda box: box.center_y)
    reach = settings.crossed * min(max(upper.width, lower.width), barriers.shape[1])
    middle = (max(upper.left, lower.left) + min(upper.right, lower.right)) / 2
    between = barriers[upper.bottom : lower.top, max(0, round(middle - reach)) : round(middle + reach)]
    return bool(between.size and (between.mean(axis=1) >= settings.covered).any())


def _beside(box: Box, pieces: list[Box], reach: float) -> list[Box]:
    """The `pieces` on the level of `box` that stand no farther from it than `reach` pixels."""
    return [
        other
        for other in pieces
        if other is not box
        and other.overlap_y(box) >= 0.5 * min(box.height, other.height)
        and box.gap_x(other) <= reach
    ]


def _has_neighbour(box: Box, pieces: list[Box], beside: float, settings: StackSettings) -> bool:
    """Whether a piece of the same size stands beside `box`, nearer than `beside` of its size."""
    near = _beside(box, pieces, beside * max(box.width, box.height))
    return any(1 / settings.alike <= other.height / max(1, box.height) <= settings.alike for other in near)


def _in_a_row(box: Box, pieces: list[Box], beside: float, settings: StackSettings) -> bool:
    """Whether a character, or a few that touch, has a neighbour among `pieces`: of those that touch any piece."""
    if _is_long(box, settings):
        return bool(_beside(box, pieces, beside * box.width))
    return _has_neighbour(box, pieces, beside, settings)


def _are_cells(chain: list[Box], beside: list[list[Box]], settings: StackSettings) -> bool:
    """Whether the characters of `chain`, well apart, each stand in step with type at some distance beside them."""
    spaced = all(b.top - a.bottom >= settings.spaced * a.height for a, b in itertools.pairwise(chain))
    return spaced and all(
        any(
            abs(other.center_y - box.center_y) <= settings.in_step * box.height
            for other in _beside(box, near, settings.cell * box.height)
        )
        for box, near in zip(chain, beside, strict=True)
    )


def _keeps_own_rows(chain: list[Box], beside: list[list[Box]], reach: float, settings: StackSettings) -> bool:
    """Whether the characters of `chain` are out of step with the lines beside them, whose own keep step."""
    steps = []
    for box, near in zip(chain, beside, strict=True):
        if _is_long(box, settings):
            continue
        side = max(box.width, box.height)
        steps += [
            abs(other.center_y - box.center_y) / side
            for other in _beside(box, near, reach * side)
            if other not in chain
        ]
    return not steps or median(steps) >= settings.out_of_step


def _extend(stacks: list[Box], settings: StackSettings, barriers: NDArray[np.uint8] | None) -> list[Box]:
    """Stacks that continue each other, put together."""
    done: list[Box] = []
    for box in sorted(stacks, key=lambda b: (b.top, b.left)):
        for index, other in enumerate(done):
            width = max(box.width, other.width)
            near = -0.5 * width <= box.top - other.bottom <= settings.gap * width
            in_line = abs(box.center_x - other.center_x) <= settings.offset * width
            if near and in_line and not _parted(other, box, settings, barriers):
                done[index] = other.union(box)
                break
        else:
            done.append(box)
    return done
