"""The lossless JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.errors import OutputError
from ocr.export.json import FORMAT, VERSION, JsonWriter, read_page
from ocr.geometry import Affine, Box
from ocr.model import (
    Article,
    ArticleKind,
    Block,
    Direction,
    Frame,
    Glyph,
    Line,
    Page,
    Paragraph,
    Picture,
    Provenance,
    Role,
    Rule,
    RuleStyle,
)


def test_a_page_comes_back_equal(page: Page, blank: Page) -> None:
    """What is written is read back as the very same value, twice as the same bytes."""
    for sheet in (page, blank):
        written = JsonWriter().write(sheet)
        assert read_page(written) == sheet
        assert JsonWriter().write(read_page(written)) == written


numbers = st.integers(0, 5000)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), numbers, numbers, numbers, numbers)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
shares = st.floats(0, 1)
glyphs = st.builds(Glyph, words, boxes, shares, words)
lines = st.builds(
    Line,
    words,
    boxes,
    st.sampled_from(Direction),
    st.floats(0, 200),
    words,
    words,
    st.lists(glyphs, max_size=3).map(tuple),
    st.lists(st.tuples(words, words), max_size=2).map(tuple),
)
blocks = st.builds(Block, words, st.sampled_from(Role), st.lists(lines, max_size=2).map(tuple), words)
paragraphs = st.builds(Paragraph, st.sampled_from(Role), words, st.lists(words, max_size=2).map(tuple))
articles = st.builds(
    Article,
    words,
    st.sampled_from(ArticleKind),
    st.lists(words, max_size=2).map(tuple),
    st.lists(paragraphs, max_size=2).map(tuple),
    st.lists(numbers, max_size=2).map(tuple),
)
affines = st.builds(Affine, *[st.floats(-10, 10) for _ in range(6)])
origins = st.builds(
    Provenance,
    words,
    words,
    numbers,
    st.floats(0, 1200),
    numbers,
    numbers,
    affines,
    words,
    st.lists(words, max_size=2).map(tuple),
    words,
)
pages = st.builds(
    Page,
    numbers,
    numbers,
    numbers,
    st.floats(0, 200),
    st.lists(st.builds(Rule, boxes, st.sampled_from(RuleStyle)), max_size=2).map(tuple),
    st.lists(st.builds(Frame, boxes), max_size=2).map(tuple),
    st.lists(st.builds(Picture, boxes), max_size=2).map(tuple),
    st.lists(blocks, max_size=2).map(tuple),
    st.lists(articles, max_size=2).map(tuple),
    origins,
)


@settings(max_examples=40, deadline=None)
@given(pages)
def test_any_page_comes_back_equal(sheet: Page) -> None:
    """No value, however odd, is lost or changed."""
    assert read_page(JsonWriter().write(sheet)) == sheet


def test_the_file_says_what_it_is(page: Page) -> None:
    """Format and version stand in the file, and each printed line on a line of its own."""
    written = JsonWriter().write(page)
    content = json.loads(written)
    assert (content["format"], content["version"]) == (FORMAT, VERSION)
    assert sum(len(block.lines) for block in page.blocks) <= len(written.splitlines())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[1, 2]", "no format"),
        (b'{"format": "other"}', "no format"),
        (b'{"format": "banmian.page"}', "no version"),
        (b'{"format": "banmian.page", "version": 99}', "version 99"),
        (b'{"format": "banmian.page", "version": 1}', "damaged"),
    ],
)
def test_foreign_newer_and_damaged_files_are_refused(data: bytes, problem: str) -> None:
    """The error names the file, what is wrong with it, and a cure."""
    with pytest.raises(OutputError, match=problem) as caught:
        read_page(data, "p01.json")
    assert "p01.json" in str(caught.value)
    assert caught.value.cure


def test_an_impossible_value_is_damage(page: Page) -> None:
    """A box turned inside out does not become a page."""
    written = JsonWriter().write(replace(page, frames=(Frame(Box(11, 22, 33, 44)),)))
    with pytest.raises(OutputError, match="damaged"):
        read_page(written.replace(b"[11,22,33,44]", b"[33,22,11,44]"))
