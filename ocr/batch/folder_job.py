"""The folder job itself: hands pages out, takes answers in, and decides what a failure means."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ocr.batch.discovery import WHOLE, Shard, find_files
from ocr.batch.executor import Executor
from ocr.batch.ledger import Ledger, Unit
from ocr.batch.locks import Lock
from ocr.batch.manifest import Row, Status
from ocr.batch.work import (
    Answer,
    Done,
    Failed,
    FailureKind,
    FileFacts,
    Identified,
    Identify,
    PageRequest,
    Probe,
    Probed,
    Request,
    ScanFile,
)
from ocr.errors import BanmianError, DependencyError, EngineError

__all__ = ["FolderJob", "JobSettings", "Stop", "Tally"]

_PAUSE = 0.5
"""Seconds after which signals and pages in other jobs' hands are looked at again."""
_ENOUGH = 20
"""Pages that must be through before a share of failures says something."""
_HOPELESS = frozenset({FailureKind.CRASH, FailureKind.TIMEOUT, FailureKind.MEMORY, FailureKind.INPUT})
"""Failures that lie in the page and cost other pages time: quarantined, not tried again by the next run."""


@dataclass(frozen=True, slots=True)
class JobSettings:
    """How a folder job goes about its pages.

    Attributes:
        shard: the part of the files that is this job's.
        update: files of the same size and time as before are taken for unchanged, without reading them.
        retries: further attempts at a page after one that failed.
        halt_fail: failures after which the job ends, a share of the pages when under 1; 0 never.
    """

    shard: Shard = WHOLE
    update: bool = False
    retries: int = 1
    halt_fail: float = 0.0


@dataclass(slots=True)
class Stop:
    """The wish, from a signal, to end early: after the pages in hand, or at once."""

    after_pages: bool = False
    at_once: bool = False


@dataclass(slots=True)
class Tally:
    """What a run has done so far; the pages of a run that was halted or stopped are not all in it."""

    ok: int = 0
    skipped: int = 0
    failed: int = 0
    quarantined: int = 0
    halted: bool = False
    stopped: bool = False

    @property
    def finished(self) -> int:
        return self.ok + self.skipped + self.failed + self.quarantined

    @property
    def lost(self) -> int:
        return self.failed + self.quarantined


@dataclass(slots=True)
class _Hands:
    """What the workers are at: probes with their attempts, pages with their locks."""

    probes: dict[int, tuple[ScanFile, int]] = field(default_factory=dict)
    pages: dict[int, tuple[Unit, Lock]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.probes) + len(self.pages)


class FolderJob:
    """Reads every page below `source` that `ledger` does not know as settled.

    Args:
        watch: is told each row as it is decided.
    """

    def __init__(
        self,
        source: Path,
        ledger: Ledger,
        executor: Executor,
        settings: JobSettings,
        stop: Stop | None = None,
        watch: Callable[[Row, Tally], None] | None = None,
        files: Callable[[Path], Iterator[ScanFile]] = find_files,
    ) -> None:
        self._ledger = ledger
        self._executor = executor
        self._settings = settings
        self._stop = stop or Stop()
        self._watch = watch or _unwatched
        self._files = iter(files(source))
        self._again: deque[tuple[ScanFile, int]] = deque()
        self._ready: deque[Unit] = deque()
        self._busy: deque[Unit] = deque()
        self._changes: dict[str, int] = {}
        self._latest: dict[str, FileFacts] = {}
        self._hands = _Hands()
        self._ticket = 0
        self._tally = Tally()

    def run(self) -> Tally:
        """The count of what was done; every page met is ok, skipped, failed or quarantined, or was dropped on a stop.

        Raises:
            DependencyError: when the workers lack something, or differ from one another.
            FileAccessError: when the input cannot be listed or the output not be written.
        """
        try:
            self._identify()
            while not self._stop.at_once:
                self._hand_out()
                if not self._hands and (self._is_ending or not self._busy):
                    break
                for ticket, answer, seconds in self._executor.wait(_PAUSE):
                    self._take(ticket, answer, seconds)
                self._ledger.commit()
            self._ledger.commit()
        finally:
            self._executor.close()
            for _, lock in self._hands.pages.values():
                self._ledger.give_back(lock)
            self._hands.pages.clear()
        self._tally.stopped = self._stop.after_pages or self._stop.at_once
        return self._tally

    @property
    def _is_ending(self) -> bool:
        return self._stop.after_pages or self._stop.at_once or self._tally.halted

    def _identify(self) -> None:
        attempts = 0
        self._submit(Identify())
        while not self._is_ending:
            for _, answer, _ in self._executor.wait(_PAUSE):
                match answer:
                    case Identified():
                        self._ledger.identity = answer.identity
                        return
                    case Failed():
                        attempts += 1
                        if answer.kind is FailureKind.INSTALLATION or attempts > self._settings.retries:
                            raise _job_error(answer)
                        self._submit(Identify())

    def _submit(self, request: Request) -> int:
        self._ticket += 1
        self._executor.submit(self._ticket, request)
        return self._ticket

    # ---- handing out -------------------------------------------------------------------------

    def _hand_out(self) -> None:
        self._ready.extend(self._busy)
        self._busy.clear()
        while len(self._hands) < self._executor.capacity and not self._is_ending:
            if not (self._hand_out_page() or self._hand_out_file()):
                return

    def _hand_out_page(self) -> bool:
        while self._ready and not self._is_ending:
            unit = self._ready.popleft()
            if self._skips(self._ledger.settled(unit)):
                continue
            lock = self._ledger.claim(unit)
            if lock is None:
                self._busy.append(unit)
                continue
            # the job that had the page before may have finished it
            if self._skips(self._ledger.settled(unit)):
                self._ledger.give_back(lock)
                continue
            ticket = self._submit(PageRequest(unit.file.path, unit.facts, unit.index))
            self._hands.pages[ticket] = (unit, lock)
            return True
        return False

    def _hand_out_file(self) -> bool:
        """Whether there was another file to look at; its pages may be ready now, or asked for."""
        if self._again:
            file, attempts = self._again.popleft()
        else:
            found = next((f for f in self._files if self._settings.shard.holds(f.name)), None)
            if found is None:
                return False
            file, attempts = found, 0
        if self._skips(self._ledger.settled_file(file)):
            return True
        facts = self._ledger.known_facts(file) if self._settings.update and not attempts else None
        if facts is None:
            self._hands.probes[self._submit(Probe(file.path))] = (file, attempts)
        else:
            self._ready.extend(Unit(file, facts, index) for index in range(facts.pages))
        return True

    def _skips(self, row: Row | None) -> bool:
        if row is None:
            return False
        self._ledger.skip(row)
        if row.status is Status.QUARANTINED:
            self._tally.quarantined += 1
        else:
            self._tally.skipped += 1
        self._watch(row, self._tally)
        return True

    # ---- taking in ---------------------------------------------------------------------------

    def _take(self, ticket: int, answer: Answer, seconds: float) -> None:
        if isinstance(answer, Failed) and answer.kind is FailureKind.INSTALLATION:
            raise _job_error(answer)
        if ticket in self._hands.probes:
            file, attempts = self._hands.probes.pop(ticket)
            if isinstance(answer, Probed):
                if file.name in self._changes:
                    self._latest[file.name] = answer.facts
                self._ready.extend(Unit(file, answer.facts, index) for index in range(answer.facts.pages))
            elif isinstance(answer, Failed):
                self._take_failed_file(file, attempts + 1, answer, seconds)
        elif ticket in self._hands.pages:
            unit, lock = self._hands.pages[ticket]
            if isinstance(answer, Done):
                self._take_page(unit, lock, answer, seconds)
            elif isinstance(answer, Failed):
                self._take_failed_page(unit, lock, answer, seconds)
            # only now: an error above leaves the lock to be given back by `run`
            del self._hands.pages[ticket]

    def _take_page(self, unit: Unit, lock: Lock, done: Done, seconds: float) -> None:
        if done.identity != self._ledger.identity:
            raise DependencyError(
                f"a worker runs {done.identity.program} with other models or settings than the rest of the job",
                cure="install the same version everywhere",
            )
        row = self._ledger.finish(unit, lock, done, seconds)
        if row is None:
            self._busy.append(unit)
            return
        self._tally.ok += 1
        self._watch(row, self._tally)

    def _take_failed_file(self, file: ScanFile, attempts: int, failed: Failed, seconds: float) -> None:
        if self._is_worth_another(failed, attempts):
            self._again.append((file, attempts))
            return
        self._count(self._ledger.fail_file(file, failed, _status(failed), attempts, seconds))

    def _take_failed_page(self, unit: Unit, lock: Lock, failed: Failed, seconds: float) -> None:
        if failed.kind is FailureKind.CHANGED and self._look_again(unit):
            self._ledger.give_back(lock)
        elif failed.kind is not FailureKind.CHANGED and self._is_worth_another(failed, unit.attempts + 1):
            self._ledger.give_back(lock)
            self._ready.append(Unit(unit.file, unit.facts, unit.index, unit.attempts + 1))
        else:
            self._count(self._ledger.fail(unit, lock, failed, _status(failed), seconds))

    def _is_worth_another(self, failed: Failed, attempts: int) -> bool:
        return failed.kind is not FailureKind.INPUT and attempts <= self._settings.retries

    def _look_again(self, unit: Unit) -> bool:
        """Whether a file that changed is looked at again; it may change as often as a page may fail."""
        file = unit.file
        if self._latest.get(file.name, unit.facts) != unit.facts:
            return True
        if any(waiting.name == file.name for waiting, _ in self._again) or any(
            probed.name == file.name for probed, _ in self._hands.probes.values()
        ):
            return True
        self._changes[file.name] = self._changes.get(file.name, 0) + 1
        if self._changes[file.name] > self._settings.retries:
            return False
        self._ready = deque(unit for unit in self._ready if unit.file.name != file.name)
        self._busy = deque(unit for unit in self._busy if unit.file.name != file.name)
        self._again.append((file, self._changes[file.name]))
        return True

    def _count(self, row: Row) -> None:
        if row.status is Status.QUARANTINED:
            self._tally.quarantined += 1
        else:
            self._tally.failed += 1
        limit = self._settings.halt_fail
        if limit >= 1:
            self._tally.halted = self._tally.lost >= limit
        elif limit > 0 and self._tally.finished >= _ENOUGH:
            self._tally.halted = self._tally.lost / self._tally.finished > limit
        self._watch(row, self._tally)


def _unwatched(_row: Row, _tally: Tally) -> None:
    """Nobody wants to know."""


def _status(failed: Failed) -> Status:
    return Status.QUARANTINED if failed.kind in _HOPELESS else Status.FAILED


def _job_error(failed: Failed) -> BanmianError:
    problem, _, cure = failed.message.partition(" — ")
    kind = DependencyError if failed.kind is FailureKind.INSTALLATION else EngineError
    error = kind(problem, cure=cure)
    error.exit_code = failed.exit_code
    return error
