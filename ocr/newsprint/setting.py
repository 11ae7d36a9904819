"""Lines of type: where a line of Chinese text may break, and how its characters are spread over the measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["NO_END", "NO_START", "Spacing", "break_lines", "take_line"]

NO_START = frozenset("。，、；：？！）》”’」』〉】﹂﹄％%·")
NO_END = frozenset("（《“‘「『〈【﹁﹃")
_WHOLE = ("——", "……")
_SQUEEZABLE = frozenset("。，、；：？！）》”’（《“‘「」『』")
SQUEEZE = 0.4
"""The share of an em a full-width sign may give up to pull a forbidden line start back into the line."""
STRETCH_LIMIT = 0.6
"""Lines looser than this many ems a gap are left ragged: compositors do the same."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """A line broken off the text: `end` is the index behind its last character, `offsets` where each one stands."""

    end: int
    offsets: tuple[float, ...]


def _may_break(text: str, at: int) -> bool:
    if at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if after in NO_START or before in NO_END or before + after in _WHOLE:
        return False
    return not (before.isascii() and after.isascii() and (before + after).replace(".", "").isalnum())


def take_line(
    text: str, start: int, measure: float, advance: Callable[[str], float], em: float, *, ragged: bool = False
) -> Spacing:
    """The characters from `start` that fill a line of `measure`, justified unless `ragged` or they end the text."""
    widths: list[float] = []
    end, total = start, 0.0
    while end < len(text) and total + advance(text[end]) <= measure + 0.01:
        widths.append(advance(text[end]))
        total += widths[-1]
        end += 1
    end = max(end, start + 1)
    widths = widths or [advance(text[start])]
    if end < len(text) and text[end] in NO_START:
        signs = sum(char in _SQUEEZABLE for char in text[start : end + 1])
        need = sum(widths) + advance(text[end]) - measure
        if need <= signs * SQUEEZE * em and _may_break(text, end + 1):
            widths.append(advance(text[end]))
            end += 1
    back = end
    while back > start + 1 and not _may_break(text, back):
        back -= 1
    if _may_break(text, back):
        end = back
    widths = widths[: end - start]
    line = text[start:end]
    slack = measure - sum(widths)
    if slack < 0:
        signs = sum(char in _SQUEEZABLE for char in line)
        widths = [w + slack / signs if c in _SQUEEZABLE and signs else w for w, c in zip(widths, line, strict=True)]
        slack = 0.0
    gaps = len(line) - 1
    loose = ragged or not gaps or end >= len(text) or slack / gaps > STRETCH_LIMIT * em
    space = 0.0 if loose else slack / gaps
    offsets, x = [], 0.0
    for width in widths:
        offsets.append(x)
        x += width + space
    return Spacing(end, tuple(offsets))


def break_lines(text: str, measure: float, advance: Callable[[str], float], em: float) -> list[tuple[str, Spacing]]:
    """All the lines of `text`, without an indent."""
    lines, start = [], 0
    while start < len(text):
        spacing = take_line(text, start, measure, advance, em)
        lines.append((text[start : spacing.end], spacing))
        start = spacing.end
    return lines
