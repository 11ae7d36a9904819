"""The worst lines of a whole run, gathered page by page in the background and kept true to what people do."""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ocr.errors import ArgumentError, BanmianError
from ocr.model import Line
from ocr.review.run_folder import Reviewed, RunFolder
from ocr.review.views import queue_row

__all__ = ["Survey"]

# Of each page and role so many lines are kept; the next worse come up as these are seen to.
KEPT_OF_A_ROLE: Final = 60

# As many lines as a person goes through before the list is asked for again.
ANSWERED: Final = 200

# Between two pages in the background, so that a page somebody is waiting for comes first.
PAUSE: Final = 0.05  # seconds

SHOWS: Final = frozenset({"unseen", "different", "flagged"})

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """What is known of one page; `version` is that of the page when it was gone through."""

    version: tuple[int, int]
    rows: tuple[Row, ...] = ()
    roles: frozenset[str] = frozenset()
    left: int = 0
    doubt: float = 0.0
    readable: bool = True


class Survey:
    """The review queue over all pages of a run."""

    def __init__(self, run: RunFolder) -> None:
        self._run = run
        self._known: dict[str, _Surveyed] = {}
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def ask(self, show: str = "unseen", *, page: str = "", role: str = "") -> dict[str, Any]:
        """The worst lines first, as plain values; pages not yet gone through are counted and follow later.

        Args:
            show: "unseen" by anybody, "different" where the readers differ and nobody looked, or "flagged".
            page: of this page only; empty for all.
            role: of blocks of this role only; empty for all.

        Raises:
            ArgumentError: when `show` is none of these.
            KeyError: when the run has no such page.
        """
        if show not in SHOWS:
            raise ArgumentError(f"the queue does not show {show!r}", cure=f"take one of {', '.join(sorted(SHOWS))}")
        if page:
            self._run.file(page)
        self._catch_up()
        known = dict(self._known)
        pages = [known[name] for name in ([page] if page else self._run.names) if name in known]
        rows = [row for surveyed in pages for row in surveyed.rows if _is_asked(row, show, role)]
        return {
            "rows": heapq.nsmallest(ANSWERED, rows, key=_worst_first),
            "roles": sorted(frozenset().union(*(surveyed.roles for surveyed in known.values()))),
            "left": sum(surveyed.left for surveyed in pages),
            "doubt": round(sum(surveyed.doubt for surveyed in pages), 2),
            "known": len(known),
            "pages": len(self._run.names),
            "unreadable": [name for name in self._run.names if name in known and not known[name].readable],
        }

    def _catch_up(self) -> None:
        """Pages in memory at once, all others in the background."""
        waiting = []
        for name in self._run.names:
            if not self._is_stale(name):
                continue
            if self._run.is_at_hand(name):
                self._known[name] = self._look(name)
            else:
                waiting.append(name)
        with self._lock:
            if waiting and not (self._worker and self._worker.is_alive()):
                self._worker = threading.Thread(target=self._go_through, args=(waiting,), daemon=True)
                self._worker.start()

    def _go_through(self, names: Iterable[str]) -> None:
        for name in names:
            if self._is_stale(name):
                self._known[name] = self._look(name)
                time.sleep(PAUSE)

    def _is_stale(self, name: str) -> bool:
        try:
            return name not in self._known or self._known[name].version != self._run.version(name)
        except BanmianError:  # the file is gone
            return name not in self._known or self._known[name].readable

    def _look(self, name: str) -> _Surveyed:
        try:
            stamp, _ = self._run.version(name)
        except BanmianError:
            return _Surveyed((0, 0), readable=False)
        try:
            reviewed = self._run.reviewed(name) if self._run.is_at_hand(name) else self._run.glance(name)
        except BanmianError:
            return _Surveyed((stamp, 0), readable=False)
        return _survey((stamp, len(reviewed.records)), reviewed)


def _survey(version: tuple[int, int], reviewed: Reviewed) -> _Surveyed:
    lines = [(block.role.value, line) for block in reviewed.page.blocks for line in block.lines]
    unseen: dict[str, list[Line]] = {}
    flagged = []
    for role, line in lines:
        state = reviewed.state(line.id)
        if state.flagged:
            flagged.append((role, line))
        elif not state.status:
            unseen.setdefault(role, []).append(line)
    kept = flagged + [
        (role, line)
        for role, of_role in unseen.items()
        for line in heapq.nlargest(KEPT_OF_A_ROLE, of_role, key=lambda line: reviewed.doubts[line.id])
    ]
    return _Surveyed(
        version,
        tuple(queue_row(reviewed, role, line) for role, line in kept),
        frozenset(role for role, _ in lines),
        sum(not reviewed.state(line.id).status for _, line in lines),
        sum(reviewed.doubts.values()),
    )


def _is_asked(row: Row, show: str, role: str) -> bool:
    line = row["line"]
    if role and row["role"] != role:
        return False
    state = line.get("state", {})
    if show == "flagged":
        return bool(state.get("flagged"))
    if state.get("status"):
        return False
    return show == "unseen" or "alternatives" in line or "witnesses" in line


def _worst_first(row: Row) -> tuple[float, str, str]:
    return -row["line"]["doubt"], row["page"], row["line"]["id"]
