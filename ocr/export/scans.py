"""The scans of a run, found again by name and, where several have that name, by their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ocr.errors import FileAccessError, InputError

__all__ = ["Scans"]


class Scans:
    """The files in `places`, files and folders."""

    def __init__(self, places: Sequence[Path]) -> None:
        self._by_name: dict[str, list[Path]] = {}
        for place in places:
            for path in sorted(place.rglob("*")) if place.is_dir() else (place,):
                if path.is_file():
                    self._by_name.setdefault(path.name, []).append(path)

    def find(self, name: str, sha256: str) -> Path:
        """The scan called `name`; years of scans share names, so of several the one with these bytes.

        Raises:
            InputError: when there is none.
            FileAccessError: when one of several cannot be read.
        """
        found = self._by_name.get(name, [])
        if len(found) > 1:
            found = [path for path in found if _digest(path) == sha256]
        if not found:
            raise InputError(f"the scan {name} was not found", cure="say where the scans lie with --scans")
        return found[0]


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileAccessError(f"{path} cannot be read: {error.strerror}", cure="check its permissions") from error
