"""A vertical line is read lying on its side as well, and one reading is made of both."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.geometry import Box
from ocr.model import Direction, Glyph
from ocr.recognition.cutting import LineCut
from ocr.recognition.turned import TurnedLine, both_ways

SIZE = 40.0


def seen(words: str, sure: float = 0.9, start: int = 0) -> list[Glyph]:
    """One character below the other from the square `start` on; blanks leave a square free."""
    return [
        Glyph(char, Box(100, 100 + 44 * place, 140, 140 + 44 * place), sure)
        for place, char in enumerate(words, start)
        if char.strip()
    ]


def said(laid: list[Glyph], turned: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in both_ways(laid, turned, SIZE))


def test_a_turned_line_begins_at_the_left_and_knows_its_way_back() -> None:
    """The first character of the column is the first of the row; its box on the page is where it was."""
    pixels = np.full((300, 60), 255, np.uint8)
    pixels[10:50, 15:45] = 0
    image = LineCut(pixels, Direction.VERTICAL, SIZE, 1000, 2000)
    turned = TurnedLine.of(image)
    rows, columns = np.nonzero(turned.pixels < 160)
    assert turned.direction is Direction.HORIZONTAL
    assert (columns.min(), columns.max() + 1) == (10, 50)
    box = Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    assert turned.to_page(box) == Box(1015, 2010, 1045, 2050)


def test_marks_come_from_the_characters_that_were_laid_side_by_side() -> None:
    """The turned line loses them, or takes them for others."""
    assert said(seen("春风，化雨。"), seen("春风’化雨 ")) == "春风，化雨。"


def test_of_letters_the_surer_counts() -> None:
    """Whichever way they were seen; one that nobody else saw needs to be rather sure."""
    assert said(seen("春凤", 0.6), seen("春风", 0.9)) == "春风"
    assert said(seen("春风", 0.9), seen("春凤", 0.6)) == "春风"
    assert said(seen("春 化"), seen("春风化", 0.7)) == "春风化"
    assert said(seen("春 化"), seen("春风化", 0.3)) == "春化"


@pytest.mark.parametrize("word", ["2018", "13.4%", "GDP", "1/3"])
def test_figures_and_latin_words_are_those_of_the_turned_line(word: str) -> None:
    """They lie on their side in a column; laid down they look like anything."""
    beside = seen("增长", start=0) + seen("左右", start=2 + len(word))
    noise = seen("呂", start=2) + seen(".", start=3)
    laid = sorted(beside + noise, key=lambda glyph: glyph.box.top)
    assert said(laid, seen(f"增长{word}左右", 0.8)) == f"增长{word}左右"


def test_brackets_and_quotation_marks_are_those_of_the_turned_line() -> None:
    """Vertical setting turns them; laid down an arc looks like 一, and two commas like two stops."""
    assert said(seen("一作者一：好，"), seen("（作者）“好 ", 0.6)) == "（作者）“好，"
