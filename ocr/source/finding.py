"""Finds the scans that files and folders stand for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from ocr.errors import EmptyInputError, FileAccessError

__all__ = ["SCAN_SUFFIXES", "find_scans"]

SCAN_SUFFIXES = frozenset(
    {".bmp", ".j2k", ".jp2", ".jpeg", ".jpf", ".jpg", ".jpx", ".pbm", ".pdf", ".pgm", ".png", ".ppm"}
    | {".tif", ".tiff", ".webp"}
)
"""The endings by which a file in a folder counts as a scan; a file named by itself may have any."""


def find_scans(paths: Iterable[str | Path]) -> list[Path]:
    """The scans that `paths` stand for: files as they are, folders with all below, in natural order, each once.

    Links inside folders are not followed, so nothing outside a folder is read by naming it; hidden files and folders
    are left alone. ``-`` stays ``-``, the standard input.

    Raises:
        FileAccessError: when a path does not exist or a folder cannot be listed.
        EmptyInputError: when there is no scan in a folder.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            scans = sorted(_below(path), key=lambda scan: _natural(scan.relative_to(path)))
            if not scans:
                raise EmptyInputError(
                    f"{path}: no scans in this folder", cure=f"scans end in {', '.join(sorted(SCAN_SUFFIXES))}"
                )
            found.update(dict.fromkeys(scans))
        elif path == Path("-") or path.exists():
            found[path] = None
        else:
            raise FileAccessError(f"{path}: no such file or folder", cure="check the path")
    return list(found)


def _below(folder: Path) -> Iterable[Path]:
    def refuse(problem: OSError) -> None:
        raise FileAccessError(f"{problem.filename}: {problem.strerror}", cure="make the folder readable") from problem

    for place, folders, files in os.walk(folder, onerror=refuse, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in SCAN_SUFFIXES and not path.is_symlink():
                yield path


def _natural(path: Path) -> tuple[tuple[tuple[int, str], ...], ...]:
    """A key that puts ``page2`` before ``page10``; ties are broken by the name itself."""
    return tuple(
        (
            *((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"(\d+)", part) if piece),
            (-2, part),
        )
        for part in path.parts
    )
