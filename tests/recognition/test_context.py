"""What stands beside a character is weighed by words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.recognition.context import MOST, Context

CONTEXT = Context.load()


@pytest.mark.parametrize(
    ("before", "right", "wrong", "after"),
    [
        ("进", "入", "人", "新"),
        ("全", "面", "而", "推"),
        ("了", "责", "货", "任"),
        ("，", "企", "金", "业"),
        ("全", "党", "觉", "。"),
    ],
)
def test_the_character_that_makes_a_word_is_leant_to(before: str, right: str, wrong: str, after: str) -> None:
    """Whichever of the two is asked about first."""
    lean = CONTEXT.lean(before, right, wrong, after)
    assert lean > 1
    assert CONTEXT.lean(before, wrong, right, after) == pytest.approx(-lean)


def test_traditional_characters_are_weighed_by_their_common_form() -> None:
    """The dictionary is in simplified characters."""
    assert CONTEXT.lean("進", "入", "人", "區") == CONTEXT.lean("进", "入", "人", "区")


@pytest.mark.parametrize(("first", "second"), [("4", "0"), ("A", "人"), ("人", "，"), ("—", "一"), ("", "人")])
def test_what_is_no_han_character_is_not_weighed(first: str, second: str) -> None:
    """Words say nothing of figures, letters and signs."""
    assert CONTEXT.lean("进", first, second, "新") == 0


@given(*[st.sampled_from("人入进\U00030edd靐，4 ")] * 4)
def test_no_leaning_is_out_of_bounds(before: str, first: str, second: str, after: str) -> None:
    """Characters that no word has are weighed like others, and what is found is held within bounds."""
    assert -MOST <= CONTEXT.lean(before, first, second, after) <= MOST
