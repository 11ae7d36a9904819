"""Where things are found: lines of the truth and of the result put on one another, in the truth's frame."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ocr.evaluation.articles import Partition
from ocr.evaluation.mote import Mote, measure_mote
from ocr.evaluation.rates import Balance, Rate
from ocr.geometry import Affine, Box
from ocr.model import BlockRegion, Frame, Layout, Line, LineRegion, Page, Picture, Role, Rule

__all__ = ["LineFaults", "Placement", "layout_of", "place"]

HELD = 0.5
"""A line holds another when it covers this share of it."""
TOUCHED = 0.15
"""A line that covers less of another only brushes it: ascenders, skew."""


HEADING_LEVELS = {
    Role.MASTHEAD: 1,
    Role.HEADLINE: 2,
    Role.KICKER: 3,
    Role.COLUMN_TITLE: 3,
    Role.SUBHEAD: 3,
}
"""The headings of the Markdown by role; what is not named here is none."""


@dataclass(frozen=True, slots=True)
class LineFaults:
    """Errors of line segmentation in lines: missing and split ones of the truth, merged and needless ones found."""

    missing: Rate
    split: Rate
    merged: Rate
    needless: Rate


@dataclass(frozen=True, slots=True)
class Placement:
    """Each truth line with the found line that holds most of it.

    Attributes:
        holder: truth line id -> found line id.
        mote: of the blocks, an article being a unit.
        heading_levels: lines that stand at the heading level the truth gives them, by `HEADING_LEVELS`.
        truth_articles, found_articles: the article of each truth line, by the truth and by its holder.
    """

    holder: dict[str, str]
    faults: LineFaults
    mote: Mote
    roles: dict[Role, Balance]
    heading_levels: Balance
    truth_articles: Partition
    found_articles: Partition
    order: Rate


def _lines(page: Page) -> list[tuple[Line, Role, str]]:
    """The lines of `page` in reading order with role and article."""
    article = {block: item.id for item in page.articles for block in item.block_ids}
    return [
        (line, block.role, article.get(block.id, ""))
        for block in page.blocks
        if block.role is not Role.ORNAMENT
        for line in block.lines
    ]


def place(truth: Page, found: Page) -> Placement:
    """`found` put on `truth`, through both pages' maps onto the scan."""
    to_truth = truth.provenance.to_scan.inverse().after(found.provenance.to_scan)
    wanted = _lines(truth)
    got = [(line, to_truth.bounds(line.box), role, article) for line, role, article in _lines(found)]
    holder: dict[str, int] = {}
    touched: list[int] = [0] * len(got)
    held: list[int] = [0] * len(got)
    split = 0
    for line, _, _ in wanted:
        shares = [(_share(line.box, box), index) for index, (_, box, _, _) in enumerate(got)]
        best, index = max(shares, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
        for share, other in shares:
            touched[other] += share > TOUCHED
            held[other] += share >= HELD
        parts = sum(share > TOUCHED for share, _ in shares)
        if best >= HELD or (parts > 1 and sum(share for share, _ in shares) >= HELD):
            holder[line.id] = index
            split += parts > 1
    faults = LineFaults(
        Rate(len(wanted) - len(holder), len(wanted)),
        Rate(split, len(wanted)),
        Rate(sum(count > 1 for count in held), len(got)),
        Rate(sum(count == 0 for count in touched), len(got)),
    )
    sequence = [holder[line.id] for line, _, _ in wanted if line.id in holder]
    distinct = list(dict.fromkeys(sequence))
    return Placement(
        {name: got[index][0].id for name, index in holder.items()},
        faults,
        _mote(truth, found, to_truth),
        _roles(wanted, got, holder),
        _heading_levels(wanted, got, holder),
        {line.id: article for line, _, article in wanted},
        {name: got[index][3] for name, index in holder.items()},
        Rate(Levenshtein.distance(distinct, sorted(distinct)), len(distinct)),
    )


def _mote(truth: Page, found: Page, to_truth: Affine) -> Mote:
    article = {block: item.id for item in truth.articles for block in item.block_ids}
    wanted = [(block.box, article.get(block.id, block.id)) for block in truth.blocks if block.role is not Role.ORNAMENT]
    got = [to_truth.bounds(block.box) for block in found.blocks if block.role is not Role.ORNAMENT]
    return measure_mote(wanted, got, Box(0, 0, truth.width, truth.height))


def _share(box: Box, other: Box) -> float:
    return box.overlap_area(other) / box.area if box.area else 0.0


def _roles(
    wanted: list[tuple[Line, Role, str]], got: list[tuple[Line, Box, Role, str]], holder: dict[str, int]
) -> dict[Role, Balance]:
    """Precision and recall of each role, counted in lines; a line in no truth line counts as found in vain."""
    found_role = {line.id: got[holder[line.id]][2] for line, _, _ in wanted if line.id in holder}
    idle = set(range(len(got))) - set(holder.values())
    roles = {role: Balance() for role in Role}
    for line, role, _ in wanted:
        other = found_role.get(line.id)
        roles[role] += Balance(int(other is role), 0, 1)
        if other is not None:
            roles[other] += Balance(0, 1, 0)
    for index in idle:
        roles[got[index][2]] += Balance(0, 1, 0)
    return {role: balance for role, balance in roles.items() if balance.wanted or balance.found}


def _heading_levels(
    wanted: list[tuple[Line, Role, str]], got: list[tuple[Line, Box, Role, str]], holder: dict[str, int]
) -> Balance:
    """Heading lines that keep their level, of the headings there are and of those that were made."""
    hits = 0
    for line, role, _ in wanted:
        level = HEADING_LEVELS.get(role)
        hits += level is not None and line.id in holder and HEADING_LEVELS.get(got[holder[line.id]][2]) == level
    made = [HEADING_LEVELS.get(got[holder[line.id]][2]) for line, _, _ in wanted if line.id in holder]
    made += [HEADING_LEVELS.get(got[index][2]) for index in set(range(len(got))) - set(holder.values())]
    return Balance(hits, sum(level is not None for level in made), sum(role in HEADING_LEVELS for _, role, _ in wanted))


def layout_of(truth: Page, to_frame: Affine | None = None) -> Layout:
    """The layout a perfect segmenter would find: reading it shows how much of the error is the reader's.

    Args:
        truth: a page whose boxes are right.
        to_frame: maps the truth's frame onto the one the layout is wanted in; the same frame when None.
    """
    bounds = (to_frame or Affine()).bounds
    scale = ((to_frame.a**2 + to_frame.d**2) ** 0.5) if to_frame else 1.0
    blocks = tuple(
        BlockRegion(
            tuple(LineRegion(bounds(line.box), line.direction, line.size * scale) for line in block.lines),
            bounds(block.box),
        )
        for block in truth.blocks
    )
    page = bounds(Box(0, 0, truth.width, truth.height))
    return Layout(
        page.right,
        page.bottom,
        truth.body_size * scale,
        tuple(Rule(bounds(rule.box), rule.style) for rule in truth.rules),
        tuple(Frame(bounds(frame.box)) for frame in truth.frames),
        tuple(Picture(bounds(picture.box)) for picture in truth.pictures),
        blocks,
    )
