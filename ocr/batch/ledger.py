"""What is done, in whose hands it is, and what becomes of it: outputs, rows and locks in their right order.

A page is done when its row is in the manifest. Its files are renamed into place before,
its lock is given back after; a job that dies in between leaves a page that is read once
more, to the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ocr.batch.locks import Lock, Locks, LockSettings
from ocr.batch.manifest import Manifest, OutputFile, Row, Status
from ocr.batch.names import MANIFEST, PRIVATE, QUARANTINE, page_stem
from ocr.batch.storage import Storage
from ocr.batch.work import Done, Failed, FileFacts, Identity, ScanFile
from ocr.export.naming import PICTURES

__all__ = ["Ledger", "Settling", "Unit"]

_PAGE = ".json"
"""The file that holds all of a page; the others can be made from it."""
_MOST_UNWRITTEN = 500
"""Rows about skipped pages that wait for each other, since each write is flushed to the disk."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One page to read; `attempts` have been made."""

    file: ScanFile
    facts: FileFacts
    index: int
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Settling:
    """What counts as settled, so that it is not read again.

    Attributes:
        force: nothing but what this run itself has done.
        retry_quarantined: quarantined pages do not.
        limits: the limits of this run, as text; a page quarantined under others gets another chance.
    """

    force: bool = False
    retry_quarantined: bool = False
    limits: str = ""


class Ledger:
    """The state of the output folder `root`, shared with other jobs on it."""

    def __init__(
        self, root: Path, settling: Settling, quarantine: Path | None = None, locks: LockSettings | None = None
    ) -> None:
        self._root = root
        self._settling = settling
        self._private = root / PRIVATE
        self._locks = Locks(self._private, locks)
        desk = self._private / "desks" / self._locks.token
        self._storage = Storage(root, desk)
        self._quarantine = quarantine or root / QUARANTINE
        # a quarantine elsewhere may be on another file system, where a rename from here fails
        self._reasons = Storage(self._quarantine, desk if quarantine is None else quarantine / f".{self._locks.token}")
        self._manifest = Manifest(root / MANIFEST, self._locks)
        self._unwritten: list[Row] = []
        self._held: list[Lock] = []
        self.identity = Identity("", (), "")

    @property
    def rows(self) -> Mapping[tuple[str, int], Row]:
        """The last row of each page."""
        return self._manifest.rows

    def current_rows(self) -> list[Row]:
        """The last rows, without pages that a scan lost when it was replaced by a shorter one."""
        return [row for row in self.rows.values() if row.page <= self._pages_of(row)]

    def write_file(self, name: str, content: bytes) -> None:
        """A file of the job itself, such as a report.

        Raises:
            FileAccessError: when it cannot be written.
        """
        self._storage.write(name, content)

    def _pages_of(self, row: Row) -> int:
        last = self._manifest.last_of_file(row.input)
        return row.page if last is None else last.pages

    def open(self) -> None:
        """Takes a seat at the folder and clears up after jobs that died there.

        Raises:
            FileAccessError: when the folder cannot be written.
        """
        self._storage.open()
        self._locks.open()
        dead = self._locks.dead_owners()
        for token in dead:
            shutil.rmtree(self._private / "desks" / token, ignore_errors=True)
            self._locks.bury(token)
        if dead:
            self._free_orphans()
        self._manifest.refresh()

    def close(self) -> None:
        """Gives every lock back and leaves."""
        for lock in self._held:
            self._locks.release(lock)
        self._held.clear()
        self._reasons.close()
        self._storage.close()
        self._locks.close()

    # ---- what is settled ---------------------------------------------------------------------

    def known_facts(self, file: ScanFile) -> FileFacts | None:
        """The facts of the scan from an earlier run, if its size and time are still the same."""
        row = self._manifest.last_of_file(file.name)
        if row is None or not row.pages:
            return None
        try:
            now = file.path.stat()
        except OSError:
            return None
        if (now.st_size, now.st_mtime_ns) != (row.size, row.modified):
            return None
        return FileFacts(row.sha256, row.size, row.modified, row.pages)

    def settled(self, unit: Unit) -> Row | None:
        """The row that makes another reading of the page needless, or None."""
        row = self.rows.get((unit.file.name, unit.index + 1))
        if row is None or row.key != self.identity.key(unit.facts.sha256, unit.index):
            return None
        if row.status is Status.OK and not all(self._is_there(output) for output in row.outputs):
            return None
        return row if self._counts(row) else None

    def _is_there(self, output: OutputFile) -> bool:
        """Whether an output is where it was put; the page itself must be whole, texts may have been edited by hand."""
        try:
            size = (self._root / output.name).stat().st_size
        except OSError:
            return False
        return size == output.size or not output.name.endswith(_PAGE)

    def settled_file(self, file: ScanFile) -> Row | None:
        """The row that says that the file as it is cannot be opened, or None."""
        row = self.rows.get((file.name, 0))
        if row is None or row.key != self._file_key(file):
            return None
        return row if self._counts(row) else None

    def _counts(self, row: Row) -> bool:
        if row.run == self._locks.token:
            return True
        if self._settling.force or row.status is Status.FAILED:
            return False
        if row.status is Status.QUARANTINED:
            return row.limits == self._settling.limits and not self._settling.retry_quarantined
        return True

    # ---- claims ------------------------------------------------------------------------------

    def claim(self, unit: Unit) -> Lock | None:
        """The right to work on the page, or None while another job has it; sees that job's rows."""
        name = hashlib.sha256(f"{unit.file.name}\n{unit.index}".encode("utf-8", "surrogateescape")).hexdigest()
        lock = self._locks.acquire(name)
        if lock is not None:
            self._manifest.refresh()
        return lock

    def give_back(self, lock: Lock) -> None:
        """Ends a claim without a result."""
        self._locks.release(lock)

    def refresh(self) -> None:
        """Takes in what other jobs have done."""
        self._manifest.refresh()

    # ---- results -----------------------------------------------------------------------------

    def skip(self, row: Row) -> None:
        """Notes that a settled page was met again; unless this run settled it itself."""
        if row.run == self._locks.token:
            return
        self._unwritten.append(
            Row(
                status=Status.SKIPPED,
                input=row.input,
                page=row.page,
                sha256=row.sha256,
                size=row.size,
                modified=row.modified,
                pages=row.pages,
                key=row.key,
                message=f"settled before as {row.status.value}",
                run=self._locks.token,
            )
        )
        if len(self._unwritten) >= _MOST_UNWRITTEN:
            self.commit()

    def finish(self, unit: Unit, lock: Lock, done: Done, seconds: float) -> Row | None:
        """Puts a page's files in place and notes it; None when another job has taken the page over meanwhile.

        Raises:
            FileAccessError: when something cannot be written.
        """
        if not self._locks.holds(lock):
            return None
        stem = page_stem(unit.file.name, unit.index)
        self._unmake(unit, stem, done)
        outputs = []
        for artefact in done.artefacts:
            name = f"{stem}{artefact.suffix}"
            self._storage.write(name, artefact.content)
            outputs.append(OutputFile(name, hashlib.sha256(artefact.content).hexdigest(), len(artefact.content)))
        summary = done.summary
        row = Row(
            status=Status.OK,
            input=unit.file.name,
            page=unit.index + 1,
            sha256=unit.facts.sha256,
            size=unit.facts.size,
            modified=unit.facts.modified,
            pages=unit.facts.pages,
            key=self.identity.key(unit.facts.sha256, unit.index),
            outputs=tuple(outputs),
            limits=self._settling.limits,
            seconds=round(seconds, 3),
            attempts=unit.attempts + 1,
            characters=summary.characters,
            articles=summary.articles,
            confidence=round(summary.confidence, 6),
            expected_errors=round(summary.expected_errors, 3),
            dpi=summary.dpi,
            run=self._locks.token,
        )
        self._reason(unit.file, unit.index).unlink(missing_ok=True)
        self._note(row, lock)
        return row

    def _unmake(self, unit: Unit, stem: PurePosixPath, done: Done) -> None:
        """Takes away what would make the page of another run look whole while its files are replaced one by one.

        Should this job end in between, the older row misses a file, and no later run takes a page half of
        one run and half of another for settled. Pictures that the page no longer has go as well.
        """
        before = self.rows.get((unit.file.name, unit.index + 1))
        if before is None or not done.artefacts or before.key == self.identity.key(unit.facts.sha256, unit.index):
            return
        last = f"{stem}{done.artefacts[-1].suffix}"
        fresh = {f"{stem}{artefact.suffix}" for artefact in done.artefacts}
        for output in before.outputs:
            if output.name == last or (output.name.startswith(f"{stem}{PICTURES}/") and output.name not in fresh):
                self._storage.remove(output.name)

    def fail(self, unit: Unit, lock: Lock, failed: Failed, status: Status, seconds: float) -> Row:
        """Notes that a page could not be read.

        Raises:
            FileAccessError: when the reason of a quarantine cannot be written.
        """
        row = Row(
            status=status,
            input=unit.file.name,
            page=unit.index + 1,
            sha256=unit.facts.sha256,
            size=unit.facts.size,
            modified=unit.facts.modified,
            pages=unit.facts.pages,
            key=self.identity.key(unit.facts.sha256, unit.index),
            limits=self._settling.limits,
            seconds=round(seconds, 3),
            attempts=unit.attempts + 1,
            error=failed.error,
            message=failed.message,
            run=self._locks.token,
        )
        self._write_reason(row, unit.file, unit.index)
        self._note(row, lock)
        return row

    def fail_file(self, file: ScanFile, failed: Failed, status: Status, attempts: int, seconds: float) -> Row:
        """Notes that a file could not even be opened.

        Raises:
            FileAccessError: when the reason of a quarantine cannot be written.
        """
        row = Row(
            status=status,
            input=file.name,
            page=0,
            key=self._file_key(file),
            limits=self._settling.limits,
            seconds=round(seconds, 3),
            attempts=attempts,
            error=failed.error,
            message=failed.message,
            run=self._locks.token,
        )
        self._write_reason(row, file, -1)
        self._note(row, None)
        return row

    def commit(self) -> None:
        """Writes the rows and gives their locks back.

        Raises:
            FileAccessError: when they cannot be written.
        """
        rows, self._unwritten = self._unwritten, []
        self._manifest.append(rows)
        for lock in self._held:
            self._locks.release(lock)
        self._held.clear()

    def _note(self, row: Row, lock: Lock | None) -> None:
        self._unwritten.append(row)
        if lock is not None:
            self._held.append(lock)

    def _file_key(self, file: ScanFile) -> str:
        try:
            now = file.path.stat()
        except OSError:
            return ""
        return self.identity.key(f"{now.st_size} {now.st_mtime_ns}", -1)

    def _reason(self, file: ScanFile, index: int) -> Path:
        return self._quarantine / f"{page_stem(file.name, index)}.json"

    def _write_reason(self, row: Row, file: ScanFile, index: int) -> None:
        if row.status is not Status.QUARANTINED:
            return
        reason = {
            "input": row.input,
            "page": row.page,
            "sha256": row.sha256,
            "error": row.error,
            "message": row.message,
            "attempts": row.attempts,
            "limits": row.limits,
        }
        self._reasons.open()
        name = str(self._reason(file, index).relative_to(self._quarantine))
        self._reasons.write(name, (json.dumps(reason, indent=1) + "\n").encode("ascii"))

    def _free_orphans(self) -> None:
        """Takes away the locks of dead owners, each by taking it over first."""
        names = {path.name.rpartition(".")[0] for path in (self._private / "locks").glob("[!.]*")}
        for name in sorted(names):
            lock = self._locks.acquire(name)
            if lock is not None:
                self._locks.release(lock)
