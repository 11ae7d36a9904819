"""Where a page's files go: the mirrored tree, in names that any file system and `sha256sum` take."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

__all__ = ["CHECKSUMS", "MANIFEST", "PRIVATE", "QUARANTINE", "REPORT", "page_stem", "safe_name"]

MANIFEST = "manifest.jsonl"
CHECKSUMS = "checksums.sha256"
REPORT = "report"
QUARANTINE = "quarantine"
PRIVATE = ".banmian"
"""The job's own folder: locks, signs of life, files on their way."""

_RESERVED = frozenset(
    {MANIFEST, CHECKSUMS, QUARANTINE, PRIVATE, *(f"{REPORT}.{kind}" for kind in ("json", "html", "csv"))}
)
_LONGEST_NAME = 255
"""Bytes of one file name on every common file system."""
_ROOM = 40
"""Bytes kept free for the page number, the format's ending and a temporary ending."""
_DIGEST = 12
"""Hexadecimal digits that keep two shortened names apart."""
_UNSAFE = frozenset('%\\:*?"<>|\x7f')
"""Letters that Windows shares refuse, that `sha256sum` escapes, and the escape sign itself."""


def safe_name(name: str) -> str:
    """`name` with every letter that is trouble somewhere written as ``%XX``; two names never become one.

    Control characters, bytes that are no text, and a leading dot or dash are trouble, too.
    """
    escaped = "".join(
        _escaped(letter) if _is_unsafe(letter) or (position == 0 and letter in ".-") else letter
        for position, letter in enumerate(name)
    )
    return _shortened(escaped, _LONGEST_NAME)


def page_stem(name: str, index: int) -> PurePosixPath:
    """The path, below the output folder and without ending, of page `index` (from 0) of scan `name`.

    A scan ``2022/05/rb.pdf`` becomes the folder ``2022/05/rb.pdf/``, its first page
    ``rb_0001`` in it: scans that differ in their ending alone stay apart, and a page
    keeps a telling name when it is taken out of its folder.
    """
    parts = [safe_name(part) for part in PurePosixPath(name).parts]
    if parts[0] in _RESERVED:
        parts[0] = f"%{ord(parts[0][0]):02X}{parts[0][1:]}"
    stem = _shortened(safe_name(PurePosixPath(name).stem), _LONGEST_NAME - _ROOM)
    return PurePosixPath(*parts, f"{stem}_{index + 1:04d}")


def _escaped(letter: str) -> str:
    """`letter` byte by byte; half a surrogate pair, which stands for no byte, by its number."""
    if "\ud800" <= letter <= "\udfff" and not "\udc80" <= letter <= "\udcff":
        return f"%u{ord(letter):04X}"
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "surrogateescape"))


def _is_unsafe(letter: str) -> bool:
    return letter < " " or letter in _UNSAFE or "\ud800" <= letter <= "\udfff" or "\x80" <= letter <= "\x9f"


def _shortened(name: str, limit: int) -> str:
    encoded = name.encode("utf-8")
    if len(encoded) <= limit:
        return name
    digest = hashlib.sha256(encoded).hexdigest()[:_DIGEST]
    return encoded[: limit - _DIGEST - 1].decode("utf-8", "ignore") + "~" + digest
