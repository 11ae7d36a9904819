"""A thin stroke two characters wide is a pair of dashes, not 一."""

from __future__ import annotations

import numpy as np

from ocr.geometry import Box
from ocr.model import Direction
from ocr.recognition.cutting import LineCut
from ocr.recognition.dashes import mend_dashes
from ocr.recognition.replay import spread

SIZE = 40


def line(*strokes: Box) -> LineCut:
    pixels = np.full((60, 400), 255, np.uint8)
    for box in strokes:
        pixels[box.slices] = 0
    return LineCut(pixels, Direction.HORIZONTAL, SIZE, 0, 0)


def text_of(words: str, place: Box, *strokes: Box) -> str:
    return "".join(g.text for g in mend_dashes(spread(words, place), line(*strokes)))


def test_a_stroke_two_characters_wide_read_as_one_becomes_two_dashes() -> None:
    """一 over eighty pixels of even thin stroke is ——, each with half of the stroke for its box."""
    stroke = Box(20, 28, 100, 31)
    mended = mend_dashes(spread("一", stroke), line(stroke))
    assert [(g.text, g.box.left, g.box.right) for g in mended] == [("—", 20, 60), ("—", 60, 100)]


def test_three_dashes_in_a_row_are_counted() -> None:
    """Readers give up counting after one or two; the ink does not."""
    assert text_of("——", Box(20, 28, 140, 31), Box(20, 28, 140, 31)) == "———"


def test_the_number_one_stays() -> None:
    """A stroke as long as one character is the character 一."""
    assert text_of("一", Box(20, 27, 57, 32), Box(20, 27, 57, 32)) == "一"


def test_a_thick_bar_stays() -> None:
    """A block of ink is no dash."""
    assert text_of("一", Box(20, 10, 100, 50), Box(20, 10, 100, 50)) == "一"


def test_characters_beside_the_dash_are_untouched() -> None:
    """Only what lies on the stroke is replaced."""
    left, right = Box(20, 10, 60, 50), Box(140, 10, 180, 50)
    stroke = Box(62, 28, 138, 31)
    glyphs = (*spread("甲", left), *spread("一", stroke), *spread("乙", right))
    mended = mend_dashes(glyphs, line(left, stroke, right))
    assert "".join(g.text for g in mended) == "甲——乙"


def test_a_stroke_with_a_real_character_on_it_is_left_alone() -> None:
    """An underlined or struck-out character is not turned into dashes."""
    assert text_of("春一", Box(20, 28, 100, 31), Box(20, 28, 100, 31)) == "春一"


def test_a_stroke_that_only_a_witness_saw_becomes_dashes_with_doubt() -> None:
    """One reader passed over the dash at the head of a line, the other was too unsure; the ink bears it out."""
    stroke, word = Box(20, 28, 100, 31), Box(104, 10, 144, 50)
    kept = spread("甲", word)
    mended = mend_dashes(kept, line(stroke, word), witnesses=(*spread("—", stroke), *kept))
    assert [(g.text, g.confidence) for g in mended] == [("—", 0.5), ("—", 0.5), ("甲", kept[0].confidence)]
    assert [(g.box.left, g.box.right) for g in mended[:2]] == [(20, 60), (60, 100)]


def test_a_rule_that_nobody_read_is_no_dash() -> None:
    """Without a witness ink alone makes no text; 一 alone bears no witness."""
    stroke, word = Box(20, 28, 100, 31), Box(104, 10, 144, 50)
    kept = spread("甲", word)
    assert mend_dashes(kept, line(stroke, word), witnesses=kept) == kept
    assert mend_dashes(kept, line(stroke, word), witnesses=(*spread("一", stroke), *kept)) == kept


def test_a_dash_that_stands_in_a_vertical_line_is_counted_too() -> None:
    """Two characters long between two others; readers take it for a stroke or a figure."""
    pixels = np.full((400, 60), 255, np.uint8)
    places = Box(10, 20, 50, 60), Box(28, 62, 31, 138), Box(10, 140, 50, 180)
    for box in places:
        pixels[box.slices] = 0
    glyphs = [spread(char, box)[0] for char, box in zip("甲丨乙", places, strict=True)]
    mended = mend_dashes(tuple(glyphs), LineCut(pixels, Direction.VERTICAL, SIZE, 0, 0))
    assert [g.text for g in mended] == ["甲", "—", "—", "乙"]
    assert [(g.box.top, g.box.bottom) for g in mended[1:3]] == [(62, 100), (100, 138)]
