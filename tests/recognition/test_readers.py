"""The real engines read drawn lines; skipped where an engine, its model or a font is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ocr.errors import ArgumentError, DependencyError
from ocr.geometry import Box
from ocr.model import Direction
from ocr.ports import LineReader
from ocr.recognition import LineCut, LineCutter, find_model, open_reader
from ocr.recognition.alignment import fold
from tests.recognition.pictures import draw, horizontal, layout, paper, sheet, vertical

WORDS = "今年春季我市新增绿地面积"
NAMES = ("tesseract", "pytesseract", "ppocr", "consensus")


def opened(name: str, model: str | None = None) -> LineReader:
    try:
        return open_reader(name, model, threads=1)
    except DependencyError as missing:
        pytest.skip(str(missing))


def line(text: str, size: int = 40, *, upright: bool = False) -> LineCut:
    long = round(size * 1.1 * len(text)) + 100
    canvas = paper(size + 100, long) if upright else paper(long, size + 100)
    box = draw(canvas, text, 40, 40, size, vertical=upright)
    page = sheet(canvas, size)
    region = vertical(box, size) if upright else horizontal(box, size)
    return LineCutter(page, layout(page, region)).cut(region)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [18, 40, 150], ids=["caption", "body", "headline"])
def test_a_clear_line_is_read_whatever_its_size(name: str, size: int) -> None:
    """Every character is right, in order, within the page, and with a confidence."""
    image = line(WORDS, size)
    (glyphs,) = opened(name).read([image])
    assert "".join(glyph.text for glyph in glyphs) == WORDS
    assert all(0 < glyph.confidence <= 1 for glyph in glyphs)
    middles = [glyph.box.center_x for glyph in glyphs]
    assert middles == sorted(middles)


@pytest.mark.parametrize("name", ["ppocr", "consensus"])
def test_boxes_lie_on_the_characters(name: str) -> None:
    """The middle of each box is within a third of a character of where the character was drawn."""
    (glyphs,) = opened(name).read([line(WORDS)])
    for place, glyph in enumerate(glyphs):
        assert abs(glyph.box.center_x - (40 + 40 * (place + 0.5))) < 40 / 3
        assert 40 <= glyph.box.top < glyph.box.bottom <= 95


@pytest.mark.parametrize("name", ["tesseract", "ppocr", "consensus"])
def test_a_vertical_line_is_read_from_top_to_bottom(name: str) -> None:
    """The same words upright, their boxes one below the other."""
    (glyphs,) = opened(name).read([line(WORDS, upright=True)])
    assert "".join(glyph.text for glyph in glyphs) == WORDS
    slack = 66 if name == "tesseract" else 22  # Tesseract places a raw line loosely, up to 1.5 characters off
    for place, glyph in enumerate(glyphs):
        assert abs(glyph.box.center_y - (45 + 44 * (place + 0.5))) < slack


@pytest.mark.parametrize("name", NAMES)
def test_blank_black_tiny_and_huge_images_do_not_fail(name: str) -> None:
    """Paper gives nothing; the rest gives anything but an error."""
    shapes = {(1, 1): 255, (60, 400): 255, (60, 401): 0, (1, 90): 0, (90, 1): 0, (3, 3): 0, (300, 1500): 0}
    images = [LineCut(np.full(s, shade, np.uint8), Direction.HORIZONTAL, 40.0, 0, 0) for s, shade in shapes.items()]
    images.append(LineCut(np.zeros((500, 60), np.uint8), Direction.VERTICAL, 40.0, 0, 0))
    read = opened(name).read(images)
    assert len(read) == len(images)
    assert read[0] == read[1] == ()
    assert opened(name).read([]) == ()


def test_both_ways_to_tesseract_give_the_same_text() -> None:
    """The library in this process and the system's program read the same on the same model."""
    images = [
        line(text) for text in (WORDS, "本报讯（记者李明）", "2022年5月24日 星期二", "完成投资1.5亿元，增长12%。")
    ]
    texts = [
        ["".join(glyph.text for glyph in glyphs) for glyphs in opened(name).read(images)]
        for name in ("tesseract", "pytesseract")
    ]
    assert texts[0] == texts[1]


def test_readings_do_not_depend_on_their_company() -> None:
    """A line reads the same alone and in a batch of lines of other lengths."""
    reader = opened("ppocr")
    images = [line(WORDS[:n]) for n in (12, 3, 7, 11)]
    together = reader.read(images)
    for image, glyphs in zip(images, together, strict=True):
        alone = "".join(glyph.text for glyph in reader.read([image])[0])
        assert alone == "".join(glyph.text for glyph in glyphs)


def test_latin_and_digits_among_han_are_read() -> None:
    """Widths aside, a mixed line comes out as drawn."""
    (glyphs,) = opened("consensus").read([line("今年完成投资12.5亿元，同比增长8%")])
    assert fold("".join(glyph.text for glyph in glyphs)) == fold("今年完成投资12.5亿元，同比增长8%")


def test_a_long_dash_is_two_dashes_whatever_the_readers_say() -> None:
    """Geometry decides."""
    (glyphs,) = opened("consensus").read([line("绿色发展——我市生态")])
    assert "".join(glyph.text for glyph in glyphs) == "绿色发展——我市生态"


def test_an_unknown_reader_is_refused_with_the_known_ones() -> None:
    """The error names the choices."""
    with pytest.raises(ArgumentError, match="consensus"):
        open_reader("oracle")


def test_a_missing_model_is_refused_with_a_cure() -> None:
    """The error names the model and the way to get it."""
    with pytest.raises(DependencyError, match=r"chi_nothing.*apt-get install"):
        find_model("chi_nothing")


def test_a_model_is_found_by_its_path_and_in_the_first_folder(tmp_path: Path) -> None:
    """A path wins; among folders the first that has it."""
    folder = tmp_path
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "chi_test.traineddata").write_bytes(name.encode())
    assert find_model(str(folder / "two" / "chi_test.traineddata")).folder == folder / "two"
    assert find_model("chi_test", (folder / "none", folder / "one", folder / "two")).folder == folder / "one"
    with pytest.raises(DependencyError, match="traineddata"):
        find_model(str(folder / "three" / "chi_test.traineddata"))


def test_blank_lines_have_boxes_on_the_page() -> None:
    """A box that has no ink is still a box."""
    image = line(WORDS)
    assert image.to_page(Box(0, 0, 1, 1)).area == 1
