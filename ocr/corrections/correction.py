"""What a person did to a page: one frozen record for every deed, tied to a place in print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ocr.geometry import Box
from ocr.model import TextLine

__all__ = ["Anchor", "Correction", "Deed", "PageKey", "Unattached", "live_corrections", "original_deed"]


class Deed(Enum):
    """What was done. The comment names the anchors in order, then `now`."""

    TEXT = "text"  # line; the text as printed
    ACCEPT = "accept"  # line; its text, found right
    FLAG = "flag"  # line; the note, empty takes the flag away
    ROLE = "role"  # block; the role
    MOVE = "move"  # block, neighbour; "before" or "after" it, in its article. Block alone; "alone": a new article
    ARTICLE_MOVE = "article_move"  # block of the article, block of another; "before" or "after"
    KIND = "kind"  # block of the article; the article's kind
    ADVERTISEMENT = "advertisement"  # block; leaves its article and becomes an advertisement of its own
    SPLIT = "split"  # line that begins the new block
    MERGE = "merge"  # block, block whose lines are added to the first
    DRAW = "draw"  # place, or place and neighbour; the role. `lines` are the new block's
    DELETE = "delete"  # block
    REREAD = "reread"  # block; `lines` replace its own
    PARAGRAPH = "paragraph"  # line; "start" begins a paragraph with it, "join" adds it to the one before
    UNDO = "undo"  # takes back the deed named by `undoes`


@dataclass(frozen=True, slots=True)
class PageKey:
    """Which page of which file; `name` is for people, the other two decide."""

    name: str
    sha256: str
    index: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place a correction holds on to, firm enough to be found after the page was read again.

    Attributes:
        id: of the line or block when the correction was made.
        box: on the upright page at that time.
        scan: its top left and bottom right corners as ``(x, y, x, y)`` on the scan, which no setting moves.
            Corners, not bounds: a bound of a bound of a turned line grows each time.
        scan_size: width and height of that scan.
        digest: fingerprint of the raw text; empty for a bare place.
    """

    id: str
    box: Box
    scan: tuple[float, float, float, float]
    scan_size: tuple[int, int]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One deed of one person.

    Attributes:
        id: fingerprint of the record, unique in its log.
        time: ISO 8601 with offset.
        anchors: the places concerned; their meaning is told at `Deed`.
        was: what stood there, in the words of `now`.
        now: what stands there from now on.
        lines: new lines, for the deeds that bring some.
        undoes: the id of the correction taken back.
    """

    id: str
    time: str
    author: str
    page: PageKey
    deed: Deed
    anchors: tuple[Anchor, ...] = ()
    was: str = ""
    now: str = ""
    lines: tuple[TextLine, ...] = ()
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Unattached:
    """A correction that found no place, and why."""

    correction: Correction
    reason: str


def live_corrections(corrections: tuple[Correction, ...]) -> tuple[Correction, ...]:
    """The deeds that stand, in order: neither undone nor undoing; an undo that is itself undone counts for nothing."""
    undone: set[str] = set()
    for correction in reversed(corrections):
        if correction.deed is Deed.UNDO and correction.id not in undone:
            undone.add(correction.undoes)
    return tuple(c for c in corrections if c.deed is not Deed.UNDO and c.id not in undone)


def original_deed(correction: Correction, by_id: Mapping[str, Correction]) -> Correction:
    """The deed that an undo, or the undoing of an undo, is about in the end; any other deed itself."""
    while correction.deed is Deed.UNDO and correction.undoes in by_id:
        correction = by_id[correction.undoes]
    return correction
