"""A run's output folder as the review sees it: its pages, what was corrected, and what state each line is in."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ocr.corrections import (
    LOG_NAME,
    Correction,
    CorrectionLog,
    Deed,
    PageKey,
    Replay,
    live_corrections,
    original_deed,
    page_key,
    replay,
)
from ocr.errors import ArgumentError, FileAccessError, OutputError
from ocr.model import Line, Page, Role
from ocr.review.doors import Doors

__all__ = ["LineState", "Reviewed", "RunFolder", "expected_errors"]

# Every page file names its format at its head; other JSON files of a run (reports, METS side files) do not.
PAGE_MARK: Final = b'"banmian.page"'
HEAD_BYTES: Final = 256

# Pages kept in memory: what two people look at, and the pages around them.
CACHED_PAGES: Final = 12


@dataclass(frozen=True, slots=True)
class LineState:
    """What people did to a line: `status` is "", "accepted" or "edited"; `note` is the flag's text."""

    status: str = ""
    flagged: bool = False
    note: str = ""
    author: str = ""


UNTOUCHED: Final = LineState()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A page with everything people did to it.

    Attributes:
        name: of the page in the run.
        raw: as the program made it.
        result: after the corrections.
        records: all corrections of the page, undone ones included.
        states: of every line somebody touched, by id.
        revisions: the id of the last record that concerns a line or block, by its id.
        doubts: the errors to expect in each line, by id; none once a person has seen to it.
    """

    name: str
    raw: Page
    result: Replay
    records: tuple[Correction, ...]
    states: Mapping[str, LineState]
    revisions: Mapping[str, str]
    doubts: Mapping[str, float]

    @property
    def page(self) -> Page:
        return self.result.page

    @property
    def key(self) -> PageKey:
        return page_key(self.raw, self.name)

    def state(self, line_id: str) -> LineState:
        return self.states.get(line_id, UNTOUCHED)


def expected_errors(line: Line) -> float:
    """The sum of one minus the confidence over the line's characters."""
    return sum([1.0 - glyph.confidence for glyph in line.glyphs])


class RunFolder:
    """The pages of a run, by name: the path of the page's file below the folder, without its ending.

    Raises:
        ArgumentError: when there is no such folder or no page in it.
    """

    def __init__(self, path: Path, doors: Doors) -> None:
        if not path.is_dir():
            raise ArgumentError(f"{path}: there is no such folder", cure="give the output folder of a run")
        self.path = path.resolve()
        self.doors = doors
        self.log = CorrectionLog(self.path / LOG_NAME)
        self._lock = threading.RLock()
        self._files = self._find_pages()
        if not self._files:
            raise ArgumentError(
                f"{path}: no page files in it",
                cure="run the reader with JSON among its formats, then review its output",
            )
        self._keys: dict[str, PageKey] = {}
        self._pages: OrderedDict[str, tuple[int, Page]] = OrderedDict()
        self._reviewed: OrderedDict[str, tuple[int, int, Reviewed]] = OrderedDict()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._files)

    def file(self, name: str) -> Path:
        """The page's JSON file; only names found in the folder are known, so no path can lead out of it.

        Raises:
            KeyError: when the run has no such page.
        """
        return self._files[name]

    def reviewed(self, name: str) -> Reviewed:
        """The page as it stands now.

        Raises:
            KeyError: when the run has no such page.
            OutputError: when its file cannot be understood.
        """
        with self._lock:
            stamp, raw = self._load(name)
            records = self.log.of_page(page_key(raw, name))
            known = self._reviewed.get(name)
            if known and known[:2] == (stamp, len(records)):
                return known[2]
            reviewed = _review(name, raw, records)
            self._reviewed[name] = (stamp, len(records), reviewed)
            while len(self._reviewed) > CACHED_PAGES:
                self._reviewed.popitem(last=False)
            return reviewed

    def glance(self, name: str) -> Reviewed:
        """As `reviewed`, but nothing is kept: going through a run drives out no page that somebody has open."""
        raw = self._read(name)
        return _review(name, raw, self.log.of_page(self._keys[name]))

    def version(self, name: str) -> tuple[int, int]:
        """Another value whenever the page's file has changed or people have corrected more of it."""
        key = self._keys.get(name)
        return self._stamp(name), len(self.log.of_page(key)) if key else 0

    def is_at_hand(self, name: str) -> bool:
        """Whether the page is in memory, so that `reviewed` takes no time."""
        return name in self._pages

    def _load(self, name: str) -> tuple[int, Page]:
        stamp = self._stamp(name)
        if name in self._pages and self._pages[name][0] == stamp:
            self._pages.move_to_end(name)
            return self._pages[name]
        self._pages[name] = (stamp, self._read(name))
        while len(self._pages) > CACHED_PAGES:
            self._pages.popitem(last=False)
        return self._pages[name]

    def _stamp(self, name: str) -> int:
        file = self.file(name)
        try:
            return file.stat().st_mtime_ns
        except OSError as error:
            raise _gone(file, error) from error

    def _read(self, name: str) -> Page:
        file = self.file(name)
        try:
            page = self.doors.read_page(file.read_bytes())
        except OSError as error:
            raise _gone(file, error) from error
        except OutputError as error:
            raise OutputError(
                f"{file}: {error.problem}", cure=error.cure or "run the reader on this page again"
            ) from error
        self._keys[name] = page_key(page, name)
        return page

    def _find_pages(self) -> dict[str, Path]:
        found = {}
        for file in sorted(self.path.rglob("*.json")):
            if not file.resolve().is_relative_to(self.path):
                continue  # a link that leads out of the run's folder
            try:
                with file.open("rb") as stream:
                    head = stream.read(HEAD_BYTES)
            except OSError:
                continue
            if PAGE_MARK in head:
                found[file.relative_to(self.path).with_suffix("").as_posix()] = file
        return found


def _gone(file: Path, error: OSError) -> FileAccessError:
    return FileAccessError(f"{file}: {error.strerror}", cure="see whether the run's folder is still there")


def _review(name: str, raw: Page, records: tuple[Correction, ...]) -> Reviewed:
    result = replay(raw, records)
    states = _states(records, result)
    doubts = {
        # what was read in an ornament stands in no article, so nobody is led to it first
        line.id: 0.0 if states.get(line.id, UNTOUCHED).status or block.role is Role.ORNAMENT else expected_errors(line)
        for block in result.page.blocks
        for line in block.lines
    }
    return Reviewed(name, raw, result, records, states, _revisions(records, result), doubts)


def _states(records: tuple[Correction, ...], result: Replay) -> dict[str, LineState]:
    states: dict[str, LineState] = {}
    for record in live_corrections(records):
        places = result.places.get(record.id)
        if not places:
            continue
        line = places[0]
        old = states.get(line, UNTOUCHED)
        match record.deed:
            case Deed.TEXT:
                states[line] = LineState("edited", old.flagged, old.note, record.author)
            case Deed.ACCEPT:
                states[line] = LineState(old.status or "accepted", old.flagged, old.note, record.author)
            case Deed.FLAG:
                states[line] = LineState(old.status, bool(record.now), record.now, record.author)
            case _:
                pass
    return states


def _revisions(records: tuple[Correction, ...], result: Replay) -> dict[str, str]:
    by_id = {record.id: record for record in records}
    revisions = {}
    for record in records:
        target = original_deed(record, by_id)
        for place in result.places.get(target.id) or (anchor.id for anchor in target.anchors):
            revisions[place] = record.id
    return revisions
