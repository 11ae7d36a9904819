"""The job's memory: a file to which each page adds a row, by any number of jobs, and which nothing rewrites."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from ocr.batch.locks import Locks
from ocr.batch.storage import flush_folder, storage_error

__all__ = ["Manifest", "OutputFile", "Row", "Status"]


class Status(Enum):
    """What became of a page in one run."""

    OK = "ok"
    SKIPPED = "skipped"
    FAILED = "failed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that a page became; `name` is relative to the output folder."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one page.

    Attributes:
        input: the scan's name relative to the input folder.
        page: from 1; 0 stands for the file as a whole, when not even its pages could be counted.
        sha256, size, modified, pages: the scan as it was read.
        key: names the result, see `ocr.batch.work.Identity`; empty when the scan was not readable.
        outputs: the files written.
        limits: under which the page was tried.
        seconds: of reading, without waiting; the last attempt.
        attempts: how often it was tried.
        error, message: the class of the error and what it says.
        run: the job that wrote the row.
    """

    status: Status
    input: str
    page: int
    sha256: str = ""
    size: int = 0
    modified: int = 0
    pages: int = 0
    key: str = ""
    outputs: tuple[OutputFile, ...] = ()
    limits: str = ""
    seconds: float = 0.0
    attempts: int = 0
    characters: int = 0
    articles: int = 0
    confidence: float = 0.0
    expected_errors: float = 0.0
    dpi: float = 0.0
    error: str = ""
    message: str = ""
    run: str = ""

    def to_json(self) -> str:
        """One line; bytes of a name that are no text are kept by JSON's escapes."""
        value = asdict(self)
        value["status"] = self.status.value
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str | bytes) -> Row | None:
        """The row, or None when the line is torn or not of this kind."""
        try:
            value: dict[str, Any] = json.loads(line)
            value["status"] = Status(value["status"])
            value["outputs"] = tuple(OutputFile(**output) for output in value["outputs"])
            return cls(**value)
        except (ValueError, TypeError, KeyError):
            return None


class Manifest:
    """The rows of `path`, those of other jobs included.

    Appending takes the shared lock, and each batch of rows is one write that is on the
    disk before the call returns. A torn last line, as a full disk or a power cut leaves
    it, is passed over and closed by the next append.
    """

    def __init__(self, path: Path, locks: Locks) -> None:
        self._path = path
        self._locks = locks
        self._offset = 0
        self._last: dict[tuple[str, int], Row] = {}
        self._files: dict[str, Row] = {}

    @property
    def rows(self) -> Mapping[tuple[str, int], Row]:
        """The last row of each page, by scan and page; a page that was skipped keeps the row that made it."""
        return self._last

    def last_of_file(self, name: str) -> Row | None:
        """The last row that knows the facts of the scan."""
        return self._files.get(name)

    def refresh(self) -> None:
        """Takes in what was added since the last look.

        Raises:
            FileAccessError: when it cannot be read.
        """
        try:
            size = self._path.stat().st_size
            if size == self._offset:
                return
            if size < self._offset:
                self._offset = 0
                self._last.clear()
                self._files.clear()
            with self._path.open("rb") as stream:
                stream.seek(self._offset)
                fresh = stream.read()
        except FileNotFoundError:
            self._offset = 0
            return
        except OSError as error:
            raise storage_error(self._path, error) from error
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._offset += len(whole)
        for line in whole.splitlines():
            row = Row.from_json(line)
            if row is not None:
                self._take(row)

    def append(self, rows: Iterable[Row]) -> None:
        """Adds rows; they are on the disk when the call returns.

        Raises:
            FileAccessError: when they cannot be written.
        """
        lines = "".join(row.to_json() + "\n" for row in rows).encode("ascii")
        if not lines:
            return
        with self._locks.holding("manifest"):
            self.refresh()
            try:
                is_new = not self._path.exists()
                with self._path.open("ab+", buffering=0) as stream:
                    end = stream.seek(0, os.SEEK_END)
                    if end > 0:
                        stream.seek(end - 1)
                        if stream.read(1) != b"\n":
                            lines = b"\n" + lines
                    _write_all(stream.fileno(), lines)
                    os.fsync(stream.fileno())
                if is_new:
                    flush_folder(self._path.parent)
            except OSError as error:
                raise storage_error(self._path, error) from error
            self.refresh()

    def _take(self, row: Row) -> None:
        place = (row.input, row.page)
        if row.sha256:
            self._files[row.input] = row
        if row.status is not Status.SKIPPED:
            self._last[place] = row
        if row.page and row.status is not Status.SKIPPED:
            # the file can be opened after all
            with contextlib.suppress(KeyError):
                del self._last[(row.input, 0)]


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
