"""Which way up: pages that lie on their side or on their head, told by their print alone."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.raster import slant

__all__ = ["Evidence", "TurningSettings", "measure_evidence", "quarter_turns"]


@dataclass(frozen=True, slots=True)
class TurningSettings:
    """What is evidence for a turn; lengths in body characters.

    Attributes:
        window: lines are told from columns in windows of this size.
        lines: lines run across the page when rows are this much more uneven than columns, or the other way round.
        mark_from, mark_to: the size of a punctuation mark.
        cell: from its near edge a mark has this much white beside it: the rest of its em square.
        slack: what reaches this far into that white is the neighbour's, or the scanner's blur.
        line: the height of the line a mark belongs to.
        gap: the white between lines is at least so high.
        inked: the neighbour before a mark inks at least this share of its place.
        empty: white may be inked by this share: grain.
        votes: with fewer marks than this nobody knows.
        majority: this share of them must stand in one corner,
        lead: and so many times as many as in any other.
        columns_majority: this share where the corner is that of columns lying down. Marks of pages set in columns
            leave no doubt, while those of lines set on half a square may seem to stand in the columns' corner.
        certainty: where this share stands in one corner the slant of marks is not asked.
        slant: the enumeration comma falls to the right on pages that stand upright or on their head, and rises where
            columns lie on their side, for which columns and rows correlate so much over its ink, or so little;
        slants: so many marks must slant in one way,
        slants_lead: and so many times as many as in the other, to tell lines from columns.
        squeezed_votes: where marks are set on half a square the corner is lost and only foot or head is left; then so
            many marks are needed,
        squeezed_majority: this share of them must agree.
        squeezed_share: Where their slant tells nothing, each of the two corners must have this share,
        squeezed_corner: and the one where marks of lines stand so many times as many as the other; otherwise these may
            be the marks of columns.
    """

    window: float = 16.0
    lines: float = 1.15
    mark_from: float = 0.1
    mark_to: float = 0.4
    cell: float = 0.6
    slack: float = 0.07
    line: float = 0.8
    gap: float = 0.2
    inked: float = 0.12
    empty: float = 0.03
    votes: int = 40
    majority: float = 0.5
    lead: float = 2.5
    columns_majority: float = 0.8
    certainty: float = 0.8
    squeezed_votes: int = 60
    squeezed_majority: float = 0.7
    slant: float = 0.5
    slants: int = 20
    slants_lead: float = 1.2
    squeezed_share: float = 0.2
    squeezed_corner: float = 0.8


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the print of a page says about its position.

    Marks are counted by the corner of their em square they stand in, lines taken to run across.

    Attributes:
        lines: how much more uneven rows of pixels are than columns; over 1 where lines run across.
        foot_left: where marks stand on an upright page.
        head_right: where they stand when such a page is on its head.
        head_left: where they stand when a page of columns lies on its left side.
        foot_right: where they stand when a page of columns lies on its right side.
        falling: how many of those at the edge where more marks stand, foot or head, fall to the right,
        rising: and how many to the left.
    """

    lines: float
    foot_left: int
    head_right: int
    head_left: int
    foot_right: int
    falling: int
    rising: int


def quarter_turns(ink: NDArray[np.uint8], body: float, settings: TurningSettings) -> int:
    """How many quarter turns counterclockwise make the page of `ink` ``(H, W)`` upright: 0 to 3.

    A comma stands in the lower left of its em square on pages set in lines, in the upper right on pages set in
    columns: which corner it is tells all four positions of both kinds of page apart, and where marks are set on half
    a square, the way they slant. Nothing is turned without a clear majority of many marks, so old pages without
    punctuation stay as they are.
    """
    if body <= 0:
        return 0
    seen = measure_evidence(ink, body, settings)
    if seen.lines >= settings.lines:
        turns = 0
    elif seen.lines <= 1 / settings.lines:
        seen, turns = measure_evidence(np.ascontiguousarray(np.rot90(ink)), body, settings), 1
    else:
        return 0
    more = _turns_of_lines(seen, settings)
    return 0 if more is None else (turns + more) % 4


def _turns_of_lines(seen: Evidence, settings: TurningSettings) -> int | None:
    """How many quarter turns make a page upright whose lines, or columns lying down, run across; None: unknown."""
    corners = ((seen.foot_left, 0), (seen.head_right, 2), (seen.head_left, 3), (seen.foot_right, 1))
    total = sum(count for count, _ in corners)
    (second, _), (most, turns) = sorted(corners)[-2:]
    majority = settings.columns_majority if turns % 2 else settings.majority
    if total >= settings.votes and most >= max(majority * total, settings.lead * second):
        if most >= settings.certainty * total:
            return turns
        return _by_slant(seen, settings, at_foot=turns in (0, 1), otherwise=turns)
    if total < settings.squeezed_votes:
        return None
    for corner, other, at_foot in ((seen.foot_left, seen.foot_right, True), (seen.head_right, seen.head_left, False)):
        if corner + other >= settings.squeezed_majority * total:
            both = min(corner, other) >= settings.squeezed_share * total
            clear = both and corner >= settings.squeezed_corner * other
            return _by_slant(seen, settings, at_foot=at_foot, otherwise=(0 if at_foot else 2) if clear else None)
    return None


def _by_slant(seen: Evidence, settings: TurningSettings, *, at_foot: bool, otherwise: int | None) -> int | None:
    """The quarter turns that make a page upright whose marks stand at the foot or head of what runs across.

    Returns:
        `otherwise` where their slant does not tell lines from columns.
    """
    if max(seen.falling, seen.rising) >= settings.slants:
        if seen.falling >= settings.slants_lead * seen.rising:
            return 0 if at_foot else 2
        if seen.rising >= settings.slants_lead * seen.falling:
            return 1 if at_foot else 3
    return otherwise


def measure_evidence(ink: NDArray[np.uint8], body: float, settings: TurningSettings) -> Evidence:
    """What the print of `ink` ``(H, W)`` says, its body size being `body` pixels."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    left, top = stats[1:, cv2.CC_STAT_LEFT], stats[1:, cv2.CC_STAT_TOP]
    right, bottom = left + stats[1:, cv2.CC_STAT_WIDTH], top + stats[1:, cv2.CC_STAT_HEIGHT]
    long = np.maximum(right - left, bottom - top)
    small = (long >= settings.mark_from * body) & (long <= settings.mark_to * body)
    marks = np.stack([left[small], top[small], right[small], bottom[small]])
    total = np.asarray(cv2.integral(ink), dtype=np.int32)
    upside = np.stack([marks[0], -marks[3], marks[2], -marks[1]])
    mirrored = np.stack([-marks[2], marks[1], -marks[0], marks[3]])
    turned = np.stack([-marks[2], -marks[3], -marks[0], -marks[1]])
    foot_left = _standing(marks, _Sums(total, 1, 1), body, settings)
    head_right = _standing(turned, _Sums(total, -1, -1), body, settings)
    head_left = _standing(upside, _Sums(total, 1, -1), body, settings)
    foot_right = _standing(mirrored, _Sums(total, -1, 1), body, settings)
    edge = max(foot_left | foot_right, head_left | head_right, key=np.count_nonzero)
    at_edge = 1 + np.flatnonzero(small)[edge]
    slants = [
        slant(labels[y : y + high, x : x + wide] == index)
        for index, (x, y, wide, high, _) in zip(at_edge.tolist(), stats[at_edge].tolist(), strict=True)
    ]
    return Evidence(
        lines=_unevenness(ink, body, settings),
        foot_left=int(foot_left.sum()),
        head_right=int(head_right.sum()),
        head_left=int(head_left.sum()),
        foot_right=int(foot_right.sum()),
        falling=sum(lie >= settings.slant for lie in slants),
        rising=sum(lie <= -settings.slant for lie in slants),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Ink in boxes of a page that is looked at as it is, or mirrored left to right (-1) or top to bottom (-1)."""

    total: NDArray[np.int32]
    across: int
    down: int

    def share(
        self, x0: NDArray[np.float64], y0: NDArray[np.float64], x1: NDArray[np.float64], y1: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The inked share of each box, in mirrored coordinates."""
        if self.across < 0:
            x0, x1 = -x1, -x0
        if self.down < 0:
            y0, y1 = -y1, -y0
        left, right = (np.clip(np.rint(x), 0, self.total.shape[1] - 1).astype(np.int64) for x in (x0, x1))
        top, bottom = (np.clip(np.rint(y), 0, self.total.shape[0] - 1).astype(np.int64) for y in (y0, y1))
        ink = self.total[bottom, right] - self.total[top, right] - self.total[bottom, left] + self.total[top, left]
        return np.asarray(ink / np.maximum(1, (right - left) * (bottom - top)), dtype=np.float64)


def _standing(marks: NDArray[np.int32], sums: _Sums, body: float, settings: TurningSettings) -> NDArray[np.bool_]:
    """Which of `marks` (left, top, right, bottom) stand in the lower left of an else empty em square."""
    left, top, right, bottom = (edge.astype(np.float64) for edge in marks)
    slack, cell, line = settings.slack * body, settings.cell * body, settings.line * body
    foot, head = bottom + slack, bottom - line
    beside = sums.share(right + 0.5, head, left + cell, foot)
    over = sums.share(left, head, right, top - 0.5)
    before = sums.share(left - cell, head, left - slack, foot)
    under = sums.share(left - cell, foot + slack, left + cell, bottom + settings.gap * body)
    empty = settings.empty
    return np.asarray((beside <= empty) & (over <= empty) & (before >= settings.inked) & (under <= empty))


def _unevenness(ink: NDArray[np.uint8], body: float, settings: TurningSettings) -> float:
    """The variance of row sums over that of column sums, in the median window: lines are set wider than characters."""
    side = max(8, round(settings.window * body))
    ratios = []
    for top in range(0, ink.shape[0] - side + 1, side):
        for left in range(0, ink.shape[1] - side + 1, side):
            part = ink[top : top + side, left : left + side]
            rows, columns = part.sum(axis=1, dtype=np.int64).var(), part.sum(axis=0, dtype=np.int64).var()
            if rows + columns > 0:
                ratios.append((float(rows) + 1e-6) / (float(columns) + 1e-6))
    return float(np.median(ratios)) if ratios else 1.0
