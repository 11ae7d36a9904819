"""Two readings are paired character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.geometry import Box
from ocr.model import Direction, Glyph
from ocr.recognition.alignment import Pair, align, fold
from ocr.recognition.replay import spread


def words(pairs: tuple[Pair, ...]) -> list[tuple[str, str]]:
    return [(p.first.text if p.first else "", p.second.text if p.second else "") for p in pairs]


def at(text: str, *lefts: int) -> tuple[Glyph, ...]:
    return tuple(Glyph(c, Box(left, 0, left + 10, 10), 0.9) for c, left in zip(text, lefts, strict=True))


def test_equal_readings_pair_one_to_one() -> None:
    """Agreement needs no search."""
    line = spread("春风化雨", Box(0, 0, 40, 10))
    assert words(align(line, line, Direction.HORIZONTAL, 10)) == [(c, c) for c in "春风化雨"]


def test_a_ghost_at_the_end_stands_alone() -> None:
    """A character that one reader saw beyond the other's last has no partner."""
    pairs = align(at("春风一", 0, 10, 20), at("春风", 0, 10), Direction.HORIZONTAL, 10)
    assert words(pairs) == [("春", "春"), ("风", "风"), ("一", "")]


def test_places_decide_which_of_two_equal_characters_is_missing() -> None:
    """Of 人人人 the reader who saw two is paired where its characters stand."""
    pairs = align(at("人人人", 0, 10, 20), at("人人", 0, 20), Direction.HORIZONTAL, 10)
    assert words(pairs) == [("人", "人"), ("人", ""), ("人", "人")]


def test_a_mistaken_character_is_paired_with_the_right_one() -> None:
    """One substitution, not a gap on either side."""
    pairs = align(at("末来", 0, 10), at("未来", 0, 10), Direction.HORIZONTAL, 10)
    assert words(pairs) == [("末", "未"), ("来", "来")]
    assert [p.agrees for p in pairs] == [False, True]


def test_an_empty_reading_leaves_the_other_alone() -> None:
    """All of the other's characters come out, without partners."""
    assert words(align((), at("春", 0), Direction.HORIZONTAL, 10)) == [("", "春")]
    assert align((), (), Direction.HORIZONTAL, 10) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("，", ","), ("（", "("), ("：", ":"), ("７", "7"), ("“", '"'), ("○", "〇"), ("–", "—"), ("•", "·")],
)
def test_widths_and_looks_of_one_sign_agree(one: str, other: str) -> None:
    """Print does not tell them apart, so they are no disagreement."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("一", "—"), ("。", "，"), ("、", "，"), ("未", "末"), ("…", "."), ("O", "0")]
)
def test_different_characters_do_not_agree(one: str, other: str) -> None:
    """Likeness is no sameness."""
    assert fold(one) != fold(other)


@given(st.text("春风化雨人一", max_size=12), st.text("春风化雨人一", max_size=12))
def test_pairing_keeps_every_character_of_both_in_order(one: str, other: str) -> None:
    """Nothing is lost, nothing is turned round, and no pair is empty."""
    pairs = align(
        spread(one, Box(0, 0, 10 * len(one), 10)),
        spread(other, Box(0, 0, 10 * len(other), 10)),
        Direction.HORIZONTAL,
        10,
    )
    assert "".join(a for a, _ in words(pairs)) == one
    assert "".join(b for _, b in words(pairs)) == other
    assert all(a or b for a, b in words(pairs))
