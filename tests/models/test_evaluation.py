"""Scores count what was read wrong, overall and by class of signs."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rapidfuzz")

from models.training.evaluate import fold, score, table
from models.training.shards import Line


def _lines(*texts: str) -> list[Line]:
    return [Line(np.full((4, 4 + place), place, np.uint8), text, "Song") for place, text in enumerate(texts)]


def test_a_perfect_reading_scores_nothing() -> None:
    """No errors, and no class of signs with a miss."""
    result = score(lambda pixels: ("新闻。", "（完）")[pixels.shape[1] - 4], _lines("新闻。", "（完）"))
    assert (result.errors, result.strict, result.rate, result.characters) == (0, 0, 0.0, 6)
    assert result.missed == {"stop": (1, 0), "brackets": (2, 0)}


def test_half_width_signs_are_errors_as_printed_only() -> None:
    """A model that writes ASCII brackets is right when folded and wrong when strict."""
    result = score(lambda _: "(完)", _lines("（完）"))
    assert (result.errors, result.strict) == (0, 2)
    assert result.missed["brackets"] == (2, 2)


def test_spaces_are_left_out_of_account() -> None:
    """A gap read, or not read, is no error."""
    assert score(lambda _: "记者 张三", _lines("记者张三")).strict == 0


def test_an_empty_cell_has_no_errors() -> None:
    """Nothing to read is a rate of 0, not a division by zero."""
    assert score(lambda _: "", []).rate == 0.0


@pytest.mark.parametrize(
    ("text", "folded"), [("“甲”——乙", '"甲"--乙'), ("３％；", "3%;"), ("……", "......"), (" a ", "a")]
)
def test_folding_makes_forms_of_one_sign_equal(text: str, folded: str) -> None:
    """Widths, quotes, dashes and ellipses."""
    assert fold(text) == folded


def test_the_table_has_a_row_a_cell_and_a_column_a_model() -> None:
    """Rates stand under their model, n beside the cell."""
    right, wrong = score(lambda _: "甲乙", _lines("甲乙")), score(lambda _: "甲", _lines("甲乙"))
    text = table({("good", "ours"): right, ("good", "stock"): wrong})
    assert "| good | 1 | 2 | 0.0000 (0.0000) | 0.5000 (0.5000) |" in text
