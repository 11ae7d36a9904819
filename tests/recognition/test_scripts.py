"""Readers of different scripts: one writes 学 where the other writes 學."""

from __future__ import annotations

from ocr.geometry import Box
from ocr.model import Glyph
from ocr.recognition.alignment import Pair
from ocr.recognition.replay import spread
from ocr.recognition.scripts import Scripts, alike, in_one_form, scripts_of

HERE = Box(0, 0, 400, 40)
OLD, NEW = Scripts(traditional=True), Scripts(traditional=False)


def lines(*words: str) -> list[tuple[Glyph, ...]]:
    return [spread(text, HERE) for text in words]


def glyph(text: str) -> Glyph:
    return spread(text, HERE)[0]


def said(first: str, second: str, scripts: Scripts) -> str:
    """What both are held to have seen; empty where they differ."""
    pair = in_one_form(Pair(glyph(first), glyph(second)), scripts)
    assert pair.first is not None
    return pair.first.text if pair.agrees else ""


def test_a_page_that_one_reader_writes_simplified_is_told() -> None:
    """Whichever of the two does; the second tells what the page is printed in."""
    old, new = lines("學校開學，到會者二十人", "新造渡輪試航"), lines("学校开学，到会者二十人", "新造渡输诙航")
    assert scripts_of(new, old) == Scripts(traditional=True, differently=True)
    assert scripts_of(old, new) == Scripts(traditional=False, differently=True)
    assert scripts_of(old, old) == Scripts(traditional=True)
    assert scripts_of(new, new) == scripts_of([], []) == Scripts()


def test_a_slip_into_the_other_script_is_no_other_script() -> None:
    """One traditional character in twenty simplified ones."""
    page, slip = lines("学校开学到会者二十人分班授课各业"), lines("学校開学到会者二十人分班授课各业")
    assert scripts_of(page, slip) == Scripts()


def test_a_character_that_both_saw_gets_the_form_of_the_page() -> None:
    """Whoever wrote it so; what is not the same character stays as it is."""
    assert alike("學") == alike("学") == "学"
    assert said("学", "學", OLD) == said("學", "学", OLD) == "學"
    assert said("学", "學", NEW) == said("學", "学", NEW) == "学"
    assert said("字", "學", OLD) == ""
    lone = Pair(None, glyph("學"))
    assert in_one_form(lone, NEW) == lone


def test_a_form_that_simplified_text_uses_as_well_is_the_second_reader_s() -> None:
    """著 in 著名 is no traditional 着."""
    assert said("着", "著", NEW) == "著"
