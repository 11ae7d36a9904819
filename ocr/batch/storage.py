"""Files that appear under their name only when they are whole and on the disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from ocr.errors import FileAccessError

__all__ = ["Storage", "flush_folder", "storage_error"]

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def storage_error(path: Path, error: OSError) -> FileAccessError:
    """`error` with the file's name and what helps."""
    if error.errno in _FULL:
        cure = "free some space and start the same job again; what is done stays done"
    else:
        cure = "check that the folder exists and may be written, then start the same job again"
    return FileAccessError(f"{path}: cannot be written ({error.strerror})", cure=cure)


def flush_folder(folder: Path) -> None:
    """Makes the names in `folder` survive a power cut, where the file system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


class Storage:
    """Writes below `root`; files on their way lie in `desk`, which must be on the same file system."""

    def __init__(self, root: Path, desk: Path) -> None:
        self._root = root
        self._desk = desk
        self._count = 0

    def open(self) -> None:
        """Makes the folders and tries them.

        Raises:
            FileAccessError: when nothing can be written there.
        """
        try:
            self._desk.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(self._root, error) from error
        self._write_aside(b"\n").unlink()

    def close(self) -> None:
        """Takes away the desk and what an interrupted write left on it."""
        try:
            for path in self._desk.iterdir():
                path.unlink(missing_ok=True)
            self._desk.rmdir()
        except OSError:
            return

    def write(self, name: str, content: bytes) -> Path:
        """`content` under `name`, whole or not at all; an older file is replaced in one step.

        Raises:
            FileAccessError: when it cannot be written; the older file stays as it was.
        """
        path = self._root / name
        aside = self._write_aside(content)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside, path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise storage_error(path, error) from error
        flush_folder(path.parent)
        return path

    def remove(self, name: str) -> None:
        """Takes a file away, for good when this returns.

        Raises:
            FileAccessError: when it cannot be taken away.
        """
        path = self._root / name
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(path, error) from error
        flush_folder(path.parent)

    def _write_aside(self, content: bytes) -> Path:
        self._count += 1
        path = self._desk / str(self._count)
        try:
            with path.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            raise storage_error(path, error) from error
        return path
