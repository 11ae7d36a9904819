"""Opens a file, or bytes from a stream, as a source of scans; what it holds is told from its first bytes."""

from __future__ import annotations

import functools
import hashlib
import sys
from pathlib import Path

from ocr.errors import ArgumentError, EmptyInputError, FileAccessError
from ocr.ports import PageSource
from ocr.source.images import ImageSource
from ocr.source.limits import DEFAULT_MAX_MEGAPIXELS
from ocr.source.origin import Origin
from ocr.source.pdf import PdfSource
from ocr.source.ranges import PageRanges

__all__ = ["open_source"]

STDIN_NAME = "stdin"
PDF_MAGIC = b"%PDF-"
PDF_MAGIC_WITHIN = 1024
"""A PDF's header may come after this much of something else, as readers have always allowed."""
KNOWN_FILES = 16
"""Files whose checksum is remembered: the pages of a large file are asked for one by one."""
DEFAULT_DPI = 300.0
"""Pages without an image of their own are drawn as archives scan: 300 dpi."""


def open_source(
    path: str | Path | bytes,
    *,
    pages: str | None = None,
    dpi: float | None = None,
    password: str | None = None,
    max_megapixels: float = DEFAULT_MAX_MEGAPIXELS,
) -> PageSource:
    """The scans in the file `path`, in the bytes `path`, or on the standard input when `path` is ``-``.

    Args:
        path: a PDF, TIFF, PNG, JPEG, JPEG 2000, WebP or BMP; its name plays no part.
        pages: the wanted pages, such as ``1,3-5``; None for all.
        dpi: at which PDF pages without a page image are drawn, and what is believed of images that do not say.
        password: for an encrypted PDF.
        max_megapixels: a larger page is an error, found before it is decoded.

    Raises:
        ArgumentError: when `pages`, `dpi` or `max_megapixels` cannot be obeyed.
        FileAccessError: when there is no such file or it may not be read.
        EmptyInputError: when there are no bytes, or no pages.
        EncryptedError: when a PDF asks for a password, or for another one.
        InputError: when it is no scan that can be read.
    """
    if dpi is not None and not 1 <= dpi <= 4800:
        raise ArgumentError(f"{dpi:g} dpi is no resolution of a scan", cure="use a value from 72 to 1200")
    if not max_megapixels > 0:
        raise ArgumentError("the limit of megapixels must be more than 0", cure="use 200, the default")
    ranges = PageRanges.parse(pages) if pages else None
    origin = _origin(path)
    if PDF_MAGIC in origin.head(PDF_MAGIC_WITHIN):
        return PdfSource(origin, ranges, dpi or DEFAULT_DPI, password, max_megapixels)
    return ImageSource(origin, ranges, dpi or 0.0, max_megapixels)


def _origin(path: str | Path | bytes) -> Origin:
    if isinstance(path, bytes):
        data, name = path, STDIN_NAME
    elif str(path) == "-":
        data, name = sys.stdin.buffer.read(), STDIN_NAME
    else:
        return _origin_on_disk(Path(path))
    if not data:
        raise EmptyInputError(f"{name}: no bytes", cure="pipe a scan into the command")
    return Origin(data, name, hashlib.sha256(data).hexdigest())


def _origin_on_disk(path: Path) -> Origin:
    if path.is_dir():
        raise FileAccessError(f"{path}: is a folder", cure="name a file")
    try:
        state = path.stat()
        if state.st_size == 0:
            raise EmptyInputError(f"{path.name}: the file is empty", cure="scan or copy it again")
        digest = _checksum(path, (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns))
    except OSError as problem:
        raise FileAccessError(f"{path}: {problem.strerror}", cure="check the path and its permissions") from problem
    return Origin(path, path.name, digest)


@functools.lru_cache(maxsize=KNOWN_FILES)
def _checksum(path: Path, _state: tuple[int, ...]) -> str:
    """The SHA-256 of the file, which in this state has been looked at before or is looked at now."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
