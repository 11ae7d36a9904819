"""The characters a model can write and the codes it writes them in, both open to new characters.

Tesseract spells a Hanzi in three codes (radical, strokes beside the radical, a running index among its equals)
and any other character in one. New Hanzi are spelt with the codes that are there; a new sign gets a code, and so
an output row, of its own.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import ModelFileError

Code = tuple[int, ...]
_SPACE = "NULL"
_SPECIAL = frozenset({_SPACE, "Joined", "|Broken|0|1"})
_HAN_CODES = 3


@dataclass(frozen=True, slots=True)
class Charset:
    """The unicharset's lines (without the count) and each one's code, in the order of their ids."""

    lines: tuple[str, ...]
    codes: tuple[Code, ...]
    self_normalised: tuple[int, ...]

    @classmethod
    def parse(cls, unicharset: bytes, recoder: bytes) -> Charset:
        """The character set in the bytes of the two components.

        Raises:
            ModelFileError: when the two do not have the same number of characters.
        """
        count, *lines = unicharset.decode("utf-8").split("\n")
        lines = lines[: int(count)]
        (size,) = struct.unpack_from("<I", recoder)
        if size != len(lines):
            raise ModelFileError(f"{len(lines)} characters but {size} codes", cure="Take both from the same model.")
        codes, flags, at = [], [], 4
        for _ in range(size):
            flag, length = struct.unpack_from("<bi", recoder, at)
            codes.append(struct.unpack_from(f"<{length}i", recoder, at + 5))
            flags.append(flag)
            at += 5 + 4 * length
        return cls(tuple(lines), tuple(codes), tuple(flags))

    def unicharset(self) -> bytes:
        """The unicharset component."""
        return "".join(f"{line}\n" for line in (str(len(self.lines)), *self.lines)).encode("utf-8")

    def recoder(self) -> bytes:
        """The recoder component."""
        rows = (
            struct.pack(f"<bi{len(code)}i", flag, len(code), *code)
            for flag, code in zip(self.self_normalised, self.codes, strict=True)
        )
        return struct.pack("<I", len(self.codes)) + b"".join(rows)

    def spelling(self) -> dict[str, Code]:
        """The code of each character; the space is `` ``."""
        pairs = zip((line.split(" ")[0] for line in self.lines), self.codes, strict=True)
        return {" " if name == _SPACE else name: code for name, code in pairs if name == _SPACE or name not in _SPECIAL}

    @property
    def outputs(self) -> int:
        """How many codes, and so output rows, there are."""
        return 1 + max(max(code) for code in self.codes)


@dataclass(frozen=True, slots=True)
class Extension:
    """A larger character set, and for each new output row the old row that it should start as."""

    charset: Charset
    start_rows: tuple[int, ...]


def extend(charset: Charset, signs: Mapping[str, str], hanzi: Iterable[str], radicals: Mapping[str, str]) -> Extension:
    """The character set with new signs and Hanzi.

    Args:
        charset: the base.
        signs: a sign of its own code to the known character it resembles. A sign that is in the set already, but
            shares its code with another character, is respelt.
        hanzi: Hanzi to add; those already there, or without a radical in the table, are passed over.
        radicals: Unihan's ``kRSUnicode`` (``30.2``) by character.

    Raises:
        ModelFileError: when the base spells no Hanzi by radical, so that there is nothing to lean on.
    """
    lines, codes, flags = list(charset.lines), list(charset.codes), list(charset.self_normalised)
    names = {line.split(" ")[0]: number for number, line in enumerate(lines)}
    known = charset.spelling()
    book = _Spelling(known, radicals, charset.outputs + len(signs))
    start_rows = [known[like][0] for like in signs.values()]
    for number, sign in enumerate(signs):
        code = (charset.outputs + number,)
        if sign in names:
            codes[names[sign]] = code
            continue
        lines.append(_line(sign, "10", "Common", len(lines)))
        codes.append(code)
        flags.append(1)
    for character in hanzi:
        if character in known or character not in radicals:
            continue
        known[character] = book.spell(character)
        lines.append(_line(character, "1", "Han", len(lines)))
        codes.append(known[character])
        flags.append(1)
    return Extension(Charset(tuple(lines), tuple(codes), tuple(flags)), (*start_rows, *book.start_rows))


def _line(character: str, properties: str, script: str, number: int) -> str:
    direction = "0" if script == "Han" else "10"
    points = " ".join(f"{ord(part):x}" for part in character)
    return (
        f"{character} {properties} 0,255,0,255,0,0,0,0,0,0 {script} {number} {direction} {number} {character}"
        f"\t# {character} [{points} ]{'x' if script == 'Han' else 'p'}"
    )


class _Spelling:
    """The base's way of spelling Hanzi, learnt from the characters it knows; grows codes where the base has none."""

    def __init__(self, known: Mapping[str, Code], radicals: Mapping[str, str], next_code: int) -> None:
        spelt = {c: code for c, code in known.items() if len(code) == _HAN_CODES and c in radicals}
        if not spelt:
            raise ModelFileError("the base spells no Hanzi by radical", cure="Use the larger chi_sim as the base.")
        votes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        offsets: dict[int, int] = defaultdict(int)
        self._taken: dict[tuple[int, int], set[int]] = defaultdict(set)
        for character, (radical, strokes, index) in spelt.items():
            number, rest = _radical(radicals[character])
            votes[number][radical] += 1
            offsets[strokes - rest] += 1
            self._taken[radical, strokes].add(index)
        self._radical = {number: max(sorted(count), key=count.__getitem__) for number, count in votes.items()}
        self._first_stroke = max(sorted(offsets), key=offsets.__getitem__)
        self._last_stroke = max(code[1] for code in spelt.values())
        self._indices = list(range(min(c[2] for c in spelt.values()), 1 + max(c[2] for c in spelt.values())))
        self._radicals = radicals
        self._next_code = self._first_new = next_code
        self.start_rows: list[int] = []

    def spell(self, character: str) -> Code:
        """A free code; a radical or an index beyond the base's gets a new row, started as its last neighbour."""
        number, rest = _radical(self._radicals[character])
        if number not in self._radical:
            self._radical[number] = self._grow(max(self._radical.values()))
        radical = self._radical[number]
        strokes = min(max(self._first_stroke + rest, self._first_stroke), self._last_stroke)
        taken = self._taken[radical, strokes]
        index = next((index for index in self._indices if index not in taken), None)
        if index is None:
            index = self._grow(self._indices[0])
            self._indices.append(index)
        taken.add(index)
        return (radical, strokes, index)

    def _grow(self, like: int) -> int:
        self.start_rows.append(like if like < self._first_new else self._indices[0])
        self._next_code += 1
        return self._next_code - 1


def _radical(entry: str) -> tuple[str, int]:
    number, strokes = entry.split(".")
    return number.rstrip("'"), int(strokes)
