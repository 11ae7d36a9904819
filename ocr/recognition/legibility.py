"""How well a page can be read the way it lies, told by a few of its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from ocr.model import BlockRegion, Layout, LineRegion, TextBlock, TextLine
from ocr.recognition.scripts import alike

__all__ = ["TrialSettings", "is_doubtful", "legibility", "sample_of"]


@dataclass(frozen=True, slots=True)
class TrialSettings:
    """When a page is tried the other ways up.

    Attributes:
        doubt: print that lies right is more legible than this, however worn.
        sure: a page is turned when its sample is then as legible as this,
        gain: and by so much more than before.
        lines: so many lines of a page are tried, of those
        length: at least so many body characters long;
        least: with fewer nothing is tried.
        alike: their size differs from the body's by less than this ratio.
    """

    doubt: float = 0.6
    sure: float = 0.7
    gain: float = 0.2
    lines: int = 24
    length: float = 8.0
    least: int = 6
    alike: float = 1.25


def legibility(blocks: Iterable[TextBlock]) -> float:
    """How well the text could be read, 0 to 1, each line by its length; 1 where nothing was read.

    What two readers of a line have in common, in whichever script, for either may be sure of what it reads in print
    that lies on its side; the mean confidence of a single reader.
    """
    told = [_told(line) for block in blocks for line in block.lines]
    length = sum(count for count, _ in told)
    return sum(good for _, good in told) / length if length else 1.0


def _told(line: TextLine) -> tuple[int, float]:
    """The length of what was read in `line`, in characters, and how many of them stand."""
    first, *others = [alike(text) for _, text in line.witnesses if text] or [""]
    if others:
        longest = max(len(first), len(others[0]))
        return longest, longest - Levenshtein.distance(first, others[0])
    glyphs = line.reading.glyphs
    return len(glyphs), sum(glyph.confidence for glyph in glyphs)


def is_doubtful(blocks: Iterable[TextBlock], settings: TrialSettings) -> bool:
    """Whether so little of the page could be read that it may lie on its side or its head."""
    return legibility(blocks) < settings.doubt


def sample_of(layout: Layout, settings: TrialSettings) -> Layout:
    """`layout` with some long lines of body type only, spread evenly over the page; without any when there are few."""
    lines = [line for block in layout.blocks for line in block.lines if _is_fit(line, layout.body_size, settings)]
    if len(lines) < settings.least:
        return replace(layout, blocks=())
    count = min(len(lines), settings.lines)
    chosen = [lines[number * len(lines) // count] for number in range(count)]
    return replace(layout, blocks=tuple(BlockRegion((line,), line.box) for line in chosen))


def _is_fit(line: LineRegion, body: float, settings: TrialSettings) -> bool:
    long = max(line.box.width, line.box.height) >= settings.length * body
    return long and 1 / settings.alike <= line.size / body <= settings.alike
