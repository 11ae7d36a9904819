"""The shipped table of odds makes sense."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.geometry import Box
from ocr.model import Glyph
from ocr.recognition.alignment import Pair
from ocr.recognition.judging import Judge, difference, kind, logit

JUDGE = Judge.load()
PLACE = Box(0, 0, 10, 10)


def glyph(text: str, confidence: float) -> Glyph:
    return Glyph(text, PLACE, confidence)


@pytest.mark.parametrize("text", ["春", "。"])
def test_agreement_of_sure_readers_is_nearly_certain(text: str) -> None:
    """Two sure readers that agree are wrong in fewer than one of a hundred cases."""
    choice = JUDGE.choose(Pair(glyph(text, 0.98), glyph(text, 0.999)))
    assert choice is not None
    assert choice.confidence > 0.99
    assert choice.alternative == ""


def test_coarse_print_has_odds_of_its_own() -> None:
    """On characters of a dozen pixels the first reader's word is worth less than on larger ones."""
    pair = Pair(glyph("屺", 0.99), glyph("配", 0.8))
    coarse, plain = (JUDGE.at(size).choose(pair) for size in (14.0, 40.0))
    assert coarse is not None
    assert plain is not None
    assert coarse.text == plain.text == "屺"
    assert coarse.confidence < plain.confidence - 0.05


def test_the_second_reader_is_trusted_where_both_are_sure() -> None:
    """PP-OCR errs far less often, so with equal confidence its reading stands."""
    choice = JUDGE.choose(Pair(glyph("末", 0.95), glyph("未", 0.95)))
    assert choice is not None
    assert (choice.text, choice.alternative) == ("未", "末")
    assert choice.confidence < 0.99


def test_a_rare_character_is_believed_rather_than_a_common_one() -> None:
    """PP-OCR takes a rare character for a common one of its shape; a common one that Tesseract saw is a slip."""
    rare, common = (
        JUDGE.choose(Pair(glyph(first, 0.995), glyph(second, 0.98))) for first, second in (("屺", "配"), ("杜", "社"))
    )
    assert rare is not None
    assert common is not None
    assert (rare.text, rare.alternative) == ("屺", "配")
    assert (common.text, common.alternative) == ("社", "杜")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("杜", "社", "letter"),
        ("屺", "配", "rare"),
        ("配", "屺", "letter"),
        ("屺", "驵", "letter"),
        ("4", "0", "letter"),
        ("—", "一", "sign"),
        ("一", "—", "sign"),
        ("！", "1", "letter"),
        ("”", "，", "sign"),
        ("。", "，", "stop"),
        ("口", "□", "ornament"),
    ],
)
def test_kinds_of_difference(first: str, second: str, expected: str) -> None:
    """A dash for 一 is a difference of signs, a rare character for a common one is another than the reverse."""
    assert difference(first, second) == expected


def test_a_space_of_the_second_reader_stays() -> None:
    """Only the second reader tells spaces, and between the parts of a headline one is as printed."""
    for judge in (JUDGE, JUDGE.at(20)):
        choice = judge.choose(Pair(None, glyph(" ", 0.6)))
        assert choice is not None
        assert choice.text == " "


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from("春。"), st.sampled_from("风，"))
def test_every_chance_is_a_chance(one: float, two: float, first: str, second: str) -> None:
    """Whatever the engines say of themselves, 0 and 1 among it, confidences lie between 0 and 1."""
    for pair in (
        Pair(glyph(first, one), glyph(second, two)),
        Pair(glyph(first, one), None),
        Pair(None, glyph(first, two)),
    ):
        choice = JUDGE.choose(pair)
        assert choice is None or 0 <= choice.confidence <= 1


def test_an_unknown_reader_is_taken_at_its_word() -> None:
    """The table knows nothing of a reader that somebody plugs in."""
    line = (glyph("春", 0.7),)
    assert JUDGE.alone(line, "somebody") == line


def test_signs_are_told_from_letters() -> None:
    """Han, Latin letters and digits on one side, punctuation on the other."""
    assert {kind(c) for c in "春A7〇"} == {"letter"}
    assert {kind(c) for c in "，—（…"} == {"sign"}


def test_logits_stay_finite() -> None:
    """Certainty is held apart from infinity."""
    assert math.isfinite(logit(0.0))
    assert math.isfinite(logit(1.0))
    assert logit(0.5) == 0
