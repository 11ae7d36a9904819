"""Which files a folder job works on: regular files with a scan's ending, in a fixed order, no links."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ocr.batch.work import ScanFile
from ocr.errors import ArgumentError, FileAccessError
from ocr.source import SCAN_SUFFIXES

__all__ = ["WHOLE", "Shard", "check_apart", "find_files", "parse_shard"]


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of `count` parts of a job, `index` from 0.

    The part of a file follows from its name alone, so that it stays the same when files
    are added, and no machine has to look at another's files.

    Raises:
        ArgumentError: when `index` is not one of `count`.
    """

    index: int = 0
    count: int = 1

    def __post_init__(self) -> None:
        if self.count < 1 or not 0 <= self.index < self.count:
            raise ArgumentError(
                f"there is no shard {self.index} of {self.count}", cure="count from 0, as in --shard 0/4 … --shard 3/4"
            )

    def holds(self, name: str) -> bool:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.index


WHOLE = Shard()
"""All files."""


def parse_shard(text: str) -> Shard:
    """The shard written as ``i/n``, `i` from 0.

    Raises:
        ArgumentError: when it is written otherwise.
    """
    index, slash, count = text.partition("/")
    if not (slash and index.isdecimal() and count.isdecimal()):
        raise ArgumentError(f"--shard {text!r} is not of the form i/n", cure="write for instance --shard 0/4")
    return Shard(int(index), int(count))


def find_files(folder: Path) -> Iterator[ScanFile]:
    """The scans below `folder`, or `folder` itself when it is a file, in the order of their names.

    Links are never followed, hidden files and folders are left out.

    Raises:
        FileAccessError: when a folder cannot be listed.
    """
    if folder.is_file():
        yield ScanFile(folder, folder.name)
        return
    yield from _walk(folder, "")


def check_apart(source: Path, target: Path) -> None:
    """Refuses a job that would read what it writes.

    Raises:
        ArgumentError: when one folder lies inside the other.
    """
    a, b = source.resolve(), target.resolve()
    if a == b or a in b.parents or b in a.parents:
        raise ArgumentError(
            f"{source} and {target} lie inside each other", cure="choose an output folder outside the input"
        )


def _walk(folder: Path, prefix: str) -> Iterator[ScanFile]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        raise FileAccessError(
            f"{folder}: cannot be listed ({error.strerror})", cure="check that it exists and may be read"
        ) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = prefix + entry.name
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except FileNotFoundError:
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(Path(entry.path), name + "/")
        elif stat.S_ISREG(mode) and os.path.splitext(entry.name)[1].lower() in SCAN_SUFFIXES:
            yield ScanFile(Path(entry.path), name)
