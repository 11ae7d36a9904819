"""Network output becomes characters with places."""

from __future__ import annotations

import numpy as np

from ocr.recognition.ctc import decode, extents


def output(*labels: int, classes: int = 5) -> np.ndarray:
    table = np.full((len(labels), classes), 0.02, np.float32)
    for step, label in enumerate(labels):
        table[step, label] = 0.9
    return table


def test_repeats_collapse_and_blanks_part() -> None:
    """1 1 – 1 2 is read as 1, 1, 2."""
    assert [spike.label for spike in decode(output(1, 1, 0, 1, 2))] == [1, 1, 2]


def test_only_blanks_are_nothing() -> None:
    """A white line has no characters."""
    assert decode(output(0, 0, 0)) == ()
    assert extents((), 5, 3) == ()


def test_characters_lie_where_they_were_seen() -> None:
    """Extents hold the middle, do not overlap, and reach at most 0.6 em to either side."""
    spikes = decode(output(0, 0, 1, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    (first, second) = extents(spikes, 5.0, 20)
    assert first[0] <= 2.5 <= first[1] <= second[0] <= 8 <= second[1]
    assert second[1] <= 8 + 0.6 * 5
