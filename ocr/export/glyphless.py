"""A font without letters: what a text layer is written in, so that it can be searched and copied but never seen.

A TrueType file built here byte by byte, with two plain squares for all characters, one of a full em and one of half
an em, and the table from characters to Unicode, which alone decides what is copied. The squares are never painted;
they are there because readers (PDFium among them) drop turned text whose glyphs have no extent.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from ocr.hanzi import is_wide

__all__ = ["EM", "HALF", "Charset", "font_file"]

EM = 1000
"""The units of the font to the em, and the width of a full-width character."""
HALF = 500
"""The width of Latin letters, digits and spaces."""
_ASCENT, _DESCENT = 880, -120
"""As in Chinese type: the box of a character is one em, its foot a little under the baseline."""
_GLYPHS = 3
_CHUNK = 100
"""A CMap section holds no more entries than this (Adobe Technical Note 5411)."""


def _table(tag: bytes, data: bytes, offset: int) -> tuple[bytes, bytes]:
    padded = data + b"\0" * (-len(data) % 4)
    checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
    return struct.pack(">4sIII", tag, checksum, offset, len(data)), padded


def _name_table() -> bytes:
    texts = {
        1: "Banmian Glyphless",
        2: "Regular",
        3: "Banmian Glyphless 1",
        4: "Banmian Glyphless",
        6: "BanmianGlyphless",
    }
    records, strings = b"", b""
    for number, text in sorted(texts.items()):
        encoded = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(encoded), len(strings))
        strings += encoded
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings


def _square(width: int) -> bytes:
    """The outline of a character's box, `width` units wide."""
    points = [(0, _DESCENT), (0, _ASCENT), (width, _ASCENT), (width, _DESCENT)]
    xs = [x - before for x, before in zip([x for x, _ in points], [0, *(x for x, _ in points)], strict=False)]
    ys = [y - before for y, before in zip([y for _, y in points], [0, *(y for _, y in points)], strict=False)]
    header = struct.pack(">hhhhh", 1, 0, _DESCENT, width, _ASCENT)
    outline = struct.pack(">HH4B", 3, 0, 1, 1, 1, 1) + struct.pack(">8h", *xs, *ys)
    return header + outline + b"\0" * (-len(header + outline) % 4)


def font_file() -> bytes:
    """The TrueType file: an empty `.notdef`, the square of a full-width character, that of a half-width one."""
    full, half = _square(EM), _square(HALF)
    head = struct.pack(
        ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0b1011, EM, 0, 0, 0, _DESCENT, EM, _ASCENT, 0, 8, 2, 0, 0
    )
    hhea = struct.pack(
        ">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, EM, 0, 0, EM, 1, 0, 0, 0, 0, 0, 0, 0, _GLYPHS
    )
    maxp = struct.pack(">IHHHHHHHHHHHHHH", 0x10000, _GLYPHS, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    os2 = struct.pack(
        ">HhHHHhhhhhhhhhhh10sIIII4sHHHhhhHHII",
        3, EM, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 260, 0, b"\0" * 10,
        0, 0, 0, 0, b"BANM", 0x40, 0x20, 0xFFFF, _ASCENT, _DESCENT, 0, -_DESCENT + _ASCENT, 200, 1, 0,
    )  # fmt: skip
    cmap_body = struct.pack(">HHHHHHH", 4, 24, 0, 2, 2, 0, 0) + struct.pack(">HHHhH", 0xFFFF, 0, 0xFFFF, 1, 0)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + cmap_body
    tables = {
        b"OS/2": os2,
        b"cmap": cmap,
        b"glyf": full + half,
        b"head": head,
        b"hhea": hhea,
        b"hmtx": struct.pack(">HhHhHh", EM, 0, EM, 0, HALF, 0),
        b"loca": struct.pack(">HHHH", 0, 0, len(full) // 2, (len(full) + len(half)) // 2),
        b"maxp": maxp,
        b"name": _name_table(),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 1, 0, 0, 0, 0),
    }
    offset = 12 + 16 * len(tables)
    directory, body = b"", b""
    for tag, data in sorted(tables.items()):
        entry, padded = _table(tag, data, offset + len(body))
        directory += entry
        body += padded
    count = len(tables)
    power = count.bit_length() - 1
    return struct.pack(">IHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power)) + directory + body


@dataclass(frozen=True, slots=True)
class Charset:
    """The characters of a text layer, numbered from 1.

    Attributes:
        characters: each once, in the order of their code points.
    """

    characters: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Charset:
        return cls(tuple(sorted({char for text in texts for char in text})))

    def codes(self) -> dict[str, int]:
        return {char: number for number, char in enumerate(self.characters, 1)}

    def width(self, char: str) -> int:
        return EM if is_wide(char) else HALF

    def widths(self) -> list[int | list[int]]:
        """The ``W`` array of the font: the narrow characters, where they stand."""
        rows: list[int | list[int]] = []
        for number, char in enumerate(self.characters, 1):
            if not is_wide(char):
                rows += [number, [HALF]]
        return rows

    def glyph_map(self) -> bytes:
        """The ``CIDToGIDMap``: every character is one of the two squares."""
        return b"\0\0" + b"".join(b"\0\1" if is_wide(char) else b"\0\2" for char in self.characters)

    def to_unicode(self) -> bytes:
        """The ``ToUnicode`` CMap: what is copied for each character."""
        rows = [
            f"<{number:04X}> <{char.encode('utf-16-be').hex().upper()}>"
            for number, char in enumerate(self.characters, 1)
        ]
        sections = []
        for start in range(0, len(rows), _CHUNK):
            part = rows[start : start + _CHUNK]
            sections.append(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar")
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            + "\n".join(sections)
            + "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")
