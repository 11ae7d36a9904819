"""The bytes a source reads from, and what they are called."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

__all__ = ["Origin"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A file on disk, or bytes in memory.

    Attributes:
        data: the path, or the bytes.
        name: the file's name without folders.
        sha256: of the bytes.
    """

    data: Path | bytes
    name: str
    sha256: str

    def open(self) -> BinaryIO:
        """A stream over the bytes; the caller closes it."""
        return io.BytesIO(self.data) if isinstance(self.data, bytes) else self.data.open("rb")

    def head(self, length: int) -> bytes:
        """The first `length` bytes."""
        with self.open() as stream:
            return stream.read(length)

    def page(self, index: int) -> str:
        """How a message names page `index` (from 0)."""
        return f"{self.name}, page {index + 1}"
