"""MOTe against figures worked out by hand, and against the package that defines it where that is installed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.evaluation.mote import Mote, measure_mote
from ocr.geometry import Box

PAGE = Box(0, 0, 100, 100)
TWO = [(Box(0, 0, 40, 10), "a"), (Box(60, 0, 100, 10), "b")]

sides = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 40), st.integers(1, 40))
boxes = sides.map(lambda s: Box(s[0], s[1], s[0] + s[2], s[1] + s[3]))


def test_a_perfect_parse_has_no_error_and_an_empty_one_misses_all() -> None:
    """0 and 1; neither covers blank paper."""
    assert measure_mote(TWO, [box for box, _ in TWO], PAGE) == Mote(0, 0, 0, 0)
    assert measure_mote(TWO, [], PAGE) == Mote(1, 0, 0, 0)
    assert measure_mote([], [], PAGE) == Mote(0, 0, 0, 0)


def test_each_part_is_counted_by_hand() -> None:
    """One region over both articles trespasses on the lesser half of the text and takes 200 of 9200 blank pixels."""
    assert measure_mote(TWO, [Box(0, 0, 100, 10)], PAGE) == Mote(0, 0, 0.5, pytest.approx(200 / 9200))
    twice = measure_mote(TWO, [Box(0, 0, 40, 10), Box(0, 0, 20, 10)], PAGE)
    assert (twice.missing, twice.overlap, twice.trespass, twice.error) == (0.5, 0.25, 0, 0.75)


@given(st.lists(st.tuples(boxes, st.sampled_from("abc")), min_size=1, max_size=6), st.lists(boxes, max_size=6))
def test_the_order_of_found_regions_does_not_matter(truth: list[tuple[Box, str]], found: list[Box]) -> None:
    """Nothing is lost when they are turned round; all shares are within bounds."""
    mote = measure_mote(truth, found, PAGE)
    assert mote == measure_mote(truth, found[::-1], PAGE)
    assert 0 <= mote.missing <= 1
    assert 0 <= mote.excess <= 1


@pytest.mark.slow
def test_it_agrees_with_the_package_that_defines_it() -> None:
    """On any boxes, be there gaps, overlaps or ties."""
    package = pytest.importorskip("mote_error", reason="mote-error is not installed")

    def rows(some: list[Box]) -> np.ndarray:
        return np.array([[b.left, b.top, b.width, b.height] for b in some], float).reshape(-1, 4)

    @settings(deadline=None)
    @given(st.lists(st.tuples(boxes, st.sampled_from("abc")), min_size=1, max_size=6), st.lists(boxes, max_size=6))
    def agree(truth: list[tuple[Box, str]], found: list[Box]) -> None:
        ids = np.array(["abc".index(name) + 1 for _, name in truth])
        theirs = package.mote(package.GTBoxes(rows([box for box, _ in truth]), ids, 100.0, 100.0), rows(found))
        ours = measure_mote(truth, found, PAGE)
        assert (ours.missing, ours.overlap, ours.trespass, ours.excess) == pytest.approx(theirs[1:])

    agree()
