"""The files of a drop folder that are whole: that have not grown or been touched for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ocr.batch.discovery import find_files
from ocr.batch.work import ScanFile

__all__ = ["DropFolder"]


class DropFolder:
    """Looks at `folder` now and then.

    Args:
        settle: seconds without a change after which a file counts as whole.
        now: a clock that never goes back; the times of files are only compared for being equal.
    """

    def __init__(self, folder: Path, settle: float, now: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._settle = settle
        self._now = now
        self._seen: dict[str, tuple[tuple[int, int], float]] = {}
        self._taken: dict[str, tuple[int, int]] = {}

    def whole_files(self) -> list[ScanFile]:
        """The files that are whole and were not given as they are before.

        Raises:
            FileAccessError: when the folder cannot be listed.
        """
        whole = []
        seen: dict[str, tuple[tuple[int, int], float]] = {}
        for file in find_files(self._folder):
            try:
                found = file.path.stat()
            except FileNotFoundError:
                continue
            state = (found.st_size, found.st_mtime_ns)
            before, since = self._seen.get(file.name, (None, 0.0))
            seen[file.name] = (state, since if state == before else self._now())
            # some programs make the file first and fill it later
            is_settled = state == before and self._now() - since >= self._settle and found.st_size > 0
            if is_settled and self._taken.get(file.name) != state:
                self._taken[file.name] = state
                whole.append(file)
        self._seen = seen
        return whole

    @staticmethod
    def listing(files: list[ScanFile]) -> Callable[[Path], Iterator[ScanFile]]:
        """What a folder job takes for the listing of its folder."""
        return lambda _: iter(files)
