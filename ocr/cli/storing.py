"""Files that are whole or not there: written under a temporary name, then renamed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ocr.errors import FileAccessError

__all__ = ["store"]


def store(path: Path, content: bytes) -> None:
    """Writes `content` to `path`; a reader sees the old file or the new one, never a part.

    Raises:
        FileAccessError: when the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as problem:
        cure = "check that the folder may be written and has space"
        raise FileAccessError(f"{path}: {problem.strerror}", cure=cure) from problem


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
