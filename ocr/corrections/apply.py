"""Applies corrections to a page: the one door through which every output gets a person's work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, assert_never

from ocr import hanzi
from ocr.corrections.anchors import SAME_PLACE_OVERLAP, PlaceIndex, block_anchor, digest, overlap_share, place_on_page
from ocr.corrections.correction import Anchor, Correction, Deed, Unattached, live_corrections
from ocr.corrections.draft import Draft, line_of
from ocr.geometry import Box
from ocr.model import ArticleKind, Line, Page, Role, TextLine

__all__ = ["Replay", "apply_corrections", "replay"]

# Characters of a correction's id that make the ids of what it brought unique on a page.
ID_TAIL: Final = 6


@dataclass(frozen=True, slots=True)
class Replay:
    """A page after its corrections.

    Attributes:
        page: as people corrected it.
        unattached: what found no place.
        places: for each correction that was attached, by id, the lines and blocks of today it was attached to.
        checked: the lines whose text is what a person wrote or found right.
    """

    page: Page
    unattached: tuple[Unattached, ...]
    places: Mapping[str, tuple[str, ...]]
    checked: frozenset[str]


class _LostError(Exception):
    """A correction has no place on this page."""


def apply_corrections(page: Page, corrections: Iterable[Correction]) -> tuple[Page, tuple[Unattached, ...]]:
    """The page as people corrected it, and what could not be attached to it.

    Raw text, glyphs and witnesses stay as they were read; only text, roles, order and articles change.
    Corrections made on an earlier run of the same scan are attached by their place in print.

    Args:
        page: as the program made it.
        corrections: of this page, in the order they were made, undone ones included.
    """
    result = replay(page, corrections)
    return result.page, result.unattached


def replay(page: Page, corrections: Iterable[Correction]) -> Replay:
    """What `apply_corrections` gives, and where each correction went."""
    work = _Work(page)
    unattached = []
    places = {}
    said: dict[str, str] = {}
    for correction in live_corrections(tuple(corrections)):
        reason = work.do(correction)
        if reason:
            unattached.append(Unattached(correction, reason))
        else:
            places[correction.id] = tuple(work.found)
            if correction.deed in (Deed.TEXT, Deed.ACCEPT):
                said.update(dict.fromkeys(work.found, correction.now))
    corrected = work.draft.finish()
    # a line that was read again after a person saw to it says what the engine read
    stand = (line for block in corrected.blocks for line in block.lines if said.get(line.id) == line.text)
    return Replay(corrected, tuple(unattached), places, frozenset(line.id for line in stand))


class _Work:
    """Corrections being applied to one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.draft = Draft(page)
        self.found: list[str] = []
        self._index = PlaceIndex({line.id: line.box for line in self.draft.lines.values()})

    def do(self, correction: Correction) -> str:
        """Why the correction could not be attached; empty when it was."""
        self.found = []
        provenance = self.page.provenance
        if (correction.page.sha256, correction.page.index) != (provenance.sha256, provenance.page_index):
            return "it was made on another scan"
        try:
            self._do(correction)
        except _LostError as lost:
            return str(lost)
        except (ValueError, IndexError) as error:
            return f"it cannot be carried out ({error})"
        return ""

    def _do(self, correction: Correction) -> None:
        draft, anchors, tail = self.draft, correction.anchors, correction.id[:ID_TAIL]
        after = correction.now == "after"
        match correction.deed:
            case Deed.TEXT | Deed.ACCEPT:
                draft.set_text(self._line(anchors[0]), correction.now)
            case Deed.FLAG:
                self._line(anchors[0])
            case Deed.PARAGRAPH:
                draft.set_start(self._line(anchors[0]), correction.now == "start")
            case Deed.ROLE:
                draft.set_role(self._block(anchors[0]), Role(correction.now))
            case Deed.KIND:
                draft.set_kind(self._block(anchors[0]), ArticleKind(correction.now))
            case Deed.MOVE:
                block = self._block(anchors[0])
                if correction.now == "alone":
                    draft.move_alone(block, self._article_id(tail), ArticleKind.ARTICLE)
                else:
                    draft.move(block, self._other(block, anchors[1]), after=after)
            case Deed.ARTICLE_MOVE:
                draft.move_story(self._block(anchors[0]), self._block(anchors[1]), after=after)
            case Deed.ADVERTISEMENT:
                block = self._block(anchors[0])
                draft.move_alone(block, self._article_id(tail), ArticleKind.ADVERTISEMENT)
                draft.set_role(block, Role.ADVERTISEMENT)
            case Deed.SPLIT:
                line = self._line(anchors[0])
                block = draft.block_of(line)
                if draft.pieces[block].line_ids[0] == line:
                    raise _LostError("the line already begins a block")
                draft.split(line, f"{block}.s{tail}")
            case Deed.MERGE:
                block = self._block(anchors[0])
                draft.merge(block, self._other(block, anchors[1]))
            case Deed.DRAW:
                self._draw(correction, tail)
            case Deed.DELETE:
                draft.delete(self._block(anchors[0]))
            case Deed.REREAD:
                self._reread(correction, tail)
            case Deed.UNDO:
                pass
            case _:
                assert_never(correction.deed)

    def _draw(self, correction: Correction, tail: str) -> None:
        block = f"p{self.page.number:02d}.d{tail}"
        place = self._place(correction.anchors[0])
        was = correction.anchors[0].box
        lines = [
            line_of(f"{block}.l{n:02d}", _shifted(line, was, place), hanzi.normalise(line.text))
            for n, line in enumerate(correction.lines, 1)
        ]
        if not lines:
            raise _LostError("a block without lines")
        self.draft.draw(block, Role(correction.now), lines, self._article_id(tail), ArticleKind.ARTICLE)
        self._remember(lines)
        if len(correction.anchors) > 1:
            self.draft.move(block, self._other(block, correction.anchors[1]), after=True)

    def _reread(self, correction: Correction, tail: str) -> None:
        block = self._block(correction.anchors[0])
        if not correction.lines:
            raise _LostError("a block without lines")
        was, place = correction.anchors[0].box, self._place(correction.anchors[0])
        old = {ident: self.draft.lines[ident].box for ident in self.draft.pieces[block].line_ids}
        lines = []
        for number, fresh in enumerate(correction.lines, 1):
            line = _shifted(fresh, was, place)
            same = max(old, key=lambda ident: overlap_share(old[ident], line.region.box), default="")
            if same and overlap_share(old[same], line.region.box) > SAME_PLACE_OVERLAP:
                del old[same]
                lines.append(line_of(same, line, hanzi.normalise(line.text)))
            else:
                lines.append(line_of(f"{block}.r{tail}.l{number:02d}", line, hanzi.normalise(line.text)))
        self.draft.replace_lines(block, lines)
        self._remember(lines)

    def _article_id(self, tail: str) -> str:
        return f"p{self.page.number:02d}.a{tail}"

    def _remember(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._index.add(line.id, line.box)

    def _place(self, anchor: Anchor) -> Box:
        return place_on_page(anchor, self.page.provenance)

    def _line(self, anchor: Anchor) -> str:
        """The id of today's line at the anchor.

        Raises:
            _LostError: when there is no line at that place.
        """
        place = self._place(anchor)
        line = self.draft.lines.get(anchor.id)
        if line and line.box == place and digest(line.raw) == anchor.digest:
            self.found.append(line.id)
            return line.id
        found = self._index.find(place)
        if found is None or found not in self.draft.lines:
            raise _LostError("no line stands at its place any more")
        self.found.append(found)
        return found

    def _block(self, anchor: Anchor) -> str:
        """The id of today's block at the anchor.

        Raises:
            _LostError: when there is no block at that place.
        """
        place = self._place(anchor)
        if anchor.id in self.draft.pieces:
            block = self.draft.block(anchor.id)
            if block.box == place or block_anchor(self.page.provenance, block).digest == anchor.digest:
                self.found.append(anchor.id)
                return anchor.id
        boxes = {ident: self.draft.block(ident).box for ident in self.draft.pieces}
        found = PlaceIndex(boxes).find(place)
        if found is None:
            raise _LostError("no block stands at its place any more")
        self.found.append(found)
        return found

    def _other(self, block: str, anchor: Anchor) -> str:
        other = self._block(anchor)
        if other == block:
            raise _LostError("both its blocks are one block now")
        return other


def _shifted(line: TextLine, was: Box, place: Box) -> TextLine:
    """A line an engine read inside `was`, which now lies at `place`."""
    dx, dy = place.left - was.left, place.top - was.top
    if dx == dy == 0:
        return line
    glyphs = tuple(replace(glyph, box=glyph.box.shift(dx, dy)) for glyph in line.reading.glyphs)
    return TextLine(
        replace(line.region, box=line.region.box.shift(dx, dy)),
        replace(line.reading, glyphs=glyphs),
        line.witnesses,
    )
