"""The box a Tesseract model travels in: numbered components, in and out byte for byte."""

from __future__ import annotations

import enum
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import ModelFileError

_ABSENT = -1
_MOST_COMPONENTS = 64
"""Upper bound on the component count; a larger one means another byte order or another kind of file."""


class Component(enum.IntEnum):
    """The places in the box that matter to a line reader, by their number in the file."""

    CONFIG = 0
    LSTM = 17
    LSTM_PUNC_DAWG = 18
    LSTM_WORD_DAWG = 19
    LSTM_NUMBER_DAWG = 20
    LSTM_UNICHARSET = 21
    LSTM_RECODER = 22
    VERSION = 23


@dataclass(frozen=True, slots=True)
class Container:
    """A ``.traineddata`` file as bytes by component number; the slot count is kept for exact re-emission."""

    parts: Mapping[int, bytes]
    slots: int = 24

    @classmethod
    def parse(cls, data: bytes) -> Container:
        """The components of a file's bytes.

        Raises:
            ModelFileError: when the bytes are not a little-endian traineddata file.
        """
        if len(data) < struct.calcsize("<i"):
            raise ModelFileError("a traineddata file of fewer than four bytes", cure="Fetch the base model again.")
        (slots,) = struct.unpack_from("<i", data)
        if not 0 < slots <= _MOST_COMPONENTS or len(data) < 4 + 8 * slots:
            raise ModelFileError("this is not a traineddata file", cure="Unpack it first if it ends in .gz.")
        offsets = struct.unpack_from(f"<{slots}q", data, 4)
        present = sorted((offset, number) for number, offset in enumerate(offsets) if offset != _ABSENT)
        ends = [offset for offset, _ in present[1:]] + [len(data)]
        parts = {number: data[offset:end] for (offset, number), end in zip(present, ends, strict=True)}
        return cls(dict(sorted(parts.items())), slots)

    @classmethod
    def read(cls, path: Path) -> Container:
        """The components of a file on disk."""
        return cls.parse(path.read_bytes())

    def emit(self) -> bytes:
        """The file's bytes: slot count, one 64-bit offset a slot (-1 when absent), then the components in order."""
        offset = 4 + 8 * self.slots
        offsets = []
        for number in range(self.slots):
            part = self.parts.get(number)
            offsets.append(_ABSENT if part is None else offset)
            offset += len(part or b"")
        head = struct.pack(f"<i{self.slots}q", self.slots, *offsets)
        return head + b"".join(self.parts[number] for number in sorted(self.parts))
