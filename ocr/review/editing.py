"""Turns what a browser asks for into corrections, and refuses what somebody else has changed meanwhile."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from ocr.corrections import (
    Anchor,
    Correction,
    Deed,
    block_anchor,
    line_anchor,
    live_corrections,
    place_anchor,
)
from ocr.errors import ArgumentError
from ocr.geometry import Box
from ocr.model import ArticleKind, Page, Role, TextLine
from ocr.review.images import PageImages
from ocr.review.run_folder import Reviewed, RunFolder

__all__ = ["ConflictError", "Editor"]

LONGEST_TEXT: Final = 2000  # characters; the longest printed line of a broadsheet has 150
LONGEST_NAME: Final = 80

LINE_DEEDS: Final = frozenset({Deed.TEXT, Deed.ACCEPT, Deed.FLAG, Deed.SPLIT, Deed.PARAGRAPH})
PAIR_DEEDS: Final = frozenset({Deed.MERGE, Deed.ARTICLE_MOVE})


class ConflictError(Exception):
    """Somebody else changed the same place since it was last seen; `author` is who."""

    def __init__(self, author: str) -> None:
        super().__init__(f"{author} has changed this place meanwhile")
        self.author = author


class Editor:
    """Writes corrections of one run.

    Args:
        run: the run.
        images: where re-reading finds the page.
        clock: the time now, ISO 8601 with offset.
    """

    def __init__(self, run: RunFolder, images: PageImages, clock: Callable[[], str]) -> None:
        self._run = run
        self._images = images
        self._clock = clock

    def correct(self, request: Mapping[str, Any]) -> Correction:
        """The correction as saved.

        Args:
            request: ``page``, ``author``, ``deed``, ``places`` (ids), ``now``, ``box`` for a drawn block, and
                ``seen``: the revision of the first place when the person looked at it.

        Raises:
            ArgumentError: when the request makes no sense on this page.
            ConflictError: when the place was changed since.
            KeyError: when the run has no such page.
        """
        name = _text(request, "page")
        reviewed = self._run.reviewed(name)
        try:
            deed = Deed(_text(request, "deed"))
        except ValueError as error:
            raise ArgumentError(f"there is no deed {request.get('deed')!r}", cure="reload the page") from error
        if deed is Deed.UNDO:
            raise ArgumentError("undoing has its own door", cure="call undo")
        now = _text(request, "now", LONGEST_TEXT)
        anchors, was = self._anchors(reviewed, deed, request)
        if deed is Deed.ACCEPT:
            now = was
        elif deed is Deed.TEXT:
            now = unicodedata.normalize("NFC", now)
        _check_now(deed, now, len(anchors))
        lines: tuple[TextLine, ...] = ()
        if deed in (Deed.DRAW, Deed.REREAD):
            lines = self._read(reviewed, anchors[0].box)
        correction = Correction("", self._clock(), _author(request), reviewed.key, deed, anchors, was, now, lines)
        return self._append(name, correction, str(request.get("seen", "")))

    def undo(self, request: Mapping[str, Any], *, redo: bool) -> Correction | None:
        """The undoing record; None when this person has nothing to undo (or redo) on the page."""
        name, author = _text(request, "page"), _author(request)
        reviewed = self._run.reviewed(name)
        target = _last_undo(reviewed, author) if redo else _last_deed(reviewed, author)
        if target is None:
            return None
        correction = Correction("", self._clock(), author, reviewed.key, Deed.UNDO, undoes=target.id)
        return self._run.log.append(correction)

    def _append(self, name: str, correction: Correction, seen: str) -> Correction:
        place = correction.anchors[0].id

        def check(_: tuple[Correction, ...]) -> None:
            fresh = self._run.reviewed(name)
            last = fresh.revisions.get(place, "")
            if last != seen:
                raise ConflictError(next((r.author for r in fresh.records if r.id == last), ""))

        return self._run.log.append(correction, check if place else None)

    def _anchors(self, reviewed: Reviewed, deed: Deed, request: Mapping[str, Any]) -> tuple[tuple[Anchor, ...], str]:
        page, places = reviewed.page, request.get("places", [])
        if not isinstance(places, list) or not all(isinstance(p, str) for p in places):
            raise ArgumentError("places must be a list of ids", cure="reload the page")
        provenance = page.provenance
        if deed is Deed.DRAW:
            box = _box(request, page)
            return (place_anchor(provenance, box), *(_block(page, ident) for ident in places[:1])), ""
        if not places or (deed in PAIR_DEEDS and len(places) != 2):
            raise ArgumentError(f"{deed.value} needs its places", cure="reload the page")
        if deed in LINE_DEEDS:
            line = next((x for b in page.blocks for x in b.lines if x.id == places[0]), None)
            if line is None:
                raise ArgumentError(f"there is no line {places[0]}", cure="reload the page")
            was = reviewed.state(line.id).note if deed is Deed.FLAG else line.text
            return (line_anchor(provenance, line),), was
        anchors = tuple(_block(page, ident) for ident in places[:2])
        block = next(b for b in page.blocks if b.id == places[0])
        article = next((a for a in page.articles if block.id in a.block_ids), None)
        match deed:
            case Deed.ROLE:
                was = block.role.value
            case Deed.KIND:
                was = article.kind.value if article else ""
            case Deed.MOVE | Deed.ADVERTISEMENT:
                was = f"{article.id} {article.block_ids.index(block.id)}" if article else ""
            case Deed.DELETE | Deed.REREAD:
                was = "\n".join(line.text for line in block.lines)
            case _:
                was = ""
        return anchors, was

    def _read(self, reviewed: Reviewed, box: Box) -> tuple[TextLine, ...]:
        read = self._run.doors.read_region
        if read is None:
            raise ArgumentError("no engine is at hand to read this place", cure="start the review with --reader")
        grey = self._images.pyramid(self._run.file(reviewed.name), lambda: reviewed.raw).grey()
        lines = read(grey, box)
        if not lines:
            raise ArgumentError("no text was found in this place", cure="draw the box around printed text")
        return lines


def _block(page: Page, ident: str) -> Anchor:
    block = next((b for b in page.blocks if b.id == ident), None)
    if block is None:
        raise ArgumentError(f"there is no block {ident}", cure="reload the page")
    return block_anchor(page.provenance, block)


def _check_now(deed: Deed, now: str, places: int) -> None:
    allowed: Mapping[Deed, frozenset[str]] = {
        Deed.ROLE: frozenset(role.value for role in Role),
        Deed.DRAW: frozenset(role.value for role in Role),
        Deed.KIND: frozenset(kind.value for kind in ArticleKind),
        Deed.MOVE: frozenset({"before", "after"}) if places == 2 else frozenset({"alone"}),
        Deed.ARTICLE_MOVE: frozenset({"before", "after"}),
        Deed.PARAGRAPH: frozenset({"start", "join"}),
    }
    if deed in allowed and now not in allowed[deed]:
        raise ArgumentError(f"{deed.value} cannot be {now!r}", cure="reload the page")
    if deed in (Deed.TEXT, Deed.ACCEPT) and any(ord(char) < 32 for char in now):
        raise ArgumentError("a line holds no line breaks or control characters", cure="correct one line at a time")


def _last_deed(reviewed: Reviewed, author: str) -> Correction | None:
    live = live_corrections(reviewed.records)
    return next((c for c in reversed(live) if c.author == author), None)


def _last_undo(reviewed: Reviewed, author: str) -> Correction | None:
    """The last undo that stands, unless the person did something new after it."""
    by_id = {c.id: c for c in reviewed.records}
    undone = {c.undoes for c in reviewed.records if c.deed is Deed.UNDO}
    for record in reversed(reviewed.records):
        if record.author != author:
            continue
        if record.deed is not Deed.UNDO:
            return None
        is_redo = by_id[record.undoes].deed is Deed.UNDO if record.undoes in by_id else False
        if not is_redo and record.id not in undone:
            return record
    return None


def _text(request: Mapping[str, Any], field: str, longest: int = LONGEST_NAME * 10) -> str:
    value = request.get(field, "")
    if not isinstance(value, str) or len(value) > longest:
        raise ArgumentError(f"{field} must be a text of at most {longest} characters", cure="reload the page")
    return value


def _author(request: Mapping[str, Any]) -> str:
    author = " ".join(_text(request, "author", LONGEST_NAME).split())
    if not author:
        raise ArgumentError("a correction has an author", cure="enter your name at the top of the page")
    return author


def _box(request: Mapping[str, Any], page: Page) -> Box:
    values = request.get("box")
    if not isinstance(values, list) or len(values) != 4 or not all(isinstance(v, int | float) for v in values):
        raise ArgumentError("a drawn block needs a box of four numbers", cure="draw it again")
    left, top, right, bottom = (round(v) for v in values)
    if right <= left or bottom <= top:
        raise ArgumentError("the drawn box is empty", cure="draw it again")
    return Box(left, top, right, bottom).clip(page.width, page.height)
