"""Readers of different scripts: one writes 学 where the other writes 學."""

from __future__ import annotations

from ocr.geometry import Box
from ocr.model import Glyph
from ocr.recognition.alignment import Pair
from ocr.recognition.replay import spread
from ocr.recognition.scripts import alike, in_the_same_form, write_differently

HERE = Box(0, 0, 400, 40)


def lines(*words: str) -> list[tuple[Glyph, ...]]:
    return [spread(text, HERE) for text in words]


def test_a_page_that_one_reader_writes_simplified_is_told() -> None:
    """Whichever of the two writes simplified characters; not where both write the same."""
    old, new = lines("學校開學，到會者二十人", "新造渡輪試航"), lines("学校开学，到会者二十人", "新造渡输诙航")
    assert write_differently(new, old)
    assert write_differently(old, new)
    assert not write_differently(old, old)
    assert not write_differently(new, new)
    assert not write_differently([], [])


def test_a_slip_into_the_other_script_is_no_other_script() -> None:
    """One traditional character in twenty simplified ones."""
    assert not write_differently(lines("学校开学到会者二十人分班授课各业"), lines("学校開学到会者二十人分班授课各业"))


def test_a_character_that_both_saw_gets_the_form_of_the_second() -> None:
    """What is not the same character stays as it is."""
    pen, learn, other = (spread(text, HERE)[0] for text in ("学", "學", "字"))
    assert alike("學") == alike("学") == "学"
    assert in_the_same_form(Pair(pen, learn)).agrees
    assert in_the_same_form(Pair(pen, learn)).first == Glyph("學", pen.box, pen.confidence)
    assert in_the_same_form(Pair(other, learn)) == Pair(other, learn)
    assert in_the_same_form(Pair(None, learn)) == Pair(None, learn)
