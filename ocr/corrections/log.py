"""The file `corrections.jsonl`: appended to, never rewritten; safe for two programs on one folder."""

from __future__ import annotations

import fcntl
import os
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ocr.corrections.codec import read_correction, seal, write_correction
from ocr.corrections.correction import Correction, PageKey
from ocr.errors import FileAccessError, OutputError

__all__ = ["LOG_NAME", "CorrectionLog"]

LOG_NAME: Final = "corrections.jsonl"


class CorrectionLog:
    """The corrections of one run folder, in the order they were made.

    Raises:
        FileAccessError: when the file cannot be read or written.
        OutputError: naming the line, when one cannot be understood.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._corrections: list[Correction] = []
        self._by_print: defaultdict[tuple[str, int], list[Correction]] = defaultdict(list)
        self._read_bytes = 0
        self._lock = threading.RLock()  # held only while reading, never while the file is locked for a writer

    def corrections(self) -> tuple[Correction, ...]:
        """All corrections, those of other programs up to this moment included."""
        self._catch_up()
        return tuple(self._corrections)

    def of_page(self, key: PageKey) -> tuple[Correction, ...]:
        """Those of one page, in the order they were made."""
        self._catch_up()
        return tuple(self._by_print.get((key.sha256, key.index), ()))

    def append(
        self, correction: Correction, check: Callable[[tuple[Correction, ...]], None] | None = None
    ) -> Correction:
        """The correction as written, with its id.

        Args:
            correction: without an id.
            check: is given everything written so far while the file is locked, and raises to refuse.
        """
        try:
            with self.path.open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                self._catch_up()
                if file.tell() > self._read_bytes:
                    file.truncate(self._read_bytes)  # half a line of a program that died: it was never confirmed
                if check is not None:
                    check(tuple(self._corrections))
                sealed = seal(correction, len(self._corrections))
                file.write(write_correction(sealed).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
                self._catch_up()
                return sealed
        except OSError as error:
            raise FileAccessError(
                f"{self.path}: the correction could not be saved ({error.strerror})",
                cure="see to free space and to the permission to write in the run's folder",
            ) from error

    def _catch_up(self) -> None:
        with self._lock:
            self._read_fresh()

    def _read_fresh(self) -> None:
        try:
            if not self.path.exists():
                self._forget()
                return
            with self.path.open("rb") as file:
                if os.fstat(file.fileno()).st_size < self._read_bytes:  # somebody took records out by hand
                    self._forget()
                file.seek(self._read_bytes)
                fresh = file.read()
        except OSError as error:
            raise FileAccessError(f"{self.path}: {error.strerror}", cure="see to the permission to read it") from error
        whole, _, _ = fresh.rpartition(b"\n")  # a last line without its end is still being written
        for line in whole.splitlines():
            if not line.strip():
                continue
            try:
                correction = read_correction(line.decode())
            except (OutputError, UnicodeDecodeError) as error:
                number = len(self._corrections) + 1
                raise OutputError(
                    f"{self.path}, correction {number}: {error}", cure="repair that line or take it out"
                ) from error
            self._corrections.append(correction)
            self._by_print[correction.page.sha256, correction.page.index].append(correction)
        if whole:
            self._read_bytes += len(whole) + 1

    def _forget(self) -> None:
        self._corrections, self._read_bytes = [], 0
        self._by_print.clear()
