"""`ocr.assignment`: the cheapest assignment, against trying all of them."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.assignment import assign

COSTS = st.integers(-9, 9).map(lambda n: n / 2)
CHOICES = st.lists(st.dictionaries(st.integers(0, 5), COSTS, max_size=5), max_size=5)


def test_nobody_gets_nothing() -> None:
    """Without choosers there is nothing to give."""
    assert assign([]) == ()


def test_the_whole_counts_and_not_who_chooses_first() -> None:
    """The first chooser leaves what it likes best to the second, who has no other."""
    assert assign([{0: 1.0, 1: 2.0}, {0: 1.0, 1: 9.0}]) == (1, 0)


def test_a_chain_is_handed_on() -> None:
    """A newcomer who can have only what another has makes that one move, and the next."""
    assert assign([{0: 0.0, 1: 1.0}, {1: 0.0, 2: 1.0}, {0: 0.0}]) == (1, 2, 0)


def test_equal_totals_give_one_answer() -> None:
    """Where all cost alike the lower numbers are taken, in whatever order the choices are told."""
    assert assign([{0: 1.0, 1: 1.0}, {1: 1.0, 2: 1.0}]) == assign([{1: 1.0, 0: 1.0}, {2: 1.0, 1: 1.0}]) == (0, 1)


def test_too_little_for_all_is_an_error() -> None:
    """Two who can have one thing only cannot both have it."""
    with pytest.raises(ValueError, match="2 choosers"):
        assign([{0: 1.0}, {0: 2.0}])


@given(CHOICES)
def test_no_other_assignment_is_cheaper(choices: list[dict[int, float]]) -> None:
    """The total is that of the best of all assignments, when there is one; everyone gets one of its own choices."""
    best = min(
        (
            sum(row[thing] for row, thing in zip(choices, things, strict=True))
            for things in product(*choices)
            if len(set(things)) == len(things)
        ),
        default=math.inf,
    )
    if best == math.inf:
        with pytest.raises(ValueError, match="choosers"):
            assign(choices)
        return
    got = assign(choices)
    assert len(set(got)) == len(choices)
    assert sum(row[thing] for row, thing in zip(choices, got, strict=True)) == best


@given(CHOICES)
def test_who_may_have_nothing_never_fails(choices: list[dict[int, float]]) -> None:
    """With a choice of its own for nothing, each chooser gets something, whatever the others want."""
    own = [row | {100 + number: 0.0} for number, row in enumerate(choices)]
    assert len(set(assign(own))) == len(choices)
