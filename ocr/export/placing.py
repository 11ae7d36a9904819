"""The characters of a line's final text, each with the place in print where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from ocr.geometry import Box, hull
from ocr.model import Direction, Line

__all__ = ["Placed", "Run", "place_characters", "split_runs"]


@dataclass(frozen=True, slots=True)
class Placed:
    """One character of the final text.

    Attributes:
        alternative: what the other reader saw here; empty when it agreed.
    """

    text: str
    box: Box
    confidence: float
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters between two printed gaps."""

    characters: tuple[Placed, ...]

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters)

    @property
    def box(self) -> Box:
        return hull(character.box for character in self.characters)

    @property
    def confidence(self) -> float:
        return sum(character.confidence for character in self.characters) / len(self.characters)


def _shares(box: Box, count: int, direction: Direction) -> list[Box]:
    """`box` cut into `count` equal parts along the line."""
    if direction is Direction.HORIZONTAL:
        cuts = [box.left + round(box.width * i / count) for i in range(count + 1)]
        return [Box(cuts[i], box.top, cuts[i + 1], box.bottom) for i in range(count)]
    cuts = [box.top + round(box.height * i / count) for i in range(count + 1)]
    return [Box(box.left, cuts[i], box.right, cuts[i + 1]) for i in range(count)]


def _read(line: Line) -> list[Placed]:
    """The characters as read, one a code point."""
    found = []
    for glyph in line.glyphs:
        inside = glyph.box if line.box.contains(glyph.box) else glyph.box.intersection(line.box)
        if len(glyph.text) == 1:
            found.append(Placed(glyph.text, inside, glyph.confidence, glyph.alternative))
            continue
        for char, box in zip(glyph.text, _shares(inside, max(1, len(glyph.text)), line.direction), strict=False):
            found.append(Placed(char, box, glyph.confidence, glyph.alternative))
    return found


def _spread(text: str, under: list[Placed], direction: Direction) -> list[Placed]:
    """`text` laid over the places of the characters that it replaces."""
    if len(text) == len(under):
        return [Placed(char, place.box, place.confidence) for char, place in zip(text, under, strict=True)]
    confidence = min(place.confidence for place in under)
    boxes = _shares(hull(place.box for place in under), len(text), direction)
    return [Placed(char, box, confidence) for char, box in zip(text, boxes, strict=True)]


def place_characters(line: Line) -> tuple[Placed, ...]:
    """The characters of `line.text` with their places inside the line.

    Characters that were read keep their glyph's box; one that a rule or a person changed takes the place of what it
    replaced; one put in shares the place of its neighbour; a line without glyphs is cut into equal parts.
    """
    read = _read(line)
    if "".join(place.text for place in read) == line.text:
        return tuple(read)
    if not line.text:
        return ()
    if not read:
        boxes = _shares(line.box, len(line.text), line.direction)
        return tuple(Placed(char, box, 0.0) for char, box in zip(line.text, boxes, strict=True))
    raw = "".join(place.text for place in read)
    placed: list[Placed] = []
    for tag, start, end, first, last in SequenceMatcher(None, raw, line.text, autojunk=False).get_opcodes():
        new = line.text[first:last]
        if tag == "equal":
            placed += read[start:end]
        elif tag == "replace":
            placed += _spread(new, read[start:end], line.direction)
        elif tag == "insert":
            neighbour = placed.pop() if placed else read[start]
            boxes = _shares(neighbour.box, len(new) + 1, line.direction)
            text = neighbour.text + new if start else new
            boxes = boxes if start else boxes[: len(new)]
            placed += [Placed(char, box, neighbour.confidence) for char, box in zip(text, boxes, strict=True)]
    return tuple(placed)


def split_runs(line: Line) -> tuple[Run, ...]:
    """The runs of a line; the spaces between them are those of its text."""
    runs: list[Run] = []
    current: list[Placed] = []
    for character in place_characters(line):
        if character.text.isspace():
            if current:
                runs.append(Run(tuple(current)))
            current = []
        else:
            current.append(character)
    if current:
        runs.append(Run(tuple(current)))
    return tuple(runs)
