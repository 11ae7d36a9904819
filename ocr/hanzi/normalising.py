"""One line of read text written the way a Chinese newspaper prints it."""

from __future__ import annotations

from ocr.hanzi.marks import find_dashes, find_ellipses, find_middle_dots, find_zeros
from ocr.hanzi.pairs import find_brackets, find_double_quotes, find_single_quotes
from ocr.hanzi.tracing import Rule, Traced, run
from ocr.hanzi.widths import (
    find_compositions,
    find_half_width_marks,
    find_invisible_characters,
    find_kept_spaces,
    find_loose_spaces,
    find_number_marks,
    find_wide_latin,
)

__all__ = ["LINE_RULES", "PARAGRAPH_RULES", "SPACE_RULES", "normalise", "trace"]

_ROUNDS = 6
"""A mark turned full width makes its neighbour stand beside a full-width mark; chains in print are shorter."""

PARAGRAPH_RULES = (
    Rule("zero", "In a number of Chinese numerals a ring is 〇.", find_zeros),
    Rule("number", "Inside a number marks and letters are ASCII.", find_number_marks),
    Rule("ellipsis", "An ellipsis is two squares, six dots.", find_ellipses),
    Rule("dash", "A dash is two squares.", find_dashes),
    Rule("middle-dot", "One dot joins the parts of a foreign name.", find_middle_dots),
    Rule("half-width", "Beside Han, marks are full width.", find_half_width_marks),
    Rule("bracket", "Reporters and jump lines stand in round brackets; a pair is of one kind.", find_brackets),
    Rule("double-quote", "Double quotes are curly and come in pairs.", find_double_quotes),
    Rule("single-quote", "Single quotes are curly and come in pairs.", find_single_quotes),
)
"""The habits that hold across the lines of a paragraph, too."""

LINE_RULES = (
    Rule("compose", "Text is NFC.", find_compositions),
    Rule("invisible", "Nobody prints a control character.", find_invisible_characters),
    Rule("wide-latin", "Latin letters and digits are ASCII.", find_wide_latin),
    *PARAGRAPH_RULES,
)

SPACE_RULES = {
    False: Rule("space", "Han characters follow each other without spaces.", find_loose_spaces),
    True: Rule("kept-space", "Where print separates, one space does.", find_kept_spaces),
}


def trace(text: str, *, keep_spaces: bool = False) -> Traced:
    """The normalised line with the rules that changed it and, for each character, its offset in `text`.

    Args:
        text: one line as read.
        keep_spaces: for bylines, headlines and other lines in which print separates words by a space.
    """
    space = SPACE_RULES[keep_spaces]
    return run((*LINE_RULES, space), text, _ROUNDS)


def normalise(text: str, *, keep_spaces: bool = False) -> str:
    """The line with full-width marks, whole dashes, paired quotes and no stray spaces; characters as printed."""
    return trace(text, keep_spaces=keep_spaces).text
