"""Lines break where Chinese type may break, and fill their measure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocr.newsprint.setting import NO_END, NO_START, break_lines, take_line

EM = 10.0


def full(_: str) -> float:
    """Every character an em wide."""
    return EM


def test_a_full_stop_never_starts_a_line() -> None:
    """Five characters fit; the stop that would come sixth takes the character before it down, or is squeezed in."""
    lines = [words for words, _ in break_lines("春天来得早。花开了", 50, full, EM)]
    assert lines == ["春天来得", "早。花开了"]


def test_an_opening_quote_never_ends_a_line() -> None:
    """The quote moves down to the word it opens."""
    lines = [words for words, _ in break_lines("大家都说“好得很”吗", 50, full, EM)]
    assert lines[0] == "大家都说"
    assert lines[1].startswith("“")


def test_a_dash_pair_stays_whole() -> None:
    """`——` is one sign two ems wide."""
    lines = [words for words, _ in break_lines("一二三四——五六", 50, full, EM)]
    assert lines == ["一二三四", "——五六"]


def test_a_line_with_signs_is_squeezed_to_take_its_stop() -> None:
    """One comma in the line and the stop itself give up enough for the stop to stand in the line."""
    assert take_line("春天，来，早。花", 0, 60, full, EM).end == 7


def test_all_lines_but_the_last_fill_the_measure() -> None:
    """The last character of a justified line ends at the measure."""
    lines = break_lines("春天来得早。花开了，山也绿了，水也清了", 55, full, EM)
    for _, spacing in lines[:-1]:
        assert abs(spacing.offsets[-1] + EM - 55) <= EM * 0.5


def test_ragged_lines_keep_the_space_of_their_characters() -> None:
    """A line that a word of Latin letters cuts short is spread over the measure, or ends where it ends."""
    text = "他们说OK就走了"
    assert take_line(text, 0, 42, full, EM).offsets == (0, 16, 32)
    assert take_line(text, 0, 42, full, EM, ragged=True).offsets == (0, 10, 20)


@given(st.text(alphabet="天地人和。，“”（）——12a", min_size=1, max_size=80), st.integers(3, 20))
def test_no_character_is_lost_and_the_offsets_grow(text: str, ems: int) -> None:
    """Breaking keeps the text, whatever it is."""
    lines = break_lines(text, ems * EM, full, EM)
    assert "".join(words for words, _ in lines) == text
    for words, spacing in lines:
        assert len(spacing.offsets) == len(words)
        assert list(spacing.offsets) == sorted(spacing.offsets)
    assert NO_START.isdisjoint(NO_END)
